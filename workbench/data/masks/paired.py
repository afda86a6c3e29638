"""Paired folders. Classes are given by classes.csv, or named after the numbers or colours in the masks."""

from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath

import numpy as np

from workbench.core.domain import Domain, Layout
from workbench.core.errors import UserError
from workbench.core.masks import IGNORED, MOST, ClassTable, Colour, PixelClass
from workbench.data.decode import Unreadable
from workbench.data.masks.class_file import FILE, distinct, read_classes
from workbench.data.masks.contract import Code, MaskedFolder, Reader
from workbench.data.masks.mask_file import image_reader, read_pixels
from workbench.data.masks.pairing import paired
from workbench.data.walk import FileEntry

PROBED = 64  # least number of masks that are read to find the classes
PIXELS = 1 << 28  # read more masks until they have this many pixels
DENSE = 2  # numbers that do not occur are classes too if the largest number is below this multiple of the count


def detect(root: Path, files: Sequence[FileEntry]) -> MaskedFolder | None:
    """The images and masks among the `files` below a folder; None if they have another layout."""
    pairs = paired(root, files)
    if pairs is None:
        return None
    listed = listed_in(root, (mask.path for mask in pairs.masks.values()))
    table = read_classes(listed).table if listed else _occurring(root, list(pairs.masks.values()))
    return MaskedFolder(Layout.PAIRED, table, pairs.files, pairs.masks, pairs.set_aside, pairs.ignored)


def reader(domain: Domain) -> Reader:
    """The reader of the domain's masks."""
    listed = listed_in(domain.folder, (sample.mask for sample in domain.samples if sample.mask))
    return image_reader(domain, read_classes(listed).code if listed else _by_name(domain.table))


def listed_in(root: Path, masks: Iterable[str]) -> Path | None:
    """The classes.csv in a folder of masks or above it, the highest first; None if there is none."""
    folders = {PurePosixPath(path).parent for path in masks}
    folders |= {parent for folder in folders for parent in folder.parents}
    candidates = (root / folder / FILE for folder in sorted(folders, key=lambda folder: (len(folder.parts), folder)))
    return next((path for path in candidates if path.is_file()), None)


def _occurring(root: Path, masks: list[FileEntry]) -> ClassTable:
    """The classes of the numbers or colours in the masks, or in a part of many large masks."""
    numbers: set[int] = set()
    colours: set[Colour] = set()
    pixels_read = 0
    order = dict.fromkeys([*np.linspace(0, len(masks) - 1, PROBED).astype(int).tolist(), *range(len(masks))])
    for count, index in enumerate(order):
        if count >= PROBED and pixels_read > PIXELS:
            break
        try:
            pixels = read_pixels(root / masks[index].path)
        except Unreadable:  # the scan reports it
            continue
        pixels_read += pixels.size
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
                f"The masks in {root} have more than {MOST} different values, which cannot be classes.",
                "Save them as PNG with one number or colour per class, and list the classes in classes.csv.",
            )
    if not pixels_read:
        raise UserError(
            f"None of the masks in {root} can be read.", "Run “workbench scan” on their folder to see the reasons."
        )
    if colours:
        ordered = sorted(colours)
        return ClassTable(
            tuple(PixelClass("#{:02x}{:02x}{:02x}".format(*colour), colour) for colour in ordered)
        ).checked()
    kept = _numbers(numbers)
    colours_of = distinct(len(kept))
    return ClassTable(
        tuple(PixelClass(str(number), colour) for number, colour in zip(kept, colours_of, strict=True))
    ).checked()


def _numbers(values: set[int]) -> list[int]:
    """The numbers in masks that are classes. 255 is ignored, except in masks that contain only 0 and 255."""
    kept = values if values <= {0, IGNORED} else values - {IGNORED}
    top = max(kept, default=0)
    return list(range(top + 1)) if top + 1 <= DENSE * len(kept) and IGNORED not in kept else sorted(kept)


def _by_name(table: ClassTable | None) -> Code:
    """The coding of masks without classes.csv, whose classes are named after their numbers or colours."""
    names = table.names if table else ()
    numbers = {int(name): index for index, name in enumerate(names) if name.isdecimal()}
    colours = {table.colours[index]: index for index in range(len(names))} if table else {}
    return Code({IGNORED: IGNORED, **numbers}, colours)
