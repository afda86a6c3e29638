"""Paired folders: `images/` beside `masks/` or `labels/`, a mask for each image under the same name."""

from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

import numpy as np

from workbench.core.domain import Domain, Layout, Reason, SetAside
from workbench.core.errors import UserError
from workbench.core.masks import IGNORED, MOST, ClassTable, Colour, PixelClass
from workbench.data.decode import Unreadable
from workbench.data.masks.classes import FILE, distinct, read_classes
from workbench.data.masks.contract import Code, Masked, Reader
from workbench.data.masks.pixels import coded, written
from workbench.data.splits import SPLITS
from workbench.data.walk import Found

IMAGES = ("images", "image", "imgs", "img")
MASKS = ("masks", "mask", "labels", "label", "annotations", "segmentation")  # the first that is there counts
ENDINGS = ("_mask", "-mask", "_masks", "_label", "_labels", "_seg")
LOSSY = (".jpg", ".jpeg", ".jfif")  # its colours are not those that were painted
PROBED = 64  # masks that are read at least to learn which classes there are
PIXELS = 1 << 28  # and as many more as have so many pixels
DENSE = 2  # so many times the numbers that occur, and all between count as classes

Key = tuple[tuple[str, ...], str]  # folders above `images`, and the path below it without its ending


class Pairs(NamedTuple):
    """Images, their masks by the image's path, those without one, and how many files are neither."""

    files: list[Found]
    masks: dict[str, Found]
    set_aside: list[SetAside]
    ignored: int
    places: set[tuple[str, ...]]  # folders that hold `images`


def found(root: Path, files: Sequence[Found]) -> Masked | None:
    """What is there, from the image files below a folder; None where they are not laid out like this."""
    pairs = paired(files)
    if pairs is None:
        return None
    listed = _listed(root, pairs.places)
    table = read_classes(listed).table if listed else _occurring(root, list(pairs.masks.values()))
    return Masked(Layout.PAIRED, table, pairs.files, pairs.masks, pairs.set_aside, pairs.ignored)


def reader(domain: Domain) -> Reader:
    """What reads the mask of a sample of such a domain."""
    places = {tuple(_split(sample.path, IMAGES) or ()) for sample in domain.samples}
    listed = _listed(domain.folder, {place[:-1] for place in places if place})
    return coded(domain, read_classes(listed).code if listed else _by_name(domain.table))


def paired(files: Sequence[Found]) -> Pairs | None:
    """Which image has which mask, by their names alone."""
    images: dict[str, Key] = {}
    by_name: dict[Key, tuple[int, Found]] = {}
    for one in files:
        if above := _split(one.path, IMAGES):
            images[one.path] = _key(one.path, above)
        elif above := _split(one.path, MASKS):
            key, rank = _key(one.path, above), MASKS.index(above[-1].lower()) + len(MASKS) * _lossy(one)
            if key not in by_name or rank < by_name[key][0]:
                by_name[key] = (rank, one)
    for (place, name), value in list(by_name.items()):
        for ending in ENDINGS:
            if name.endswith(ending):
                by_name.setdefault((place, name.removesuffix(ending)), value)
    masks = {path: by_name[key][1] for path, key in images.items() if key in by_name}
    places = {key[0] for key in images.values()}
    splits = all(not place or place[-1].lower() in SPLITS for place in places)
    if not masks or not (splits or len(places) == 1):
        return None
    exact = {path: mask for path, mask in masks.items() if not _lossy(mask)}
    if not exact:
        lossy = next(iter(masks.values())).path
        raise UserError(f"The masks, like {lossy}, are JPEG files, which change the numbers.", "Save them as PNG.")
    return Pairs(
        [one for one in files if one.path in exact],
        exact,
        [_unmasked(path, key, masks.get(path)) for path, key in images.items() if path not in exact],
        len(files) - len(images) - len({mask.path for mask in masks.values()}),
        places,
    )


def _split(path: str, names: Sequence[str]) -> list[str] | None:
    """The folders of a path down to the first of these names."""
    parts = path.split("/")[:-1]
    place = next((at for at, part in enumerate(parts) if part.lower() in names), None)
    return None if place is None else parts[: place + 1]


def _key(path: str, above: list[str]) -> Key:
    below = PurePosixPath(*path.split("/")[len(above) :])
    return tuple(above[:-1]), str(below.with_suffix(""))


def _lossy(mask: Found) -> bool:
    return mask.path.lower().endswith(LOSSY)


def _unmasked(path: str, key: Key, lossy: Found | None) -> SetAside:
    name = PurePosixPath(lossy.path if lossy else key[1]).name
    if lossy:
        return SetAside(path, Reason.MASK_COLOUR, f"{name} is a JPEG, which changes the numbers; save it as PNG")
    return SetAside(path, Reason.NO_MASK, f"there is no mask “{name}” for it")


def _listed(root: Path, places: Iterable[tuple[str, ...]]) -> Path | None:
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
