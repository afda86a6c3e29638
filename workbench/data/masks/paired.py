"""Paired folders whose classes stand in classes.csv, or are called by the numbers or colours in the masks."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from workbench.core.domain import Domain, Layout
from workbench.core.errors import UserError
from workbench.core.masks import IGNORED, MOST, ClassTable, Colour, PixelClass
from workbench.data.decode import Unreadable
from workbench.data.masks.class_file import FILE, distinct, read_classes
from workbench.data.masks.contract import Code, Masked, Reader
from workbench.data.masks.mask_file import coded, written
from workbench.data.masks.pairing import IMAGES, MASKS, folders_to, paired
from workbench.data.walk import Found

PROBED = 64  # masks that are read at least to learn which classes there are
PIXELS = 1 << 28  # and as many more as have so many pixels
DENSE = 2  # so many times the numbers that occur, and all between count as classes


def found(root: Path, files: Sequence[Found]) -> Masked | None:
    """What is there, from the image files below a folder; None where they are not laid out like this."""
    pairs = paired(files)
    if pairs is None:
        return None
    listed = listed_in(root, pairs.places)
    table = read_classes(listed).table if listed else _occurring(root, list(pairs.masks.values()))
    return Masked(Layout.PAIRED, table, pairs.files, pairs.masks, pairs.set_aside, pairs.ignored)


def reader(domain: Domain) -> Reader:
    """What reads the mask of a sample of such a domain."""
    places = {tuple(folders_to(sample.path, IMAGES) or ()) for sample in domain.samples}
    listed = listed_in(domain.folder, {place[:-1] for place in places if place})
    return coded(domain, read_classes(listed).code if listed else _by_name(domain.table))


def listed_in(root: Path, places: Iterable[tuple[str, ...]]) -> Path | None:
    """The classes.csv beside the images, if any: `places` are the folders that hold `images`."""
    folders = [root, *(root.joinpath(*place) for place in sorted(places))]
    candidates = [folder / below / FILE for folder in folders for below in ("", *MASKS)]
    return next((path for path in candidates if path.is_file()), None)


def _occurring(root: Path, masks: list[Found]) -> ClassTable:
    """The numbers, or the colours, that stand in the masks, or in some of them where they are many and large."""
    numbers: set[int] = set()
    colours: set[Colour] = set()
    seen = 0
    order = dict.fromkeys([*np.linspace(0, len(masks) - 1, PROBED).astype(int).tolist(), *range(len(masks))])
    for count, place in enumerate(order):
        if count >= PROBED and seen > PIXELS:
            break
        try:
            pixels = written(root / masks[place].path)
        except Unreadable:  # the scan says so
            continue
        seen += pixels.size
        if pixels.ndim == 3:
            flat = pixels.reshape(-1, 3).astype(np.uint32)
            for key in np.unique(flat[:, 0] << 16 | flat[:, 1] << 8 | flat[:, 2]).tolist():
                colours.add((key >> 16, key >> 8 & 255, key & 255))
        elif pixels.dtype == np.uint8:
            numbers.update(np.flatnonzero(np.bincount(pixels.ravel())).tolist())
        else:
            numbers.update(np.unique(pixels).tolist())
        if len(numbers) + len(colours) > MOST + 1:
            raise UserError(
                f"The masks below {root} have more than {MOST} different values, so they can not be class numbers.",
                "Save them as PNG with a number or a colour for each class, and list the classes in classes.csv.",
            )
    if not seen:
        raise UserError(f"Not one of the masks below {root} can be read.", "“workbench scan” on their folder says why.")
    if colours:
        ordered = sorted(colours)
        return ClassTable(tuple(PixelClass("#{:02x}{:02x}{:02x}".format(*one), one) for one in ordered)).checked()
    kept = _numbers(numbers)
    colours_of = distinct(len(kept))
    return ClassTable(
        tuple(PixelClass(str(one), colour) for one, colour in zip(kept, colours_of, strict=True))
    ).checked()


def _numbers(values: set[int]) -> list[int]:
    """Which of the numbers in masks are classes. 255 is left out, but of masks of nothing else but 0 and 255."""
    kept = values if values <= {0, IGNORED} else values - {IGNORED}
    top = max(kept, default=0)
    return list(range(top + 1)) if top + 1 <= DENSE * len(kept) and IGNORED not in kept else sorted(kept)


def _by_name(table: ClassTable | None) -> Code:
    """The meaning of masks without a table of classes: the classes are called by what stands in the files."""
    names = table.names if table else ()
    numbers = {int(name): number for number, name in enumerate(names) if name.isdecimal()}
    colours = {table.colours[number]: number for number in range(len(names))} if table else {}
    return Code({IGNORED: IGNORED, **numbers}, colours)
