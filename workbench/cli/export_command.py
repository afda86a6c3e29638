"""`workbench export`: exports a run's adapted model and compares it with PyTorch on real images."""

import argparse
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.cli.flags import add_checkpoint
from workbench.core.counting import count
from workbench.core.manifest import Cost, Precision
from workbench.core.model_formats import CARDS, ModelFormat

if TYPE_CHECKING:
    from rich.console import Console


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the flags."""
    parser.add_argument("run", type=Path, metavar="RUN", help="folder of a finished run")
    parser.add_argument(
        "--format",
        type=ModelFormat,
        choices=list(ModelFormat),
        default=ModelFormat.ONNX,
        metavar="FORMAT",
        help=f"{', '.join(f'{form} ({card.title})' for form, card in CARDS.items())} (default: %(default)s)",
    )
    parser.add_argument(
        "--precision",
        type=Precision,
        choices=list(Precision),
        nargs="+",
        default=[Precision.FP32],
        help="precision of the model; several for a model folder (default: fp32)",
    )
    parser.add_argument(
        "--opset",
        type=int,
        default=0,
        metavar="N",
        help="version of ONNX's operators, 14 to 23, compared with the usual one (default: 18)",
    )
    parser.add_argument("--pt2", action="store_true", help="also write torch.export's .pt2 to the folder")
    parser.add_argument("--out", type=Path, metavar="PLACE", help="file or folder to write")
    parser.add_argument("--target", type=Path, metavar="FOLDER", help="the target folder, if it has moved")
    parser.add_argument(
        "--dynamic-size",
        action="store_true",
        help="ONNX and pt2: accept images of any height and width; verified at two other sizes",
    )
    parser.add_argument("--costs", action="store_true", help="measure the cost of each precision without writing files")
    parser.add_argument(
        "--accept", action="store_true", help="write a lower precision even if it changes too many predictions"
    )
    add_checkpoint(parser)


def run(arguments: argparse.Namespace) -> int:
    """Export the model and print its costs. Return 0."""
    from rich.console import Console

    from workbench.cli.progress import run_with_progress
    from workbench.export.tasks.registry import exporter_for
    from workbench.library.exporting import export

    console = Console(highlight=False, markup=False, soft_wrap=True)
    work = export(
        arguments.run,
        arguments.out,
        format=arguments.format,
        precision=arguments.precision,
        pt2=arguments.pt2,
        target=arguments.target,
        dynamic_size=arguments.dynamic_size,
        opset=arguments.opset,
        costs=arguments.costs,
        accept=arguments.accept,
        checkpoint=arguments.checkpoint,
    )
    exported = run_with_progress(work, console)
    _print_costs(exported.costs, console)
    if exported.out is None:
        return 0
    out = exported.out
    files = (path for path in out.rglob("*") if path.is_file()) if out.is_dir() else [out]
    size = sum(path.stat().st_size for path in files)
    console.print(f"Wrote {arguments.out} ({size / 1e6:.1f} MB).")
    quoted_out = shlex.quote(str(arguments.out))
    match arguments.format:
        case ModelFormat.SOURCE_MODEL:
            console.print(
                f"It contains no images and no paths. To adapt it: workbench adapt {quoted_out} TARGET --method shot"
            )
        case ModelFormat.FOLDER | ModelFormat.ONNX:
            console.print(f"To use it: workbench predict {quoted_out} IMAGES --out {exporter_for(out).example}")
    return 0


def _print_costs(costs: Sequence[Cost], console: "Console") -> None:
    from rich.table import Table

    if not costs:
        return
    several = len({cost.opset for cost in costs}) > 1
    table = Table(
        "precision",
        *(["opset"] if several else []),
        "MB",
        "same class",
        "accuracy",
        "before",
        "largest difference",
        "ms per image",
    )
    table.box, table.pad_edge = None, False
    for cost in costs:
        shares = (f"{cost.agreement:.2%}", _percent(cost.accuracy), _percent(cost.accuracy_before))
        table.add_row(
            cost.precision,
            *([str(cost.opset)] if several else []),
            f"{cost.bytes / 1e6:.1f}",
            *shares,
            f"{cost.difference:.1e}",
            f"{cost.milliseconds:.2f}",
        )
    console.print(table)
    console.print(
        f"Measured in {costs[0].engine} on {count(costs[0].images, 'target image')}; “before” is PyTorch, and the "
        "largest difference is that of a logit from PyTorch's."
    )
    for cost in costs:
        if cost.elsewhere is not None:
            console.print(f"{cost.precision} predicts the same class on {cost.elsewhere:.2%} of them at another size.")


def _percent(share: float | None) -> str:
    return "no labels" if share is None else f"{share:.1%}"
