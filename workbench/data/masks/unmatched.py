"""Refusal of folders whose masks would be taken for photographs, because no name of an image matches one of a mask."""

import os
from collections.abc import Sequence
from difflib import get_close_matches
from itertools import combinations
from pathlib import Path

from workbench.core.errors import UserError
from workbench.core.name_matching import composed
from workbench.data.class_levels import wrapper_levels
from workbench.data.decode import Unreadable
from workbench.data.image_header import read_header
from workbench.data.masks.coco_files import annotation_files, read_annotations
from workbench.data.masks.mask_likeness import PROBED, have_few_values, look_like_masks
from workbench.data.masks.name_matching import RelativeName, match
from workbench.data.masks.pairing import Files, grouped, roles_of
from workbench.data.masks.roles import IMAGES, MASKS, place_of
from workbench.data.split_names import is_split
from workbench.data.walk import FileEntry

FOLDERS = 6  # class folders, at most, that are compared
COMPARED = 200  # names that are compared for the most similar pair
HINT = "Give each mask the name of its image, in the folders “images” and “masks”."


def check_unmatched(root: Path, files: Sequence[FileEntry]) -> None:
    """Raises UserError if files without a mask layout are images and masks, or are not those of a COCO file."""
    if not files:
        return
    for images, masks in grouped(roles_of(files)):
        _check_folders(root, images, masks)
    _check_class_folders(root, files)
    _check_annotations(root, files)


def _check_folders(root: Path, images: Files, masks: Files) -> None:
    """Refuse a folder of images beside one of masks, if no name matches."""
    if match(list(images), list(masks)):
        return  # another rule than the names kept them apart
    theirs = [file for known in masks.values() for _, file in known]
    ours = [file for known in images.values() for _, file in known]
    plain = all(_folder(file).lower() in names for file, names in ((ours[0], IMAGES), (theirs[0], MASKS)))
    if plain or look_like_masks([root / file.path for file in theirs]):
        raise UserError(
            f"{_folder(theirs[0])} looks like masks of the images in {_folder(ours[0])}, but no name matches: "
            f"{_example(ours, theirs)}.",
            HINT,
        )


def _check_class_folders(root: Path, files: Sequence[FileEntry]) -> None:
    """Refuse a few class folders with the same names and sizes of files, of which only some have few values."""
    depth = wrapper_levels(file.path for file in files)
    folders: dict[str, list[FileEntry]] = {}
    tops: dict[str, str] = {}  # by folder: the one above it, or itself, at that depth
    for file in files:
        folder = _folder(file)
        if (top := tops.get(folder)) is None:
            top = tops[folder] = "/".join(folder.split("/")[: depth + 1]) if folder.count("/") >= depth else ""
        if top:
            folders.setdefault(top, []).append(file)
            if len(folders) > FOLDERS:
                return
    pairs = [pair for pair in combinations(folders.values(), 2) if _alike(*pair, depth)]
    few = {part[0].path: have_few_values([root / file.path for file in part]) for pair in pairs for part in pair}
    for first, second in pairs:
        if few[first[0].path] == few[second[0].path]:
            continue
        ours, theirs = (second, first) if few[first[0].path] else (first, second)
        if _same_sizes(root, ours, theirs, depth):
            raise UserError(
                f"{_folder(theirs[0])} looks like masks of the images in {_folder(ours[0])}, not like a class: "
                f"{_example(ours, theirs)}.",
                "Name the folders “images” and “masks”; if they are classes, give a table with the columns path,label.",
            )


def _matching(first: Sequence[FileEntry], second: Sequence[FileEntry], depth: int) -> list[tuple[FileEntry, FileEntry]]:
    """The pairs of matching names among the first files, which are sorted."""
    ours, theirs = ({_name(file, depth): file for file in part[:COMPARED]} for part in (first, second))
    return [(ours[image], theirs[mask]) for image, mask in match(list(ours), list(theirs)).items()]


def _alike(first: Sequence[FileEntry], second: Sequence[FileEntry], depth: int) -> bool:
    """Whether two folders have about as many files, and most names match."""
    if not 0.5 <= len(first) / len(second) <= 2:
        return False
    return 2 * len(_matching(first, second, depth)) >= min(len(first), len(second), COMPARED)


def _same_sizes(root: Path, images: Sequence[FileEntry], masks: Sequence[FileEntry], depth: int) -> bool:
    pairs = _matching(images, masks, depth)[:PROBED]
    return all(_size(root / image.path) == _size(root / mask.path) for image, mask in pairs)


def _check_annotations(root: Path, files: Sequence[FileEntry]) -> None:
    """Refuse a folder without classes that has a COCO file of shapes, which lists none of its images."""
    folders = {file.path.split("/")[0] for file in files if "/" in file.path}
    if len(folders) > 1 and not any(place_of(folder) or is_split(folder) for folder in folders):
        return
    for path in annotation_files(root):
        annotations = read_annotations(path)
        if annotations.has_shapes and annotations.images:
            raise UserError(
                f"{path.name} lists {len(annotations.images):,} images with shapes, but none of the {len(files):,} "
                f"images in {root}: it names {annotations.images[0].file_name}, and the folder has {files[0].path}.",
                "Correct the file names in it, or move the file away.",
            )


def _example(images: Sequence[FileEntry], masks: Sequence[FileEntry]) -> str:
    """The most similar names of an image and a mask."""
    names = {_stem(file): file.path for file in masks[:COMPARED]}
    for image in images[:COMPARED]:
        if close := get_close_matches(_stem(image), list(names), 1, 0.5):
            return f"{image.path} is nearly {names[close[0]]}"
    return f"{images[0].path} and {masks[0].path}"


def _name(file: FileEntry, depth: int) -> RelativeName:
    return RelativeName(tuple(composed(file.path).split("/")[depth + 1 : -1]), composed(_stem(file)))


def _stem(file: FileEntry) -> str:
    return os.path.splitext(file.path.rpartition("/")[2])[0]


def _folder(file: FileEntry) -> str:
    return file.path.rpartition("/")[0]


def _size(path: Path) -> tuple[int, int] | None:
    try:
        header = read_header(path, path.stat().st_size)
    except (Unreadable, OSError):
        return None
    return header.width, header.height
