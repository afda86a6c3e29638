"""How masks follow a classes.csv: by the numbers of its lines or by its colours, whichever both agree on."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from PIL import Image

from workbench.core.counting import count
from workbench.core.domain import Reason
from workbench.core.masks import IGNORED, Colour
from workbench.core.threads import map_in_order
from workbench.data.decode import Unreadable
from workbench.data.masks.contract import Code
from workbench.data.masks.mask_file import classes_of, read_pixels
from workbench.data.masks.mask_values import PIXELS

PROBED = 16  # masks that are read
COLOURS = "colours"  # the coding of a domain whose masks of numbers are read by the colours of classes.csv
KNOWN = 0.5  # share of the colours in a palette that are in classes.csv, at least
BLACK: Colour = (0, 0, 0)


class _Used(NamedTuple):
    palette: bool
    colours: dict[int, Colour]  # of the numbers that occur


def listed_coding(root: Path, masks: Sequence[str], code: Code) -> tuple[str, str]:
    """The coding of masks with a classes.csv (COLOURS, or "" for numbers), and why it was chosen where both differ."""
    rows = np.unique(np.linspace(0, len(masks) - 1, PROBED).astype(int)).tolist() if masks else []
    used = [known for row in rows if (known := _used(root / masks[row])) is not None]
    palettes = _merged(known.colours for known in used if known.palette)
    greys = _merged(known.colours for known in used if not known.palette)
    stated = {
        (number, colour) for number, colour in palettes if colour != BLACK or not number
    }  # later black is padding
    if palettes and _differ(stated, code) and _known(palettes, code):
        return COLOURS, (
            "The palettes of the masks have the colours of classes.csv under other numbers, so the masks are read by "
            "colour."
        )
    numbered = all(number in code.numbers for number, _ in greys)
    white = any(number == IGNORED for number, _ in greys) and code.colours.get((255, 255, 255), IGNORED) != IGNORED
    if (
        greys
        and all(colour in code.colours for _, colour in greys)
        and _differ(greys, code)
        and (white or not numbered)
    ):
        return COLOURS, "The greys of the masks are colours of classes.csv, so the masks are read by colour."
    return "", ""


def unknown_value(root: Path, masks: Sequence[str], code: Code) -> str:
    """The first mask with a number or colour that the code lacks, which it is, and how many others have one.

    Empty if there is none. All masks are read, or at least `PIXELS` pixels of many large ones.
    """
    read, found = 0, list[str]()

    def check(mask: str) -> tuple[int, str]:
        try:
            pixels = read_pixels(root / mask, code.palette)
            classes_of(pixels, code)
        except Unreadable as error:
            return 0, f"{mask} ({error.detail})" if error.reason is Reason.MASK_COLOUR else ""
        return pixels.size, ""

    spread = np.linspace(0, len(masks) - 1, PROBED).astype(int).tolist() if masks else ()
    for size, unknown in map_in_order(check, [masks[row] for row in dict.fromkeys([*spread, *range(len(masks))])]):
        read += size
        found += [unknown] if unknown else []
        if read > PIXELS:
            break
    others = f", and in {count(len(found) - 1, 'other mask')}" if len(found) > 1 else ""
    return f"{found[0]}{others}" if found else ""


def by_colours(code: Code) -> Code:
    """The code that reads palettes and greys by the colours of classes.csv."""
    greys = {red: number for (red, green, blue), number in code.colours.items() if red == green == blue}
    return Code(greys, code.colours, palette=True)


def _used(path: Path) -> _Used | None:
    """The numbers in a mask and their colours; None for masks of colours, and if it cannot be read."""
    try:
        with Image.open(path) as image:
            if image.mode == "P":
                palette = image.getpalette("RGB") or []
                numbers = np.flatnonzero(np.bincount(np.asarray(image).ravel(), minlength=256)).tolist()
                triples = [(*palette[3 * number : 3 * number + 3], 0, 0, 0) for number in numbers]
                return _Used(True, {n: (one[0], one[1], one[2]) for n, one in zip(numbers, triples, strict=True)})
            if image.mode == "L":
                numbers = np.flatnonzero(np.bincount(np.asarray(image).ravel(), minlength=256)).tolist()
                return _Used(False, {number: (number, number, number) for number in numbers})
    except Exception:  # Pillow raises errors of many types; the scan reports the file
        return None
    return None


def _merged(parts: Iterable[Mapping[int, Colour]]) -> set[tuple[int, Colour]]:
    return {pair for part in parts for pair in part.items()}


def _differ(used: set[tuple[int, Colour]], code: Code) -> bool:
    """Whether a number and its colour are different classes."""
    return any(colour in code.colours and code.colours[colour] != code.numbers.get(number) for number, colour in used)


def _known(used: set[tuple[int, Colour]], code: Code) -> bool:
    """Whether most of the colours are in classes.csv. Black does not count, as palettes begin with it."""
    colours = {colour for _, colour in used} - {BLACK}
    return bool(colours) and sum(colour in code.colours for colour in colours) > KNOWN * len(colours)
