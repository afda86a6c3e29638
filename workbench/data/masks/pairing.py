"""Pairing of images and masks by file name: `images/` beside `masks/` or `labels/`."""

from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import NamedTuple

from workbench.core.domain import Reason, SetAside
from workbench.core.errors import UserError
from workbench.data.split_names import SPLITS
from workbench.data.walk import FileEntry

IMAGES = ("images", "image", "imgs", "img")
MASKS = ("masks", "mask", "labels", "label", "annotations", "segmentation")  # in order of preference
ENDINGS = ("_mask", "-mask", "_masks", "_label", "_labels", "_seg")
LOSSY = (".jpg", ".jpeg", ".jfif")  # lossy compression changes the numbers or colours

Key = tuple[tuple[str, ...], str]  # parents of `images`, and the path in it without extension


class Pairs(NamedTuple):
    """Images, masks by image path, images without a mask, and the number of other files."""

    files: list[FileEntry]
    masks: dict[str, FileEntry]
    set_aside: list[SetAside]
    ignored: int
    places: set[tuple[str, ...]]  # folders that contain `images`


def paired(files: Sequence[FileEntry]) -> Pairs | None:
    """Pair images and masks by name. Returns None for another layout. Raises UserError for JPEG masks only."""
    images: dict[str, Key] = {}
    by_name: dict[Key, tuple[int, FileEntry]] = {}
    for file in files:
        if parents := folders_to(file.path, IMAGES):
            images[file.path] = _key(file.path, parents)
        elif parents := folders_to(file.path, MASKS):
            key, rank = _key(file.path, parents), MASKS.index(parents[-1].lower()) + len(MASKS) * _lossy(file)
            if key not in by_name or rank < by_name[key][0]:
                by_name[key] = (rank, file)
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
        raise UserError(
            f"The masks are JPEG files, such as {lossy}, whose compression changes the numbers.", "Save them as PNG."
        )
    return Pairs(
        [file for file in files if file.path in exact],
        exact,
        [_unmasked(path, key, masks.get(path)) for path, key in images.items() if path not in exact],
        len(files) - len(images) - len({mask.path for mask in masks.values()}),
        places,
    )


def folders_to(path: str, names: Sequence[str]) -> list[str] | None:
    """The folders of a path down to the first with one of the names; None if there is none."""
    parts = path.split("/")[:-1]
    index = next((index for index, part in enumerate(parts) if part.lower() in names), None)
    return None if index is None else parts[: index + 1]


def _key(path: str, above: list[str]) -> Key:
    below = PurePosixPath(*path.split("/")[len(above) :])
    return tuple(above[:-1]), str(below.with_suffix(""))


def _lossy(mask: FileEntry) -> bool:
    return mask.path.lower().endswith(LOSSY)


def _unmasked(path: str, key: Key, lossy: FileEntry | None) -> SetAside:
    name = PurePosixPath(lossy.path if lossy else key[1]).name
    if lossy:
        return SetAside(path, Reason.MASK_COLOUR, f"{name} is a JPEG file, which changes the numbers; save it as PNG")
    return SetAside(path, Reason.NO_MASK, f"there is no mask “{name}”")
