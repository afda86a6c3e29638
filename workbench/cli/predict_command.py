"""`workbench predict`: predicts the images of a folder, with confidences and unknown scores."""

import argparse
import sys
from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.cli.flags import add_checkpoint, add_file, add_range, range_of
from workbench.core.counting import count

if TYPE_CHECKING:
    from workbench.core.events import Prepared
    from workbench.export.tasks.contract import FolderPredictions


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the flags."""
    parser.add_argument("model", type=Path, metavar="MODEL", help="a model folder, an .onnx file or a run folder")
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="images in any layout that “workbench scan” reads")
    parser.add_argument(
        "--out",
        type=Path,
        required=True,
        metavar="PLACE",
        help="file to write, or folder for --format folders, masks and coco masks",
    )
    parser.add_argument(
        "--format",
        metavar="FORM",
        help="classification: csv, json, coco, or folders (the images in a folder for each class); segmentation: masks "
        "or coco (default: by the suffix of --out, or masks)",
    )
    parser.add_argument(
        "--tiles",
        action="store_true",
        help="segmentation: predict each image at its own size in overlapping tiles instead of resizing it",
    )
    parser.add_argument(
        "--link", action="store_true", help="--format folders: link the images instead of copying them, if possible"
    )
    add_range(parser)
    add_file(parser)
    add_checkpoint(parser)


def run(arguments: argparse.Namespace) -> int:
    """Write the predictions and print what was set aside. Return 0. The same command resumes a stopped prediction."""
    from rich.console import Console

    from workbench.cli.progress import run_with_progress

    console = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)
    try:
        result = run_with_progress(_prediction(arguments), console)
    except KeyboardInterrupt:
        print("Stopped; the predictions so far are kept. The same command resumes it.", file=sys.stderr)
        raise
    resumed = f" ({result.before:,} of them before it was stopped)" if result.before else ""
    print(f"Wrote {count(result.predicted, 'prediction')} to {arguments.out}{resumed}.")
    for sample in result.set_aside:
        print(
            f"Set aside: {sample.path} ({sample.reason}{': ' + sample.detail if sample.detail else ''})",
            file=sys.stderr,
        )
    return 0


def _prediction(arguments: argparse.Namespace) -> "Generator[Prepared, None, FolderPredictions]":
    from workbench.export.tasks.contract import Predicting
    from workbench.export.tasks.registry import exporter_for

    request = Predicting(
        model=arguments.model,
        folder=arguments.folder,
        out=arguments.out.absolute(),
        best=arguments.checkpoint == "best",
        file=arguments.file,
        form=arguments.format or "",
        tiles=arguments.tiles,
        link=arguments.link,
        deep=range_of(arguments),
    )
    return exporter_for(arguments.model).predict(request)
