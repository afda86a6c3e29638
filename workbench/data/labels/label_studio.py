"""Label Studio JSON with choices, in the formats JSON and JSON-MIN (https://labelstud.io/guide/export)."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from re import sub
from typing import Any
from urllib.parse import quote, unquote

import msgspec

from workbench.core.errors import UserError
from workbench.core.files import write_atomically
from workbench.data.label_tables import LABELS, PATHS
from workbench.data.labels.contract import Entry, Labelled
from workbench.data.labels.json_files import invalid_entry, json_of, peek, text_of

TITLE = "Label Studio"
SUMMARY = "One JSON list of tasks with choices. Reads JSON and JSON-MIN."
SUFFIX = ".json"
LOCAL = "/data/local-files/?d="  # prefix of paths in Label Studio's local storage
CHOICES = ("choice", "choices", *LABELS)


def claims(path: Path) -> bool:
    """Whether the file is a JSON list."""
    return isinstance(peek(path), list)


def read(path: Path) -> list[Entry]:
    """The labels; tasks without an annotation and cancelled annotations are left out."""
    tasks = json_of(path)
    if not isinstance(tasks, list):
        raise UserError(f"{path} is not a list of tasks.", "Export it from Label Studio as JSON or JSON-MIN.")
    entries = []
    for number, task in enumerate(tasks, 1):
        where = f"task {number}"
        if not isinstance(task, dict):
            raise invalid_entry(path, where, "is not an object")
        values = task["data"] if isinstance(task.get("data"), dict) else task
        image = next((text_of(values, name) for name in PATHS if text_of(values, name)), None)
        if image is None:
            raise invalid_entry(path, where, "has no image")
        choices = list(dict.fromkeys(_choices(task)))
        if len(choices) > 1:
            raise invalid_entry(path, where, f"has several labels ({', '.join(choices[:5])})")
        if choices:
            entries.append(Entry(_path(image), choices[0], where))
    return entries


def write(path: Path, labelled: Sequence[Labelled]) -> None:
    """Write JSON for local storage, with the controls “label” and “image”."""
    tasks = [
        {
            "id": number,
            "data": {"image": LOCAL + quote(sample.path)},
            "annotations": [{"result": [_choice(sample.label)]}],
        }
        for number, sample in enumerate(labelled, 1)
    ]
    write_atomically(path, msgspec.json.format(msgspec.json.encode(tasks), indent=1))


def _choice(label: str) -> dict[str, Any]:
    return {"from_name": "label", "to_name": "image", "type": "choices", "value": {"choices": [label]}}


def _choices(task: dict[str, Any]) -> Iterator[str]:
    annotations = task.get("annotations", task.get("completions"))
    if isinstance(annotations, list):
        for annotation in annotations:
            if isinstance(annotation, dict) and not annotation.get("was_cancelled"):
                results = annotation.get("result")
                for result in results if isinstance(results, list) else ():
                    yield from _texts(result.get("value") if isinstance(result, dict) else None)
    else:
        yield from next((texts for name in CHOICES if (texts := list(_texts(task.get(name))))), ())


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str) and value:
        yield value
    elif isinstance(value, dict):
        yield from _texts(value.get("choices"))
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)


def _path(image: str) -> str:
    """The path below the local storage folder; for an upload, the original file name."""
    if image.startswith(LOCAL):
        return unquote(image.removeprefix(LOCAL))
    if image.startswith("/data/upload/"):
        return sub(r"^[0-9a-f]{8}-", "", unquote(image).rsplit("/", maxsplit=1)[-1])
    return image
