"""`workbench predict`: a class, a confidence and an unknown score for every image of a folder."""

import argparse
import sys
from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.cli.flags import add_checkpoint, add_file

if TYPE_CHECKING:
    from workbench.core.events import Prepared
    from workbench.export.tasks.contract import FolderPredictions


def configure(parser: argparse.ArgumentParser) -> None:
    """MODEL, FOLDER and what is written."""
    parser.add_argument("model", type=Path, metavar="MODEL", help="an exported folder or .onnx file, or a run folder")
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="images in any layout that “workbench scan” reads")
    parser.add_argument("--out", type=Path, required=True, metavar="PLACE", help="a file; for folders, a folder")
    parser.add_argument(
        "--format",
        metavar="FORM",
        help="csv, json, coco, or folders: the images, in one for each class; masks or coco where pixels are told "
        "(default: by the ending of --out, or masks)",
    )
    parser.add_argument(
        "--tiles",
        action="store_true",
        help="where pixels are told: each image in its own size, by overlapping tiles; else squashed to the model's",
    )
    parser.add_argument("--link", action="store_true", help="with folders: link to images where the system can")
    add_file(parser)
    add_checkpoint(parser)


def run(arguments: argparse.Namespace) -> int:
    """Write the predictions, say what was set aside, and return 0; stopped, the same command goes on."""
    from rich.console import Console

    from workbench.cli.progress import told

    console = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)
    try:
        found = told(_predicting(arguments), console)
    except KeyboardInterrupt:
        print("Stopped; what is done is kept. The same command goes on from there.", file=sys.stderr)
        raise
    before = f" ({found.before:,} of them before it was stopped)" if found.before else ""
    print(f"Wrote {found.predicted:,} predictions to {arguments.out}{before}.")
    for one in found.set_aside:
        print(f"Set aside: {one.path} ({one.reason}{': ' + one.detail if one.detail else ''})", file=sys.stderr)
    return 0


def _predicting(arguments: argparse.Namespace) -> "Generator[Prepared, None, FolderPredictions]":
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
    )
    return exporter_for(arguments.model).predict(request)
