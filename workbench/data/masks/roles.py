"""What names of folders and files say: that they hold images or masks, in the words of many data sets."""

import re
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from workbench.data.split_names import is_split

IMAGES = ("images", "image", "imgs", "img")
MASKS = ("masks", "mask", "labels", "label", "annotations", "segmentation")  # in order of preference
IMAGE_WORDS = frozenset((*IMAGES, "photo", "photos", "picture", "pictures", "rgb", "input", "inputs", "sat", "original",
                         "originals", "frames"))  # fmt: skip
MASK_WORDS = frozenset((*MASKS, "ann", "anns", "annot", "annots", "annotation", "gt", "gts", "groundtruth",
                        "groundtruths", "truth", "truths", "seg", "segs", "segm", "segmentations", "segment", "matte",
                        "mattes", "labelids", "trimap", "trimaps", "manual"))  # fmt: skip
NOISE = frozenset(("dir", "dirs", "folder", "files", "data", "jpeg", "jpg", "png", "class", "classes", "ground", "fine",
                   "coarse", "ids", "id", "pixel", "pixels", "object", "binary", "color", "colour", "raw", "map",
                   "maps", "target", "train", "x", "y"))  # fmt: skip
STEM_NOISE = NOISE - {"x", "y", "train", "target", "object", "map", "maps", "id"}
WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_A-Za-z]+")  # the last: letters beyond ASCII
CAMERAS = re.compile(r"[_-](?:leftImg8bit|rgb_anon)$")


class FolderRole(StrEnum):
    """What a folder holds."""

    IMAGES = "images"
    MASKS = "masks"


class RolePlace(NamedTuple):
    """Where a file is. `above`: the folders over the one with a role; `rest`: the other words of that folder's name.

    `below`: the folders in it.
    """

    role: FolderRole
    above: tuple[str, ...]
    rest: tuple[str, ...]
    below: tuple[str, ...]
    rank: int  # lower is preferred among masks of one image
    plain: bool  # whether the name is one of IMAGES or MASKS


def folders_to(path: str, names: tuple[str, ...]) -> list[str] | None:
    """The folders of a path down to the first with one of the names; None if there is none."""
    parts = path.split("/")[:-1]
    index = next((index for index, part in enumerate(parts) if part.lower() in names), None)
    return None if index is None else parts[: index + 1]


@lru_cache(maxsize=4096)
def place_of(folder: str) -> RolePlace | None:
    """The place of the files in a folder, given by its path from the root; None if no folder of it has a role.

    The first folder with a plain name, such as “images” or “masks”, decides; else the last one whose name has a word
    for images or masks.
    """
    parts = tuple(folder.split("/")) if folder else ()
    for role, names in ((FolderRole.IMAGES, IMAGES), (FolderRole.MASKS, MASKS)):
        for index, part in enumerate(parts):
            if part.lower() in names:
                rank = names.index(part.lower())
                return RolePlace(role, parts[:index], (), parts[index + 1 :], rank, True)
    for index in reversed(range(len(parts))):
        words = [word.lower() for word in WORD.findall(parts[index])]
        role_found = _role(words)
        if role_found is not None:
            rest = other_words(parts[index])
            return RolePlace(role_found, parts[:index], rest, parts[index + 1 :], len(MASKS), False)
    return None


def other_words(name: str) -> tuple[str, ...]:
    """The words of a folder's name that do not say what it holds: “train” for “train_images”."""
    words = (word.lower() for word in WORD.findall(name))
    return tuple(word for word in words if word not in (IMAGE_WORDS | MASK_WORDS | NOISE) or is_split(word))


def core(stem: str) -> str:
    """A file name without extension and without words for images and masks at its ends: “1” for “1_mask”.

    Empty if it has no other words.
    """
    stem = CAMERAS.sub("", stem)
    words = list(WORD.finditer(stem))
    first, last = 0, len(words)
    while last > first and _is_role_word(words[last - 1][0]):
        last -= 1
    while first < last and _is_role_word(words[first][0]):
        first += 1
    if first == last:
        return "" if words else stem
    return stem[words[first].start() : words[last].start() if last < len(words) else len(stem)].strip("_-. ")


def names_mask(stem: str) -> bool:
    """Whether a file name begins or ends with a word for masks."""
    words = [word.lower() for word in WORD.findall(stem)]
    kept = [word for word in words if word not in STEM_NOISE]
    return bool(kept) and (kept[0] in MASK_WORDS or kept[-1] in MASK_WORDS)


def _role(words: list[str]) -> FolderRole | None:
    if any(word in MASK_WORDS for word in words):
        return FolderRole.MASKS
    return FolderRole.IMAGES if any(word in IMAGE_WORDS for word in words) else None


def _is_role_word(word: str) -> bool:
    lowered = word.lower()
    return lowered in IMAGE_WORDS or lowered in MASK_WORDS or lowered in STEM_NOISE
