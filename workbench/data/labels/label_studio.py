"""Labels as Label Studio JSON: choices, in its full export and in its short one (https://labelstud.io/guide/export)."""

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
from workbench.data.labels.json_files import bad, json_of, peek, text_of

TITLE = "Label Studio"
SUMMARY = "One JSON list of tasks with choices; read in its full (JSON) and its short form (JSON-MIN)."
SUFFIX = ".json"
LOCAL = "/data/local-files/?d="  # before paths below the folder that Label Studio serves
CHOICES = ("choice", "choices", *LABELS)


def claims(path: Path) -> bool:
    """A JSON list."""
    return isinstance(peek(path), list)


def read(path: Path) -> list[Entry]:
    """Tasks without an answer, and answers that were cancelled, are left out."""
    tasks = json_of(path)
    if not isinstance(tasks, list):
        raise UserError(f"{path} is no list of tasks.", "Export it from Label Studio as JSON or JSON-MIN.")
    entries = []
    for number, task in enumerate(tasks, 1):
        where = f"task {number}"
        if not isinstance(task, dict):
            raise bad(path, where, "is no object")
        values = task["data"] if isinstance(task.get("data"), dict) else task
        image = next((text_of(values, name) for name in PATHS if text_of(values, name)), None)
        if image is None:
            raise bad(path, where, "names no image")
        said = list(dict.fromkeys(_answers(task)))
        if len(said) > 1:
            raise bad(path, where, f"has several answers ({', '.join(said[:5])})")
        if said:
            entries.append(Entry(_path(image), said[0], where))
    return entries


def write(path: Path, labelled: Sequence[Labelled]) -> None:
    """The full form, with the paths as Label Studio's local storage has them; controls “label” and “image”."""
    tasks = [
        {
            "id": number,
            "data": {"image": LOCAL + quote(one.path)},
            "annotations": [{"result": [_choice(one.label)]}],
        }
        for number, one in enumerate(labelled, 1)
    ]
    write_atomically(path, msgspec.json.format(msgspec.json.encode(tasks), indent=1))


def _choice(label: str) -> dict[str, Any]:
    return {"from_name": "label", "to_name": "image", "type": "choices", "value": {"choices": [label]}}


def _answers(task: dict[str, Any]) -> Iterator[str]:
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
        for one in value:
            yield from _texts(one)


def _path(image: str) -> str:
    """Below the served folder; of an upload, the name before it was uploaded."""
    if image.startswith(LOCAL):
        return unquote(image.removeprefix(LOCAL))
    if image.startswith("/data/upload/"):
        return sub(r"^[0-9a-f]{8}-", "", unquote(image).rsplit("/", maxsplit=1)[-1])
    return image
