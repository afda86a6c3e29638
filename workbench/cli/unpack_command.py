"""`workbench unpack`: writes the images of a packed data set into a folder."""

import argparse
from pathlib import Path


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the flags."""
    parser.add_argument(
        "packed",
        metavar="DATA",
        help="a WebDataset shard, a Parquet file, a folder or a URL of either, or"
        " a folder of Hugging Face's save_to_disk",
    )
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="new folder for images and labels.csv")
    parser.add_argument(
        "--sample", type=int, default=0, metavar="N", help="only N images, drawn at random; also of a folder of images"
    )
    parser.add_argument("--seed", type=int, default=0, help="draws the sample (default: %(default)s)")


def run(arguments: argparse.Namespace) -> int:
    """Write the images. Return 0."""
    from rich.console import Console

    from workbench.cli.progress import run_with_progress
    from workbench.core.counting import count
    from workbench.library.packing import unpack

    console = Console(highlight=False, markup=False, soft_wrap=True)
    work = unpack(arguments.packed, arguments.out, sample=arguments.sample, seed=arguments.seed)
    result = run_with_progress(work, console)
    labelled = f"; {result.labelled:,} have a label, in labels.csv" if result.labelled else "; none has a label"
    drawn = f", drawn from {result.seen:,}," if arguments.sample else ""
    console.print(f"Wrote {count(result.images, 'image')}{drawn} to {arguments.out}{labelled}.")
    if result.unreadable:
        console.print(f"{count(result.unreadable, 'image')} could not be read.")
    return 0
