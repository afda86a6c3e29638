"""Label Studio JSON with choices, in the formats JSON and JSON-MIN (https://labelstud.io/guide/export)."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from re import sub
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlsplit

import msgspec

from workbench.core.errors import UserError
from workbench.core.files import write_atomically
from workbench.data.label_tables import LABELS, PATHS
from workbench.data.labels.contract import Entry, Labelled
from workbench.data.labels.json_files import json_of, name_text, peek, text_of

TITLE = "Label Studio"
SUMMARY = "One JSON list of tasks with choices. Reads JSON and JSON-MIN."
SUFFIX = ".json"
LOCAL = "/data/local-files/?d="  # prefix of paths in Label Studio's local storage
CHOICES = ("choice", "choices", *LABELS)
STUDIO = ("annotation_id", "lead_time")  # fields that Label Studio alone writes
NO_CONTROLS = ("id", "annotator", "annotation_id", "created_at", "updated_at", "lead_time", "agreement", "comments")


def claims(path: Path) -> bool:
    """Whether the file is a JSON list."""
    return isinstance(peek(path), list)


def read(path: Path) -> list[Entry]:
    """The labels of each annotator; tasks without an annotation and cancelled annotations are left out."""
    tasks = json_of(path)
    if not isinstance(tasks, list):
        raise UserError(f"{path} is not a list of tasks.", "Export it from Label Studio as JSON or JSON-MIN.")
    return [entry for number, task in enumerate(tasks, 1) for entry in _entries(task, f"task {number}")]


def image_path(image: str) -> tuple[str, str]:
    """The path below the local storage folder, or the name of an upload, and the address; for other images no address.

    Addresses of a server of Label Studio are recognised with and without the name of the host.
    """
    try:
        address = urlsplit(image)
        directory = parse_qs(address.query).get("d", [""])[0] if address.path.endswith("/data/local-files/") else ""
    except ValueError:
        return image, ""
    if directory:
        return directory.removeprefix("/"), image
    if "/data/upload/" in address.path:
        return sub(r"^[0-9a-f]{8}-", "", unquote(address.path).rsplit("/", maxsplit=1)[-1]), image
    return image, ""


def choices_in(value: Any) -> Iterator[str]:
    """The texts in a choice: a text, a number, a list, or an object with choices."""
    if isinstance(value, dict):
        yield from choices_in(value.get("choices"))
    elif isinstance(value, list):
        for item in value:
            yield from choices_in(item)
    elif text := name_text(value):
        yield text


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


def _entries(task: Any, where: str) -> Iterator[Entry]:
    if not isinstance(task, dict):
        yield Entry("", "", where, problem="is not an object")
        return
    values = task["data"] if isinstance(task.get("data"), dict) else task
    image = next((text_of(values, name) for name in PATHS if text_of(values, name)), None) or _only_image(values)
    if image is None:
        yield Entry("", "", where, problem="has no image")
        return
    path, address = image_path(image)
    for annotator, control, choices in _answers(task):
        entry = Entry(path, "", where, annotator, control, address)
        if len(choices) > 1:
            yield entry._replace(problem=f"has several labels ({', '.join(choices[:5])})")
        elif choices:
            yield entry._replace(label=choices[0])


def _only_image(values: dict[str, Any]) -> str | None:
    """The only value that looks like the address of an image, whatever its name in the labelling interface."""
    texts = [value for value in values.values() if isinstance(value, str) and ("/" in value or "." in value)]
    images = [text for text in texts if text.split("?")[0].lower().endswith((".png", ".jpg", ".jpeg", ".tif", ".webp"))]
    return images[0] if len(images) == 1 else None


def _answers(task: dict[str, Any]) -> Iterator[tuple[str, str, list[str]]]:
    """Annotator, control and choices of each answer."""
    annotations = task.get("annotations", task.get("completions"))
    if not isinstance(annotations, list):
        yield from _flat_answers(task)
        return
    standing = [one for one in annotations if isinstance(one, dict) and not one.get("was_cancelled")]
    for number, annotation in enumerate(standing, 1):
        who = _annotator(annotation) or (f"#{number}" if len(standing) > 1 else "")
        by_control: dict[str, list[str]] = {}
        results = annotation.get("result")
        for result in results if isinstance(results, list) else ():
            if isinstance(result, dict) and isinstance(result.get("value"), dict):
                texts = list(choices_in(result["value"]))
                by_control.setdefault(name_text(result.get("from_name")), []).extend(texts)
        yield from ((who, control, list(dict.fromkeys(texts))) for control, texts in by_control.items() if texts)


def _flat_answers(task: dict[str, Any]) -> Iterator[tuple[str, str, list[str]]]:
    """The answers of a task of JSON-MIN, which has a field for each control beside those of the data."""
    who = name_text(task.get("annotator"))
    texts = next((texts for name in CHOICES if (texts := list(choices_in(task.get(name))))), [])
    if texts:
        yield who, "", list(dict.fromkeys(texts))
    elif any(name in task for name in STUDIO):
        for name, value in task.items():
            texts = [] if name in (*NO_CONTROLS, *PATHS) else list(dict.fromkeys(choices_in(value)))
            if texts and not any("/" in text for text in texts):
                yield who, name, texts


def _annotator(annotation: dict[str, Any]) -> str:
    who = annotation.get("completed_by")
    if isinstance(who, dict):
        return next((text for key in ("email", "username", "id") if (text := name_text(who.get(key)))), "")
    return name_text(who)
