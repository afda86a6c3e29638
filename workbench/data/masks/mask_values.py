"""The numbers or colours in masks: which are classes, and which only blur the edges between two classes."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import binary_dilation

from workbench.core.errors import UserError
from workbench.core.masks import IGNORED, MOST, Colour
from workbench.data.decode import Unreadable
from workbench.data.masks.mask_file import read_pixels

PROBED = 64  # least number of masks that are read to find the classes
PIXELS = 1 << 28  # read more masks until they have this many pixels
MANY = 4096  # different colours in a mask that may still be blurred
INSIDE = 0.2  # share of the pixels of a class with four equal neighbours, at least
BLURS = 3  # values between two classes, at least, if their edges are blurred
CHECKED = 4  # masks in which the places of blurred pixels are checked
REACH = 4  # pixels: how far filters with ringing, such as Lanczos, spread an edge
BETWEEN = 0.8  # share of the blurred pixels that are near two classes, at least
LINES = 64  # values without an area, at most; photographs have more


@dataclass
class MaskValues:
    """What occurs in masks. `pixels` and `inside`: by value, all pixels and those with four equal neighbours.

    Values are numbers, or colours as red · 65536 + green · 256 + blue. `colours`: the values that are colours. `white`:
    masks of numbers with 255 and no number but 0 beside it; `dense`: those with other numbers. `bordered`: those with
    both.
    """

    pixels: Counter[int] = field(default_factory=Counter)
    inside: Counter[int] = field(default_factory=Counter)
    colours: set[int] = field(default_factory=set)
    numbered: bool = False
    read: list[Path] = field(default_factory=list)
    white: list[str] = field(default_factory=list)
    dense: list[str] = field(default_factory=list)
    bordered: bool = False

    @property
    def coloured(self) -> bool:
        """Whether any mask has colours."""
        return bool(self.colours)

    @property
    def two_scales(self) -> bool:
        """Whether some masks have 255 where others have a number: those that have both would show what is ignored."""
        return bool(self.white and self.dense) and not self.bordered

    def note_scale(self, mask: str, numbers: set[int]) -> None:
        """Note on which scale the numbers of a mask are."""
        others = bool(numbers - {0, IGNORED})
        self.bordered |= others and IGNORED in numbers
        if others or IGNORED in numbers:
            (self.dense if others else self.white).append(mask)

    def classes(self) -> set[int]:
        """The values of areas, not only of lines or edges."""
        return {value for value, count in self.inside.items() if count >= INSIDE * self.pixels[value]}


def survey(root: Path, masks: Sequence[str]) -> MaskValues:
    """The values in all masks, or in a part of many large ones. Raises UserError for too many values."""
    values = MaskValues()
    read = 0
    order = dict.fromkeys([*np.linspace(0, len(masks) - 1, PROBED).astype(int).tolist(), *range(len(masks))])
    for count, index in enumerate(order):
        if count >= PROBED and read > PIXELS:
            break
        try:
            pixels = read_pixels(root / masks[index])
        except Unreadable:  # the scan reports it
            continue
        read += pixels.size
        keys = keys_of(pixels)
        if pixels.ndim == 3:
            values.colours.update(np.unique(keys).tolist())
        values.numbered |= pixels.ndim == 2
        values.read.append(root / masks[index])
        counted = _counted(keys)
        values.pixels.update(counted)
        values.inside.update(_counted(_inside(keys)))
        if pixels.ndim == 2:
            values.note_scale(masks[index], set(counted))
        if len(values.pixels) > MANY:
            raise too_many(root)
    if not values.pixels:
        raise UserError(
            f"None of the masks in {root} can be read.", "Run “workbench scan” on their folder to see the reasons."
        )
    return values


def blurred_between(root: Path, values: MaskValues) -> tuple[int, int] | None:
    """The two classes between which all other values only blur the edges; None if the values are all classes.

    Raises UserError for blurred edges between more classes, for photographs, and for too many values.
    """
    classes = values.classes()
    others = set(values.pixels) - classes - ({IGNORED} if values.numbered and IGNORED not in classes else set())
    mixed = values.coloured and values.numbered
    if not mixed and len(others) >= BLURS and len(classes) >= 2 and _between(values.read, classes, others):
        if len(classes) == 2:
            low, high = sorted(classes)
            return low, high
        shown = ", ".join(value_name(value, values.coloured) for value in sorted(classes)[:6])
        odd = ", ".join(value_name(value, values.coloured) for value in sorted(others)[:4])
        raise UserError(
            f"The masks in {root} have blurred edges: values such as {odd} between the classes {shown}.",
            "Save them without smoothing (nearest neighbour), or list the classes in classes.csv.",
        )
    if len(values.pixels) > MOST + 1 or len(others) > LINES:
        raise too_many(root)
    return None


def too_many(root: Path) -> UserError:
    """The error for files that are photographs instead of masks."""
    return UserError(
        f"The masks in {root} have more than {MOST} different values or look like photographs, so they are no classes.",
        "Save them as PNG with one number or colour per class, and list the classes in classes.csv.",
    )


def keys_of(pixels: NDArray[Any]) -> NDArray[Any]:
    """Numbers as they are, colours as one number for each pixel (H, W)."""
    if pixels.ndim == 2:
        return pixels
    wide = pixels.astype(np.int32)
    keys: NDArray[np.int32] = wide[..., 0] << 16 | wide[..., 1] << 8 | wide[..., 2]
    return keys


def colour_of(key: int) -> Colour:
    """The colour of a key."""
    return key >> 16, key >> 8 & 255, key & 255


def value_name(value: int, coloured: bool) -> str:
    """The name of a class that is known only by its number or colour: “3” or “#0a141e”."""
    return "#{:02x}{:02x}{:02x}".format(*colour_of(value)) if coloured else str(value)


def evenly_spaced(values: set[int]) -> bool:
    """Whether numbers are at least three greys at equal steps from black to white, such as 0, 128 and 255."""
    ordered = sorted(values)
    if len(ordered) < 3 or ordered[0] != 0 or ordered[-1] != IGNORED or len(ordered) > 9:
        return False
    step = IGNORED / (len(ordered) - 1)
    return all(abs(value - index * step) <= 2 for index, value in enumerate(ordered))


def _counted(keys: NDArray[Any]) -> dict[int, int]:
    if keys.dtype == np.uint8:  # much faster than sorting
        counts = np.bincount(keys.ravel())
        return {value: int(counts[value]) for value in np.flatnonzero(counts).tolist()}
    values, numbers = np.unique(keys, return_counts=True)
    return dict(zip(values.tolist(), numbers.tolist(), strict=True))


def _inside(keys: NDArray[Any]) -> NDArray[Any]:
    """The values of the pixels with four equal neighbours."""
    middle = keys[1:-1, 1:-1]
    around = (keys[:-2, 1:-1], keys[2:, 1:-1], keys[1:-1, :-2], keys[1:-1, 2:])
    return np.asarray(middle[np.logical_and.reduce([middle == side for side in around])])


def _between(paths: Sequence[Path], classes: set[int], others: set[int]) -> bool:
    """Whether nearly all pixels of the other values are near two classes, as on blurred edges."""
    blurred = near = 0
    for path in paths[:: max(1, len(paths) // CHECKED)]:
        keys = keys_of(read_pixels(path))
        edge = np.isin(keys, list(others))
        sides = sum(binary_dilation(keys == value, np.ones((3, 3)), REACH).astype(np.uint8) for value in classes)
        blurred += int(edge.sum())
        near += int((edge & (sides >= 2)).sum())
    return blurred > 0 and near >= BETWEEN * blurred
