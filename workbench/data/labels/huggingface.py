"""Metadata files of Hugging Face image folders (https://huggingface.co/docs/datasets/image_dataset)."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from workbench.core.errors import UserError
from workbench.core.files import write_atomically
from workbench.core.text_decoding import decode_text
from workbench.data.label_tables import LABELS, METADATA, PATHS
from workbench.data.labels.contract import Entry, Labelled
from workbench.data.labels.csv import read_columns, write_columns
from workbench.data.labels.json_files import name_text, value_of

TITLE = "Hugging Face metadata"
SUMMARY = "metadata.jsonl or metadata.csv beside the images, with file_name and label."
SUFFIX = ""
LINES = ".jsonl"
FILES = (*PATHS, "filename", "filepath")


def claims(path: Path) -> bool:
    """Whether the path is metadata.csv, a JSON-lines file, or a folder with a metadata file."""
    if path.is_dir():
        return any((path / name).is_file() for name in METADATA)
    return path.is_file() and (path.name.lower() in METADATA or path.suffix.lower() == LINES)


def read(path: Path) -> list[Entry]:
    """The labels; unlabelled images are left out."""
    if path.is_dir():
        path = next((path / name for name in METADATA if (path / name).is_file()), path / METADATA[-1])
    if path.suffix.lower() != LINES:
        return read_columns(path, labels_required=False)
    lines = decode_text(path.read_bytes(), str(path)).text.split("\n")
    entries = [_entry(line, f"line {number}") for number, line in enumerate(lines, 1) if line.strip()]
    return [entry for entry in entries if entry is not None]


def _entry(line: str, where: str) -> Entry | None:
    try:
        values = value_of(line)
    except ValueError as error:
        return Entry("", "", where, problem=f"is not a JSON object ({error})")
    if not isinstance(values, dict):
        return Entry("", "", where, problem="is not a JSON object")
    file = next((values[name] for name in FILES if values.get(name)), None)
    if not isinstance(file, str):
        return Entry("", "", where, problem="has no file_name")
    label = next((text for name in LABELS if (text := name_text(values.get(name)))), "")
    return Entry(file, label, where) if label else None


def write(path: Path, labelled: Sequence[Labelled]) -> None:
    """Write CSV or JSON lines, according to the extension."""
    if path.suffix.lower() == ".csv":
        write_columns(path, ("file_name", "label"), labelled)
    elif path.suffix.lower() == LINES:
        lines = [msgspec.json.encode({"file_name": sample.path, "label": sample.label}) + b"\n" for sample in labelled]
        write_atomically(path, b"".join(lines))
    else:
        raise UserError(f"{path.name} ends neither with .jsonl nor with .csv.", "Name it metadata.jsonl.")
