"""`workbench sample`: creates sample images without a download."""

import argparse
from pathlib import Path

from workbench.core.domain import Layout
from workbench.core.errors import UserError

LAYOUTS = {"paired": Layout.PAIRED, "cityscapes": Layout.CITYSCAPES, "gta5": Layout.GTA5}


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the flags."""
    parser.add_argument("what", choices=["scenes"], help="scenes: streets as in a game, and at dusk, with masks")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="write DIR/game and DIR/real")
    parser.add_argument("--count", type=int, default=200, metavar="N", help="scenes of each domain (%(default)s)")
    parser.add_argument("--size", default="128x256", metavar="HxW", help="height and width in pixels (%(default)s)")
    parser.add_argument(
        "--layout", choices=LAYOUTS, default="paired", help="layout of the folders and masks (%(default)s)"
    )
    parser.add_argument("--seed", type=int, default=0, help="same seed, same scenes (%(default)s)")


def run(arguments: argparse.Namespace) -> int:
    """Write both folders. Return 0."""
    from rich.console import Console

    from workbench.core.generators import Returning
    from workbench.samples.streets.writing import write_scenes

    height, _, width = arguments.size.lower().replace("×", "x").partition("x")
    if not (height.isdecimal() and width.isdecimal()):
        raise UserError(
            f"The value “{arguments.size}” of --size is not a size.", "Give height and width, such as --size 128x256."
        )
    if arguments.seed < 0:
        raise UserError(f"The value {arguments.seed} of --seed is negative.", "Give 0 or more.")
    console = Console(highlight=False, soft_wrap=True)
    size = (int(height), int(width))
    progress = Returning(write_scenes(arguments.out, arguments.count, size, LAYOUTS[arguments.layout], arguments.seed))
    with console.status("Drawing…") as status:
        for done, total in progress:
            status.update(f"Drawing… {done:,} of {total:,}")
    game, real = progress.result
    console.print(f"Wrote {arguments.count:,} scenes with masks to each of {game} and {real}.", markup=False)
    return 0
