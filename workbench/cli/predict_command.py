"""`workbench predict`: predicts images, with confidences and unknown scores: into one file, or in parts."""

import argparse
import sys
from pathlib import Path

from workbench.cli.flags import add_checkpoint, add_file, add_range
from workbench.cli.place_flags import add_run_places
from workbench.core.counting import count


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the flags."""
    parser.add_argument("model", type=Path, metavar="MODEL", help="a model folder, an .onnx file or a run folder")
    parser.add_argument(
        "source",
        metavar="SOURCE",
        help="images in any layout that “workbench scan” reads; in parts also tar shards, Parquet files, or a URL such "
        "as s3://bucket/images",
    )
    parser.add_argument(
        "--out",
        required=True,
        metavar="PLACE",
        help="file to write, or folder for --format folders, masks and coco masks, and for parts",
    )
    parser.add_argument(
        "--format",
        metavar="FORM",
        help="classification: csv, json, coco, or folders (the images in a folder for each class); segmentation: masks "
        "or coco (default: by the suffix of --out, or masks); parts: parquet or csv (default: parquet)",
    )
    parser.add_argument(
        "--tiles",
        action="store_true",
        help="segmentation: predict each image at its own size in overlapping tiles instead of resizing it",
    )
    parser.add_argument(
        "--link", action="store_true", help="--format folders: link the images instead of copying them, if possible"
    )
    parser.add_argument(
        "--parts",
        type=int,
        metavar="N",
        help="write parts and a manifest into the folder or URL --out, a part for each N images or each shard; "
        "tar shards, Parquet files, URLs and clusters are always predicted in parts",
    )
    add_range(parser)
    add_file(parser)
    add_checkpoint(parser)
    add_run_places(parser)


def run(arguments: argparse.Namespace) -> int:
    """Write the predictions and print what was set aside. Return 0. The same command resumes a stopped prediction."""
    from rich.console import Console

    from workbench.cli.progress import run_with_progress
    from workbench.library.predicting import predict
    from workbench.library.predicting_parts import PredictedParts

    console = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)
    work = predict(
        arguments.model,
        arguments.source,
        arguments.out,
        format=arguments.format or "",
        tiles=arguments.tiles,
        link=arguments.link,
        range=arguments.range,
        file=arguments.file,
        checkpoint=arguments.checkpoint,
        parts=arguments.parts,
        on=arguments.on,
        run_cpus=arguments.run_cpus,
        run_gpus=arguments.run_gpus,
        run_memory=arguments.run_memory,
    )
    try:
        result = run_with_progress(work, console)
    except KeyboardInterrupt:
        print("Stopped; the predictions so far are kept. The same command resumes it.", file=sys.stderr)
        raise
    resumed = f" ({result.before:,} of them before it was stopped)" if result.before else ""
    predicted = count(result.predicted, "prediction")
    if isinstance(result, PredictedParts):
        print(f"Wrote {predicted} in {count(result.parts, 'part')}{resumed} to {result.out}.")
        if result.set_aside:
            print(f"Set aside: {count(result.set_aside, 'image')}, with the reason in the parts.", file=sys.stderr)
        return 0
    print(f"Wrote {predicted} to {arguments.out}{resumed}.")
    for sample in result.set_aside:
        detail = f": {sample.detail}" if sample.detail else ""
        print(f"Set aside: {sample.path} ({sample.reason}{detail})", file=sys.stderr)
    return 0
