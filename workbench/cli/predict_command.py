"""`workbench predict`: predicts the images of a folder, with confidences and unknown scores."""

import argparse
import sys
from pathlib import Path

from workbench.cli.flags import add_checkpoint, add_file, add_range
from workbench.core.counting import count


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
    from workbench.library.predicting import predict

    console = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)
    work = predict(
        arguments.model,
        arguments.folder,
        arguments.out,
        format=arguments.format or "",
        tiles=arguments.tiles,
        link=arguments.link,
        range=arguments.range,
        file=arguments.file,
        checkpoint=arguments.checkpoint,
    )
    try:
        result = run_with_progress(work, console)
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
