"""`workbench sample`: creates sample images without a download."""

import argparse
from pathlib import Path

WHAT = "digits: of two scanners, in class folders; scenes: streets as in a game, and at dusk, with masks"
LAYOUTS = ("paired", "cityscapes", "gta5")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the flags."""
    parser.add_argument("what", choices=["digits", "scenes"], help=WHAT)
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="write two folders into this one")
    parser.add_argument("--flat", action="store_true", help="digits: the target has no class folders")
    parser.add_argument("--count", type=int, default=200, metavar="N", help="scenes of each domain (%(default)s)")
    parser.add_argument("--size", default="128x256", metavar="HxW", help="height and width in pixels (%(default)s)")
    parser.add_argument(
        "--layout", choices=LAYOUTS, default="paired", help="layout of the folders and masks (%(default)s)"
    )
    parser.add_argument("--seed", type=int, default=0, help="same seed, same scenes (%(default)s)")


def run(arguments: argparse.Namespace) -> int:
    """Write both folders. Return 0."""
    from rich.console import Console

    from workbench.cli.progress import run_with_progress
    from workbench.library.sampling import sample

    console = Console(highlight=False, soft_wrap=True)
    work = sample(
        arguments.what,
        arguments.out,
        flat=arguments.flat,
        count=arguments.count,
        size=arguments.size,
        layout=arguments.layout,
        seed=arguments.seed,
    )
    source, target = run_with_progress(work, console)
    what = "digits" if arguments.what == "digits" else f"{arguments.count:,} scenes with masks"
    console.print(f"Wrote {what} to each of {source} and {target}.", markup=False)
    return 0
