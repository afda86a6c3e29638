"""`workbench predict`: a class, a confidence and an unknown score for every image of a folder."""

import argparse
import sys
from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.cli.flags import add_checkpoint, add_file

if TYPE_CHECKING:
    from workbench.core.events import Prepared
    from workbench.export.predict_folder import Summary

FORMS = ("csv", "json", "coco", "folders", "masks")


def configure(parser: argparse.ArgumentParser) -> None:
    """MODEL, FOLDER and what is written."""
    parser.add_argument("model", type=Path, metavar="MODEL", help="an exported folder or .onnx file, or a run folder")
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="images in any layout that “workbench scan” reads")
    parser.add_argument("--out", type=Path, required=True, metavar="PLACE", help="a file; for folders, a folder")
    parser.add_argument(
        "--format",
        choices=FORMS,
        help="folders: the images, in one for each class; masks: where pixels are told (default: by the ending of "
        "--out, or masks)",
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


def _predicting(arguments: argparse.Namespace) -> "Generator[Prepared, None, Summary]":
    from workbench.core.errors import UserError
    from workbench.export.pixel_model import load_pixel_model, tells_pixels
    from workbench.export.predict import load_model
    from workbench.export.predict_folder import predict_folder
    from workbench.export.predict_masks import predict_masks
    from workbench.export.results_files import PredictionFormat

    best, out = arguments.checkpoint == "best", arguments.out.absolute()
    if tells_pixels(arguments.model):
        if arguments.format not in (None, "masks", "coco"):
            raise UserError(
                "This model tells the classes of pixels.", "Use --format masks or coco; --out is a folder then."
            )
        pixels = load_pixel_model(arguments.model, best=best, file=arguments.file)
        return predict_masks(pixels, arguments.folder, out, tiles=arguments.tiles, coco=arguments.format == "coco")
    if arguments.format == "masks" or arguments.tiles:
        raise UserError("This model tells a class for each image.", "Leave out --format masks and --tiles.")
    form = PredictionFormat(arguments.format or _by_ending(arguments.out))
    model = load_model(arguments.model, best=best, file=arguments.file)
    return predict_folder(model, arguments.folder, out, form, link=arguments.link)


def _by_ending(out: Path) -> str:
    return (
        out.suffix.lower().removeprefix(".")
        if out.suffix.lower() in (".csv", ".json")
        else ("csv" if out.suffix else "folders")
    )
