"""`workbench pack`: writes a folder of images as a data set of another library."""

import argparse
from pathlib import Path

FORMATS = ("webdataset", "parquet", "datasets", "yolo")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the flags."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="folder of images, or a table of paths and labels")
    parser.add_argument(
        "--format",
        choices=FORMATS,
        required=True,
        help="webdataset: tar files; parquet: a file for Hugging Face's hub; datasets: as its save_to_disk; yolo: "
        "train/ and val/ with class folders",
    )
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="new folder")


def run(arguments: argparse.Namespace) -> int:
    """Write the data set. Return 0."""
    from rich.console import Console

    from workbench.cli.progress import run_with_progress
    from workbench.core.counting import count
    from workbench.library.packing import pack

    console = Console(highlight=False, markup=False, soft_wrap=True)
    result = run_with_progress(pack(arguments.folder, arguments.out, format=arguments.format), console)
    console.print(f"Wrote {count(result.images, 'image')}, {result.labelled:,} with a label, to {arguments.out}.")
    return 0
