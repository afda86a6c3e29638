"""Which image has which mask, by their names: `images/` beside `masks/` or `labels/`."""

from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import NamedTuple

from workbench.core.domain import Reason, SetAside
from workbench.core.errors import UserError
from workbench.data.split_names import SPLITS
from workbench.data.walk import Found

IMAGES = ("images", "image", "imgs", "img")
MASKS = ("masks", "mask", "labels", "label", "annotations", "segmentation")  # the first that is there counts
ENDINGS = ("_mask", "-mask", "_masks", "_label", "_labels", "_seg")
LOSSY = (".jpg", ".jpeg", ".jfif")  # its colours are not those that were painted

Key = tuple[tuple[str, ...], str]  # folders above `images`, and the path below it without its ending


class Pairs(NamedTuple):
    """Images, their masks by the image's path, those without one, and how many files are neither."""

    files: list[Found]
    masks: dict[str, Found]
    set_aside: list[SetAside]
    ignored: int
    places: set[tuple[str, ...]]  # folders that hold `images`


def paired(files: Sequence[Found]) -> Pairs | None:
    """Which image has which mask, by their names alone."""
    images: dict[str, Key] = {}
    by_name: dict[Key, tuple[int, Found]] = {}
    for one in files:
        if above := folders_to(one.path, IMAGES):
            images[one.path] = _key(one.path, above)
        elif above := folders_to(one.path, MASKS):
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


def folders_to(path: str, names: Sequence[str]) -> list[str] | None:
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
