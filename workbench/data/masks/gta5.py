"""GTA5 (Richter et al., arXiv:1608.02192): `images/` and `labels/` under the same names, labels in Cityscapes' colours.

Any paired folder in those colours is read so, unless a classes.csv says otherwise.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from workbench.core.domain import Domain, Layout
from workbench.core.masks import Colour
from workbench.data.decode import Unreadable
from workbench.data.masks.contract import Masked, Reader
from workbench.data.masks.mask_file import coded, written
from workbench.data.masks.paired import listed_in
from workbench.data.masks.pairing import paired
from workbench.data.masks.street_classes import BY_COLOUR, LABELS, TABLE
from workbench.data.walk import Found

PROBED = 4  # masks whose colours are looked at


def found(root: Path, files: Sequence[Found]) -> Masked | None:
    """What is there, from the image files below a folder; None where the masks are not in those colours."""
    pairs = paired(files)
    if pairs is None or listed_in(root, pairs.places):
        return None
    masks = list(pairs.masks.values())
    chosen = np.unique(np.linspace(0, len(masks) - 1, PROBED).astype(int)).tolist()
    if not all(_in_colours(root / masks[place].path) for place in chosen):
        return None
    return Masked(Layout.GTA5, TABLE, pairs.files, pairs.masks, pairs.set_aside, pairs.ignored)


def reader(domain: Domain) -> Reader:
    """What reads the mask of a sample of such a domain."""
    return coded(domain, BY_COLOUR)


def _in_colours(path: Path) -> bool:
    try:
        with Image.open(path) as image:
            mode, palette = image.mode, image.getpalette() or []
    except (OSError, ValueError):
        return False
    known = {label.colour for label in LABELS}
    if mode == "P":
        first = [tuple(palette[at : at + 3]) for at in range(0, 3 * len(LABELS), 3)]
        return first == [label.colour for label in LABELS]
    if mode not in ("RGB", "RGBA"):
        return False
    try:
        colours: set[Colour] = {tuple(one) for one in np.unique(written(path).reshape(-1, 3), axis=0).tolist()}
    except Unreadable:
        return False
    return colours <= known and colours != {(0, 0, 0)}
