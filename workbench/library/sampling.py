"""Writes sample images to try things on."""

from collections.abc import Generator
from pathlib import Path
from typing import NamedTuple

from workbench.core.domain import Layout
from workbench.core.errors import UserError
from workbench.core.events import Prepared
from workbench.core.generators import Returning
from workbench.library.options import Place
from workbench.library.work import Work
from workbench.samples.digits import flatten, unpack_sample
from workbench.samples.streets.writing import write_scenes

LAYOUTS = {"paired": Layout.PAIRED, "cityscapes": Layout.CITYSCAPES, "gta5": Layout.GTA5}


class SampleFolders(NamedTuple):
    """The two domains of a sample."""

    source: Path
    target: Path


def sample(
    what: str,
    out: Place,
    *,
    flat: bool = False,
    count: int = 200,
    size: str = "128x256",
    layout: str = "paired",
    seed: int = 0,
) -> Work[Prepared, SampleFolders]:
    """Write two domains to a folder: “digits” of two scanners in class folders, or street “scenes” with masks.

    `flat`: digits whose target has no class folders. The others are of scenes: `count`, of each domain; `size`, their
    height and width in pixels, as 128x256; `layout`, of folders and masks, “paired”, “cityscapes” or “gta5”; `seed`,
    the same gives the same scenes. Raises UserError for values that cannot be used, or if the folder cannot be written.
    """
    if what == "digits":
        return Work(_digits(Path(out), flat))
    if what != "scenes":
        raise UserError(f"There is no sample “{what}”.", "Choose digits or scenes.")
    height, _, width = size.lower().replace("×", "x").partition("x")
    if not (height.isdecimal() and width.isdecimal()):
        raise UserError(
            f"The value “{size}” of --size is not a size.", "Give height and width, such as --size 128x256."
        )
    if seed < 0:
        raise UserError(f"The value {seed} of --seed is negative.", "Give 0 or more.")
    if layout not in LAYOUTS:
        raise UserError(f"There is no layout “{layout}”.", f"Choose one of {', '.join(LAYOUTS)}.")
    return Work(_scenes(Path(out), count, (int(height), int(width)), LAYOUTS[layout], seed))


def _digits(out: Path, flat: bool) -> Generator[Prepared, None, SampleFolders]:
    yield Prepared("Unpacking", 0, 1)
    source, target = unpack_sample(out)
    return SampleFolders(source, flatten(target) if flat else target)


def _scenes(
    out: Path, count: int, size: tuple[int, int], layout: Layout, seed: int
) -> Generator[Prepared, None, SampleFolders]:
    writing = Returning(write_scenes(out, count, size, layout, seed))
    for done, total in writing:
        yield Prepared("Drawing", done, total)
    return SampleFolders(*writing.result)
