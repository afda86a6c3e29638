"""`workbench export`: write a run's adapted model to a file and check it."""

import argparse
from pathlib import Path

from workbench.cli.flags import add_checkpoint


def configure(parser: argparse.ArgumentParser) -> None:
    """RUN, format and file."""
    parser.add_argument("run", type=Path, metavar="RUN", help="folder of a finished run")
    parser.add_argument("--format", choices=["onnx"], default="onnx", help="kind of file (default: %(default)s)")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="where to write it")
    add_checkpoint(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print the largest difference from PyTorch and return 0."""
    from workbench.export.onnx import TOLERANCE, export_onnx

    difference = export_onnx(arguments.run.absolute(), arguments.out.absolute(), best=arguments.checkpoint == "best")
    print(f"Wrote {arguments.out} ({arguments.out.stat().st_size / 1e6:.1f} MB).")
    print(f"Largest difference of a logit from PyTorch in ONNX Runtime: {difference:.2g} (allowed: {TOLERANCE:g}).")
    return 0
