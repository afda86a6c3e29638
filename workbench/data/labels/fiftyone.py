"""FiftyOneImageClassificationDataset: labels.json beside a folder `data/`, with names that lack their file extension.

https://docs.voxel51.com/user_guide/import_datasets.html#fiftyoneimageclassificationdataset
"""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from workbench.core.domain import natural
from workbench.core.errors import UserError
from workbench.core.files import write_atomically
from workbench.data.labels.contract import Entry, Labelled
from workbench.data.labels.json_files import json_of, name_text, peek

TITLE = "FiftyOne"
SUMMARY = "labels.json with classes, and the label of each image by its name without extension."
SUFFIX = ".json"
IMAGES = "/data/"  # the folder of the images, beside the file


def claims(path: Path) -> bool:
    """Whether the file is a JSON object with labels by name."""
    content = peek(path)
    return isinstance(content, dict) and isinstance(content.get("labels"), dict) and "imagePath" not in content


def read(path: Path) -> list[Entry]:
    """The labels; images whose label is null are left out."""
    content = json_of(path)
    labels = content.get("labels") if isinstance(content, dict) else None
    if not isinstance(labels, dict):
        raise UserError(f"{path} has no object “labels”.", "Export it from FiftyOne again.")
    classes = content.get("classes")
    names = [name_text(name) for name in classes] if isinstance(classes, list) else []
    entries = (_entry(name, value, names, f"label {number}") for number, (name, value) in enumerate(labels.items(), 1))
    return [entry for entry in entries if entry is not None]


def write(path: Path, labelled: Sequence[Labelled]) -> None:
    """Write classes in natural order, and their numbers by path without extension."""
    classes = sorted({sample.label for sample in labelled}, key=natural)
    number_of = {name: number for number, name in enumerate(classes)}
    labels: dict[str, int] = {}
    for sample in labelled:
        name = os.path.splitext(sample.path)[0]
        if name in labels:
            raise UserError(f"Two images are called {name} but for their extension.", "Export to CSV instead.")
        labels[name] = number_of[sample.label]
    content = msgspec.json.encode({"classes": classes, "labels": labels})
    write_atomically(path, msgspec.json.format(content, indent=1))


def _entry(name: str, value: Any, classes: Sequence[str], where: str) -> Entry | None:
    """The entry of an image. `value`: a label, a list of labels, or an object with a label."""
    if isinstance(value, dict):
        value = value.get("label")
    values = [part for part in (value if isinstance(value, list) else [value]) if part is not None]
    entry = Entry(name, "", where, address=name if name.startswith("/") else f"{IMAGES}{name}")
    labels = list(dict.fromkeys(_label(part, classes) for part in values))
    if not labels:
        return None
    if "" in labels:
        return entry._replace(problem="has a label that is not one of its classes" if classes else "has no label")
    if len(labels) > 1:
        return entry._replace(problem=f"has several labels ({', '.join(labels[:5])})")
    return entry._replace(label=labels[0])


def _label(value: Any, classes: Sequence[str]) -> str:
    """The name of a class by its number or name; empty if there is none."""
    text = name_text(value)
    if not classes or isinstance(value, str):
        return text if not classes or text in classes else ""
    number = int(text) if text.isdecimal() and len(text) < 10 else -1
    return classes[number] if 0 <= number < len(classes) and not isinstance(value, bool) else ""
