"""Paired folders. Classes are given by classes.csv, or named after the numbers or colours in the masks."""

from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath

import numpy as np

from workbench.core.domain import Domain, Layout, Sample
from workbench.core.errors import UserError
from workbench.core.masks import IGNORED, ClassTable, Colour, PixelClass
from workbench.data.masks.class_file import FILE, distinct, read_classes
from workbench.data.masks.contract import Code, MaskedFolder, Numbers, Reader
from workbench.data.masks.listed_coding import COLOURS, by_colours, listed_coding, unknown_value
from workbench.data.masks.mask_file import image_reader, read_pixels
from workbench.data.masks.mask_values import MaskValues, blurred_between, colour_of, evenly_spaced, survey, value_name
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
        if not coding and (unknown := unknown_value(root, masks, code)):
            coding, note = _blurred_listed(root, masks, code, unknown)
    else:
        table, coding, note = _occurring(root, masks)
    notes = (*pairs.notes, note) if note else pairs.notes
    counts = (pairs.set_aside, pairs.ignored)
    return MaskedFolder(Layout.PAIRED, table, pairs.files, pairs.masks, *counts, notes=notes, coding=coding)


def reader(domain: Domain) -> Reader:
    """The reader of the domain's masks."""
    listed = listed_in(domain.folder, (sample.mask for sample in domain.samples if sample.mask))
    code = read_classes(listed).code if listed else _by_name(domain.table)
    kind, *ends = domain.mask_coding.split() or [""]
    if kind == NEAREST:
        return _nearest_reader(domain, ends, [_class_of(end, code) for end in ends])
    return image_reader(domain, by_colours(code) if kind == COLOURS else code)


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
        return _table(list(ends), values.coloured), *_nearest(values, ends)
    if values.coloured:
        return _table(sorted(values.colours), True), "", ""
    kept, note = _numbers(set(values.pixels))
    if values.two_scales and IGNORED not in kept:
        note = (
            f"Masks such as {values.white[0]} have only 0 and 255 ({len(values.white):,}), others such as "
            f"{values.dense[0]} have numbers and no 255 ({len(values.dense):,}). 255 is ignored; if it is a class, "
            "save all masks alike."
        )
    return _table(kept, False), "", note


def _blurred_listed(root: Path, masks: list[str], code: Code, unknown: str) -> tuple[str, str]:
    """The coding and a note on masks with values that classes.csv lacks."""
    lacking = f"classes.csv lacks a value in {unknown}. Images with such masks are set aside when they are read."
    try:
        values = survey(root, masks)
        ends = blurred_between(root, values)
    except UserError:
        return "", lacking
    if ends is None or any(_class_of(value_name(end, values.coloured), code) == IGNORED for end in ends):
        return "", lacking
    return _nearest(values, ends)


def _nearest(values: MaskValues, ends: tuple[int, int]) -> tuple[str, str]:
    """The coding and a note for masks with blurred edges between two values."""
    between = len(values.pixels) - len(ends)
    low, high = (value_name(value, values.coloured) for value in ends)
    note = f"The masks have blurred edges: {between} values between {low} and {high}. Each pixel has the nearer class."
    return f"{NEAREST} {low} {high}", note


def _class_of(name: str, code: Code) -> int:
    """The class of a number or colour by its name; a grey may be listed as a colour."""
    red, green, blue = _channels(name)
    return code.colours.get((red, green, blue), IGNORED if name.startswith("#") else code.numbers.get(red, IGNORED))


def _channels(name: str) -> Colour:
    if not name.startswith("#"):
        return int(name), int(name), int(name)
    return int(name[1:3], 16), int(name[3:5], 16), int(name[5:7], 16)


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


def _nearest_reader(domain: Domain, names: list[str], classes: list[int]) -> Reader:
    """A reader that gives each pixel the class of the nearer of two numbers or colours."""
    ends = np.array([_channels(name) for name in names], np.int32)

    def read(sample: Sample) -> Numbers:
        if not sample.mask:
            return np.full((sample.height, sample.width), IGNORED, np.uint8)
        pixels = read_pixels(domain.folder / sample.mask).astype(np.int32)
        wide = pixels if pixels.ndim == 3 else np.repeat(pixels[..., None], 3, axis=2)
        first, second = (np.abs(wide - end).sum(axis=2) for end in ends)
        nearest: Numbers = np.where(second < first, classes[1], classes[0]).astype(np.uint8)
        return nearest

    return Reader(read, f"nearest {names} {classes}")


def _by_name(table: ClassTable | None) -> Code:
    """The coding of masks without classes.csv, whose classes are named after their numbers or colours."""
    names = table.names if table else ()
    numbers = {int(name): index for index, name in enumerate(names) if name.isdecimal()}
    colours = {table.colours[index]: index for index in range(len(names))} if table else {}
    return Code({IGNORED: IGNORED, **numbers}, colours)
