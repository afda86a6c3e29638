"""Labels as COCO JSON: image-level annotations (https://cocodataset.org/#format-data)."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from workbench.core.domain import natural
from workbench.core.errors import UserError
from workbench.core.files import write_atomically
from workbench.data.labels.contract import Entry, Labelled
from workbench.data.labels.json_files import bad, json_of, peek, text_of

TITLE = "COCO"
SUMMARY = "One JSON file of images, categories, and one annotation an image, without boxes."
SUFFIX = ".json"
LISTS = ("images", "annotations", "categories")


def claims(path: Path) -> bool:
    """A JSON object with the three lists."""
    found = peek(path)
    return isinstance(found, dict) and all(isinstance(found.get(name), list) for name in LISTS)


def read(path: Path) -> list[Entry]:
    """One entry an image with an annotation; several of one image have to agree, as boxes of one class do."""
    images, annotations, categories = _lists(path)
    names: dict[Any, str | None] = {
        _id(path, one, f"categories[{k}]"): text_of(one, "name") for k, one in enumerate(categories)
    }
    files: dict[Any, str | None] = {
        _id(path, one, f"images[{k}]"): text_of(one, "file_name") for k, one in enumerate(images)
    }
    found: dict[str, Entry] = {}
    for number, one in enumerate(annotations):
        where = f"annotations[{number}]"
        if not isinstance(one, dict):
            raise bad(path, where, "is no object")
        file, name = (_known(one.get(key), known) for known, key in ((files, "image_id"), (names, "category_id")))
        if file is None:
            raise bad(path, where, "is of an image that is not listed with a file_name")
        if name is None:
            raise bad(path, where, "is of a category that is not listed with a name")
        before = found.setdefault(file, Entry(file, name, where))
        if before.label != name:
            raise bad(path, where, f"calls {file} “{name}”, and {before.where} calls it “{before.label}”")
    return list(found.values())


def write(path: Path, labelled: Sequence[Labelled]) -> None:
    """Numbers from 1 on, classes in natural order."""
    number = {name: place for place, name in enumerate(sorted({one.label for one in labelled}, key=natural), 1)}
    content = {
        "images": [
            {"id": place, "file_name": one.path, "width": one.width, "height": one.height}
            for place, one in enumerate(labelled, 1)
        ],
        "annotations": [
            {"id": place, "image_id": place, "category_id": number[one.label]} for place, one in enumerate(labelled, 1)
        ],
        "categories": [{"id": place, "name": name} for name, place in number.items()],
    }
    write_atomically(path, msgspec.json.format(msgspec.json.encode(content), indent=1))


def _lists(path: Path) -> list[list[Any]]:
    content = json_of(path)
    for name in LISTS:
        if not isinstance(content, dict) or not isinstance(content.get(name), list):
            raise UserError(f"{path} has no list of {name}, so it is no COCO file.", "Export it again.")
    return [content[name] for name in LISTS]


def _known(number: Any, names: dict[Any, str | None]) -> str | None:
    return names.get(number) if isinstance(number, int | str) else None


def _id(path: Path, one: Any, where: str) -> int | str:
    found = one.get("id") if isinstance(one, dict) else None
    if not isinstance(found, int | str):
        raise bad(path, where, "has no id")
    return found
