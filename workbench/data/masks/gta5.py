"""GTA5 (Richter et al., arXiv:1608.02192): `images/` and `labels/` with equal names, labels in Cityscapes' colours.

All paired folders with these colours have this layout, unless they contain a classes.csv. Black and pure red alone do
not show it: they are the usual colours of masks of one object.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from workbench.core.domain import Domain, Layout
from workbench.core.masks import Colour
from workbench.data.decode import Unreadable, loading, read_bytes
from workbench.data.masks.contract import MaskedFolder, Reader
from workbench.data.masks.mask_file import image_reader, read_pixels
from workbench.data.masks.paired import listed_in
from workbench.data.masks.pairing import paired
from workbench.data.masks.street_classes import BY_COLOUR, LABELS, TABLE
from workbench.data.walk import FileEntry

PROBED = 4  # masks whose colours are checked
COMMON: frozenset[Colour] = frozenset({(0, 0, 0), (255, 0, 0)})  # of these colours, those that other masks use too


def detect(root: Path, files: Sequence[FileEntry]) -> MaskedFolder | None:
    """The images and masks among the `files` below a folder; None if the masks have other colours."""
    pairs = paired(root, files)
    if pairs is None or listed_in(root, (mask.path for mask in pairs.masks.values())):
        return None
    masks = list(pairs.masks.values())
    probed = np.unique(np.linspace(0, len(masks) - 1, PROBED).astype(int)).tolist()
    readable = 0
    colours: set[Colour] = set()
    for index in dict.fromkeys((*probed, *range(len(masks)))):
        try:
            found = _street_colours(root / masks[index].path)
        except Unreadable:  # the scan reports it
            continue
        if found is None:
            return None
        colours |= found
        readable += 1
        if readable == len(probed):
            break
    if colours <= COMMON:
        return None
    counts = (pairs.set_aside, pairs.ignored)
    return MaskedFolder(Layout.GTA5, TABLE, pairs.files, pairs.masks, *counts, notes=pairs.notes)


def reader(domain: Domain) -> Reader:
    """The reader of the domain's masks."""
    return image_reader(domain, BY_COLOUR)


def _street_colours(path: Path) -> set[Colour] | None:
    """The colours of a mask if all are Cityscapes' colours; None if any is not. Raises Unreadable."""
    with loading(read_bytes(path)) as image:
        mode, palette = image.mode, image.getpalette() or []
    known = {label.colour for label in LABELS}
    if mode == "P":
        first = [tuple(palette[at : at + 3]) for at in range(0, 3 * len(LABELS), 3)]
        return known if first == [label.colour for label in LABELS] else None
    if mode not in ("RGB", "RGBA"):
        return None
    colours: set[Colour] = {tuple(colour) for colour in np.unique(read_pixels(path).reshape(-1, 3), axis=0).tolist()}
    return colours if colours <= known and colours != {(0, 0, 0)} else None
