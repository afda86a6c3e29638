"""Paired folders. Classes are given by classes.csv, or named after the numbers or colours in the masks."""

from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath

import numpy as np

from workbench.core.domain import Domain, Layout, Sample
from workbench.core.masks import IGNORED, ClassTable, PixelClass
from workbench.data.masks.class_file import FILE, distinct, read_classes
from workbench.data.masks.contract import Code, MaskedFolder, Numbers, Reader
from workbench.data.masks.listed_coding import COLOURS, by_colours, listed_coding
from workbench.data.masks.mask_file import image_reader, read_pixels
from workbench.data.masks.mask_values import blurred_between, colour_of, evenly_spaced, survey, value_name
from workbench.data.masks.pairing import paired
from workbench.data.walk import FileEntry

NEAREST = "nearest"  # the coding of masks with blurred edges between two classes
DENSE = 2  # numbers that do not occur are classes too if the largest number is below this multiple of the count


def detect(root: Path, files: Sequence[FileEntry]) -> MaskedFolder | None:
    """The images and masks among the `files` below a folder; None if they have another layout."""
    pairs = paired(root, files)
    if pairs is None:
        return None
    masks = list(dict.fromkeys(mask.path for mask in pairs.masks.values()))
    listed = listed_in(root, masks)
    if listed:
        table, code = read_classes(listed)
        coding, note = listed_coding(root, masks, code)
    else:
        table, coding, note = _occurring(root, masks)
    notes = (note,) if note else ()
    counts = (pairs.set_aside, pairs.ignored)
    return MaskedFolder(Layout.PAIRED, table, pairs.files, pairs.masks, *counts, notes=notes, coding=coding)


def reader(domain: Domain) -> Reader:
    """The reader of the domain's masks."""
    listed = listed_in(domain.folder, (sample.mask for sample in domain.samples if sample.mask))
    if listed:
        code = read_classes(listed).code
        return image_reader(domain, by_colours(code) if domain.mask_coding == COLOURS else code)
    if domain.mask_coding == NEAREST:
        return _nearest_reader(domain)
    return image_reader(domain, _by_name(domain.table))


def listed_in(root: Path, masks: Iterable[str]) -> Path | None:
    """The classes.csv in a folder of masks or above it, the highest first; None if there is none."""
    folders = {PurePosixPath(path).parent for path in masks}
    folders |= {parent for folder in folders for parent in folder.parents}
    candidates = (root / folder / FILE for folder in sorted(folders, key=lambda folder: (len(folder.parts), folder)))
    return next((path for path in candidates if path.is_file()), None)


def _occurring(root: Path, masks: list[str]) -> tuple[ClassTable, str, str]:
    """The classes of the numbers or colours in the masks, the coding, and a note on it."""
    values = survey(root, masks)
    if ends := blurred_between(root, values):
        between = len(values.pixels) - len(ends)
        low, high = (value_name(value, values.coloured) for value in ends)
        note = (
            f"The masks have blurred edges: {between} values between {low} and {high}. Each pixel has the nearer of "
            "these two classes."
        )
        return _table(list(ends), values.coloured), NEAREST, note
    if values.coloured:
        return _table(sorted(values.colours), True), "", ""
    kept, note = _numbers(set(values.pixels))
    return _table(kept, False), "", note


def _table(kept: list[int], coloured: bool) -> ClassTable:
    colours = [colour_of(value) for value in kept] if coloured else distinct(len(kept))
    names = [value_name(value, coloured) for value in kept]
    return ClassTable(tuple(PixelClass(name, colour) for name, colour in zip(names, colours, strict=True))).checked()


def _numbers(values: set[int]) -> tuple[list[int], str]:
    """The numbers in masks that are classes, and a note. 255 is ignored, except in masks that contain only 0 and 255.

    255 is also a class if the numbers are greys at equal steps, such as 0, 128 and 255.
    """
    if evenly_spaced(values):
        greys = ", ".join(map(str, sorted(values)))
        return sorted(values), f"The numbers of the masks are greys at equal steps ({greys}), so 255 is a class too."
    kept = values if values <= {0, IGNORED} else values - {IGNORED}
    top = max(kept, default=0)
    return (list(range(top + 1)) if top + 1 <= DENSE * len(kept) and IGNORED not in kept else sorted(kept)), ""


def _nearest_reader(domain: Domain) -> Reader:
    """A reader that gives each pixel the nearer of the two classes."""
    names = domain.table.names if domain.table else ()
    coloured = any(name.startswith("#") for name in names)
    ends = [np.array([int(name[at : at + 2], 16) for at in (1, 3, 5)]) if coloured else int(name) for name in names]

    def read(sample: Sample) -> Numbers:
        if not sample.mask:
            return np.full((sample.height, sample.width), IGNORED, np.uint8)
        pixels = read_pixels(domain.folder / sample.mask).astype(np.int32)
        if coloured and pixels.ndim == 2:
            pixels = np.repeat(pixels[..., None], 3, axis=2)
        far = [np.abs(pixels - end) for end in ends]
        first, second = (part.sum(axis=2) if part.ndim == 3 else part for part in far)
        nearest: Numbers = (second < first).astype(np.uint8)
        return nearest

    return Reader(read, f"nearest {names}")


def _by_name(table: ClassTable | None) -> Code:
    """The coding of masks without classes.csv, whose classes are named after their numbers or colours."""
    names = table.names if table else ()
    numbers = {int(name): index for index, name in enumerate(names) if name.isdecimal()}
    colours = {table.colours[index]: index for index in range(len(names))} if table else {}
    return Code({IGNORED: IGNORED, **numbers}, colours)
