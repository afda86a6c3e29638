"""`workbench export`: write a run's adapted model to a folder or file, compared with PyTorch on real images."""

import argparse
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.cli.flags import add_checkpoint
from workbench.core.manifest import Cost, ModelFormat, Precision

if TYPE_CHECKING:
    from rich.console import Console


def configure(parser: argparse.ArgumentParser) -> None:
    """RUN, format, precision and place."""
    parser.add_argument("run", type=Path, metavar="RUN", help="folder of a finished run")
    parser.add_argument(
        "--format",
        type=ModelFormat,
        choices=list(ModelFormat),
        default=ModelFormat.ONNX,
        help="folder: all that is needed elsewhere; onnx, pt2: one file; source-model: to adapt from "
        "(default: %(default)s)",
    )
    parser.add_argument(
        "--precision",
        type=Precision,
        choices=list(Precision),
        nargs="+",
        default=[Precision.FP32],
        help="of the ONNX file; a folder takes several (default: fp32)",
    )
    parser.add_argument("--pt2", action="store_true", help="put torch.export's form into the folder too")
    parser.add_argument("--out", type=Path, metavar="PLACE", help="where to write it")
    parser.add_argument("--target", type=Path, metavar="FOLDER", help="where the target is now, if it has moved")
    parser.add_argument(
        "--dynamic-size",
        action="store_true",
        help="let ONNX and pt2 take images of any height and width, where the net can; compared at two other sizes",
    )
    parser.add_argument("--costs", action="store_true", help="say what each precision costs, and write nothing")
    parser.add_argument("--accept", action="store_true", help="write a smaller precision whatever it costs")
    add_checkpoint(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print what was written and what it costs, and return 0."""
    from rich.console import Console

    from workbench.cli.progress import told
    from workbench.core.errors import UserError
    from workbench.export.tasks.registry import exporter_for
    from workbench.worker.export_model import export_model

    console = Console(highlight=False, markup=False, soft_wrap=True)
    best, place = arguments.checkpoint == "best", arguments.run.absolute()
    if arguments.costs:
        from workbench.export.onnx import measure_precisions

        _tell(told(measure_precisions(place, best=best, target=arguments.target), console), console)
        return 0
    if arguments.out is None:
        raise UserError("Where is it to be written?", "Say so with --out.")
    out = arguments.out.absolute()
    making = export_model(
        place,
        out,
        arguments.format,
        best=best,
        precisions=arguments.precision,
        with_pt2=arguments.pt2,
        target=arguments.target,
        accept=arguments.accept,
        any_size=arguments.dynamic_size,
    )
    found = told(making, console)
    _tell(found, console)
    size = sum(one.stat().st_size for one in (out.iterdir() if out.is_dir() else [out]))
    console.print(f"Wrote {arguments.out} ({size / 1e6:.1f} MB).")
    quoted = shlex.quote(str(arguments.out))
    match arguments.format:
        case ModelFormat.SOURCE_MODEL:
            console.print(
                f"No image and no path is in it. Where the target is: workbench adapt {quoted} TARGET --method shot"
            )
        case ModelFormat.FOLDER | ModelFormat.ONNX:
            console.print(f"Use it: workbench predict {quoted} IMAGES --out {exporter_for(out).example}")
    return 0


def _tell(found: Sequence[Cost], console: "Console") -> None:
    from rich.table import Table

    if not found:
        return
    table = Table("precision", "MB", "same class", "accuracy", "before", "largest difference", "ms an image")
    table.box, table.pad_edge = None, False
    for one in found:
        shares = (f"{one.agreement:.2%}", _percent(one.accuracy), _percent(one.accuracy_before))
        table.add_row(
            one.precision, f"{one.bytes / 1e6:.1f}", *shares, f"{one.difference:.1e}", f"{one.milliseconds:.2f}"
        )
    console.print(table)
    console.print(
        f"In ONNX Runtime on {found[0].images:,} target images; “before” is PyTorch, of whose logits the "
        "largest difference is told."
    )
    for one in found:
        if one.elsewhere is not None:
            console.print(f"{one.precision} says the same class on {one.elsewhere:.2%} of them in another size.")


def _percent(share: float | None) -> str:
    return "no labels" if share is None else f"{share:.1%}"
