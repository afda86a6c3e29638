"""`workbench sample`: pictures to try things on, made here, where no download is wanted."""

import argparse
from pathlib import Path

from workbench.core.domain import Layout
from workbench.core.errors import UserError

LAYOUTS = {"paired": Layout.PAIRED, "cityscapes": Layout.CITYSCAPES, "gta5": Layout.GTA5}


def configure(parser: argparse.ArgumentParser) -> None:
    """What to make, how many, and where."""
    parser.add_argument(
        "what", choices=["scenes"], help="scenes: streets as drawn by a game, and as at dusk, with masks"
    )
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="write DIR/game and DIR/real")
    parser.add_argument("--count", type=int, default=200, metavar="N", help="scenes of each look (%(default)s)")
    parser.add_argument("--size", default="128x256", metavar="HxW", help="height and width in pixels (%(default)s)")
    parser.add_argument("--layout", choices=LAYOUTS, default="paired", help="of the folders and masks (%(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="same seed, same scenes (%(default)s)")


def run(arguments: argparse.Namespace) -> int:
    """0 when both folders are written."""
    from rich.console import Console

    from workbench.core.generators import Returning
    from workbench.samples.streets.writing import write_scenes

    height, _, width = arguments.size.lower().replace("×", "x").partition("x")
    if not (height.isdecimal() and width.isdecimal()):
        raise UserError(f"“{arguments.size}” is no size.", "Write it as height x width, such as --size 128x256.")
    if arguments.seed < 0:
        raise UserError("A seed can not be negative.", "Give 0 or more.")
    console = Console(highlight=False, soft_wrap=True)
    size = (int(height), int(width))
    making = Returning(write_scenes(arguments.out, arguments.count, size, LAYOUTS[arguments.layout], arguments.seed))
    with console.status("Drawing…") as status:
        for done, total in making:
            status.update(f"Drawing… {done:,} of {total:,}")
    game, real = making.result
    console.print(f"{arguments.count:,} scenes each, with masks, in {game} and {real}.", markup=False)
    return 0
