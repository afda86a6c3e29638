"""Finding and reading of COCO annotation files."""

import os
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import msgspec

from workbench.core.errors import UserError
from workbench.core.masks import ClassTable, PixelClass
from workbench.data.masks.class_file import distinct
from workbench.data.masks.coco_entries import Category, CocoImage, Id, Thing, same_ids
from workbench.data.split_names import SPLITS
from workbench.data.walk import is_folder

BACKGROUND = "background"
BEST = "instances"  # prefix of COCO's own files of objects, beside those of captions and key points
ENDS = 1 << 20  # bytes at both ends of a file that are searched before the whole file is read


class _Content(msgspec.Struct, frozen=True):
    images: list[CocoImage]
    annotations: list[Thing]
    categories: list[Category]


@dataclass(frozen=True)
class Annotations:
    """The content of a file. `things`: by image id, in descending order of area. `notes`: contradictions in it."""

    path: Path
    images: list[CocoImage]
    things: dict[Id, list[Thing]]
    categories: list[Category]
    notes: tuple[str, ...] = ()

    @property
    def has_shapes(self) -> bool:
        """Whether any object has a shape, not only a box or a class."""
        return any(
            bytes(thing.segmentation) not in (b"[]", b"null") for things in self.things.values() for thing in things
        )


def annotation_files(root: Path) -> list[Path]:
    """The annotation files in the root, in `annotations/` and in folders of splits."""
    with os.scandir(root) as entries:  # the root may have a great many files
        names = sorted(entry.name for entry in entries if is_folder(entry) and _may_contain(entry.name))
    folders = [root, *(root / name for name in names)]
    files = [path for folder in folders for path in _json_files(folder) if _claims(path)]
    best = [path for path in files if path.name.startswith(BEST)]
    return best or files


def read_annotations(path: Path) -> Annotations:
    """Read an annotation file. Raises UserError if it is invalid."""
    try:
        content = msgspec.json.decode(path.read_bytes(), type=_Content)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise UserError(
            f"{path} is not a COCO annotation file ({error}).", "Export it again, or move it away."
        ) from error
    consistent = same_ids(path.name, content.images, content.annotations, content.categories)
    things: dict[Id, list[Thing]] = defaultdict(list)
    for thing in consistent.things:
        things[thing.image_id].append(thing)
    for things_of_image in things.values():
        things_of_image.sort(key=lambda thing: -thing.area)
    return Annotations(path, consistent.images, dict(things), consistent.categories, consistent.notes)


def table_of(files: list[Annotations]) -> ClassTable:
    """The background and the categories of all files, in order. Raises UserError if there are too many."""
    names = dict.fromkeys(category.name for file in files for category in file.categories)
    kept = [BACKGROUND, *(name for name in names if name != BACKGROUND)]
    paired = zip(kept, distinct(len(kept)), strict=True)
    return ClassTable(tuple(PixelClass(name, colour) for name, colour in paired)).checked()


def _json_files(folder: Path) -> list[Path]:
    try:
        with os.scandir(folder) as entries:
            return sorted(folder / entry.name for entry in entries if entry.name.endswith(".json"))
    except OSError:  # no permission
        return []


def _may_contain(name: str) -> bool:
    lowered = name.lower().rstrip("0123456789")
    return lowered in SPLITS or lowered in ("annotations", "labels")


def _claims(path: Path) -> bool:
    """Whether both ends of a file contain the keys of annotations with shapes. Large files are not read completely."""
    ends = _ends(path)
    return all(word in ends for word in (b'"images"', b'"categories"', b'"segmentation"'))


def _ends(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(0)
            start = file.read(ENDS)
            file.seek(max(size - ENDS, 0))
            return start + file.read(ENDS)
    except OSError:
        return b""
