"""COCO JSON with image-level annotations (https://cocodataset.org/#format-data)."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from workbench.core.domain import natural
from workbench.core.errors import UserError
from workbench.core.files import write_atomically
from workbench.data.labels.contract import Entry, Labelled
from workbench.data.labels.json_files import invalid_entry, json_of, peek, text_of

TITLE = "COCO"
SUMMARY = "One JSON file with images, categories, and one annotation per image without a box."
SUFFIX = ".json"
LISTS = ("images", "annotations", "categories")


def claims(path: Path) -> bool:
    """Whether the file is a JSON object with the three lists."""
    content = peek(path)
    return isinstance(content, dict) and all(isinstance(content.get(name), list) for name in LISTS)


def read(path: Path) -> list[Entry]:
    """One entry per annotated image. Several annotations of an image must have the same class."""
    images, annotations, categories = _lists(path)
    names: dict[Any, str | None] = {
        _id(path, category, f"categories[{k}]"): text_of(category, "name") for k, category in enumerate(categories)
    }
    files: dict[Any, str | None] = {
        _id(path, image, f"images[{k}]"): text_of(image, "file_name") for k, image in enumerate(images)
    }
    entries: dict[str, Entry] = {}
    for number, annotation in enumerate(annotations):
        where = f"annotations[{number}]"
        if not isinstance(annotation, dict):
            raise invalid_entry(path, where, "is not an object")
        file, name = (
            _listed_name(annotation.get(key), by_id) for by_id, key in ((files, "image_id"), (names, "category_id"))
        )
        if file is None:
            raise invalid_entry(path, where, "has an image_id that is not listed with a file_name")
        if name is None:
            raise invalid_entry(path, where, "has a category_id that is not listed with a name")
        entry = entries.setdefault(file, Entry(file, name, where))
        if entry.label != name:
            raise invalid_entry(path, where, f"labels {file} “{name}”, but {entry.where} labels it “{entry.label}”")
    return list(entries.values())


def write(path: Path, labelled: Sequence[Labelled]) -> None:
    """Write ids from 1, with classes in natural order."""
    classes = sorted({sample.label for sample in labelled}, key=natural)
    category_id = {name: number for number, name in enumerate(classes, 1)}
    content = {
        "images": [
            {"id": number, "file_name": sample.path, "width": sample.width, "height": sample.height}
            for number, sample in enumerate(labelled, 1)
        ],
        "annotations": [
            {"id": number, "image_id": number, "category_id": category_id[sample.label]}
            for number, sample in enumerate(labelled, 1)
        ],
        "categories": [{"id": number, "name": name} for name, number in category_id.items()],
    }
    write_atomically(path, msgspec.json.format(msgspec.json.encode(content), indent=1))


def _lists(path: Path) -> list[list[Any]]:
    content = json_of(path)
    for name in LISTS:
        if not isinstance(content, dict) or not isinstance(content.get(name), list):
            raise UserError(f"{path} is not a COCO file: it has no list “{name}”.", "Export it again.")
    return [content[name] for name in LISTS]


def _listed_name(id_: Any, names: dict[Any, str | None]) -> str | None:
    return names.get(id_) if isinstance(id_, int | str) else None


def _id(path: Path, item: Any, where: str) -> int | str:
    id_ = item.get("id") if isinstance(item, dict) else None
    if not isinstance(id_, int | str):
        raise invalid_entry(path, where, "has no id")
    return id_
