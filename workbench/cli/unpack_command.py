"""`workbench unpack`: writes the images of a packed data set into a folder."""

import argparse
from pathlib import Path


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the flags."""
    parser.add_argument(
        "packed",
        type=Path,
        metavar="DATA",
        help="a WebDataset shard, a Parquet file, a folder of either, or a folder of Hugging Face's save_to_disk",
    )
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="new folder for images and labels.csv")


def run(arguments: argparse.Namespace) -> int:
    """Write the images. Return 0."""
    from rich.console import Console

    from workbench.cli.progress import run_with_progress
    from workbench.core.counting import count
    from workbench.export.packed.packing import unpack
    from workbench.library.work import Work

    console = Console(highlight=False, markup=False, soft_wrap=True)
    result = run_with_progress(Work(unpack(arguments.packed.absolute(), arguments.out.absolute())), console)
    labelled = f"; {result.labelled:,} have a label, in labels.csv" if result.labelled else "; none has a label"
    console.print(f"Wrote {count(result.images, 'image')} to {arguments.out}{labelled}.")
    return 0
