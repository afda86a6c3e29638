"""`workbench export`: write a run's adapted model to a file and check it."""

import argparse
import shlex
from pathlib import Path

from workbench.cli.flags import add_checkpoint


def configure(parser: argparse.ArgumentParser) -> None:
    """RUN, format and file."""
    parser.add_argument("run", type=Path, metavar="RUN", help="folder of a finished run")
    parser.add_argument(
        "--format", choices=["onnx", "source-model"], default="onnx", help="kind of file (default: %(default)s)"
    )
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="where to write it")
    add_checkpoint(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print what was written, for ONNX with the largest difference from PyTorch, and return 0."""
    best, place, out = arguments.checkpoint == "best", arguments.run.absolute(), arguments.out.absolute()
    if arguments.format == "source-model":
        from workbench.engine.source_model import write_source_model

        write_source_model(place, out, best=best)
        print(f"Wrote {arguments.out} ({out.stat().st_size / 1e6:.1f} MB). No image and no path is in it.")
        print(f"Where the target is: workbench adapt {shlex.quote(str(arguments.out))} TARGET --method shot")
        return 0
    from workbench.export.onnx import TOLERANCE, export_onnx

    difference = export_onnx(place, out, best=best)
    print(f"Wrote {arguments.out} ({out.stat().st_size / 1e6:.1f} MB).")
    print(f"Largest difference of a logit from PyTorch in ONNX Runtime: {difference:.2g} (allowed: {TOLERANCE:g}).")
    return 0
