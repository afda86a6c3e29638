"""COCO JSON with image-level annotations (https://cocodataset.org/#format-data)."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from workbench.core.domain import natural
from workbench.core.errors import UserError
from workbench.core.files import write_atomically
from workbench.data.labels.contract import Entry, Labelled
from workbench.data.labels.json_files import json_of, name_text, peek

TITLE = "COCO"
SUMMARY = "One JSON file with images, categories, and one annotation per image without a box."
SUFFIX = ".json"
FILES = ("file_name", "path", "coco_url", "flickr_url")
LISTS = ("images", "annotations", "categories")


def claims(path: Path) -> bool:
    """Whether the file is a JSON object with the three lists."""
    content = peek(path)
    return isinstance(content, dict) and all(isinstance(content.get(name), list) for name in LISTS)


def read(path: Path) -> list[Entry]:
    """One entry for each image and category of its annotations. Ids match as numbers and as text."""
    images, annotations, categories = _lists(path)
    files, entries = _by_id(images, "images", FILES)
    names, invalid = _by_id(categories, "categories", ("name",))
    entries += invalid
    seen: set[tuple[str, str]] = set()
    for number, annotation in enumerate(annotations):
        where = f"annotations[{number}]"
        if not isinstance(annotation, dict):
            entries.append(Entry("", "", where, problem="is not an object"))
            continue
        file = files.get(name_text(annotation.get("image_id")), "")
        name = names.get(name_text(annotation.get("category_id")), "")
        if not file:
            entries.append(Entry("", name, where, problem="has an image_id that is not listed with a file_name"))
        elif not name:
            entries.append(Entry(file, "", where, problem="has a category_id that is not listed with a name"))
        elif (file, name) not in seen:
            seen.add((file, name))
            entries.append(Entry(file, name, where))
    return entries


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


def _by_id(items: list[Any], kind: str, keys: tuple[str, ...]) -> tuple[dict[str, str], list[Entry]]:
    """The first of the `keys` of each item, by the text of its id, and the items that cannot be used."""
    found: dict[str, str] = {}
    invalid = []
    for number, item in enumerate(items):
        id_ = name_text(item.get("id")) if isinstance(item, dict) else ""
        if not id_:
            invalid.append(Entry("", "", f"{kind}[{number}]", problem="has no id"))
            continue
        text = next((text for key in keys if (text := name_text(item.get(key)))), "")
        if found.setdefault(id_, text) != text:
            invalid.append(Entry("", "", f"{kind}[{number}]", problem=f"has the id {id_} of another entry"))
    return found, invalid
