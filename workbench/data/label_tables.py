"""Labels in a file: a CSV with the columns path,label, or the metadata file of a Hugging Face image folder."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from workbench.core.errors import UserError

PATHS = ("path", "file_name", "filename", "file", "image", "image_path")
LABELS = ("label", "class", "category", "target")
METADATA = ("metadata.csv", "metadata.jsonl")


class TableRow(NamedTuple):
    """One line: a path as written, its label (None when empty or absent), and the line's number."""

    path: str
    label: str | None
    line: int


def read_table(path: Path) -> list[TableRow]:
    """The rows of a CSV or JSON-lines file. Raises UserError, naming the line, when it is no such table."""
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            lines = _json_lines(path, file) if path.suffix.lower() == ".jsonl" else _csv_lines(path, csv.reader(file))
            return list(lines)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UserError(f"{path} could not be read as a table ({error}).", "Save it as CSV in UTF-8.") from error


def names_images(path: Path) -> bool:
    """Whether the first line of a CSV has a column for paths."""
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            header = next(csv.reader(file), [])
    except (OSError, UnicodeDecodeError, csv.Error):
        return False
    return column(header, PATHS) is not None


def _csv_lines(path: Path, reader: "Iterator[list[str]]") -> Iterator[TableRow]:
    header = next(reader, [])
    where, what = column(header, PATHS), column(header, LABELS)
    if where is None:
        raise UserError(
            f"{path} has no column for the images (its first line is “{','.join(header)[:80]}”).",
            "Name the columns path,label in the first line.",
        )
    for row in reader:
        line = getattr(reader, "line_num", 0)
        if not any(row):
            continue
        if len(row) <= where or not row[where]:
            raise UserError(f"Line {line} of {path} names no image.", "Complete or delete it.")
        label = row[what].strip() if what is not None and len(row) > what else ""
        yield TableRow(row[where], label or None, line)


def _json_lines(path: Path, lines: "Iterator[str]") -> Iterator[TableRow]:
    for number, text in enumerate(lines, 1):
        if not text.strip():
            continue
        try:
            values = json.loads(text)
            if not isinstance(values, dict):
                raise ValueError("no object")
            json.dumps(values, ensure_ascii=False).encode()  # half a surrogate pair is no text
            where = next(name for name in PATHS if name in values)
        except (ValueError, StopIteration, TypeError) as error:
            raise UserError(
                f"Line {number} of {path} is no JSON object with a file_name.", "Mend that line."
            ) from error
        label = next((values[name] for name in LABELS if values.get(name) not in (None, "")), None)
        yield TableRow(str(values[where]), None if label is None else str(label), number)


def column(header: list[str], names: tuple[str, ...]) -> int | None:
    """Which column of a table has one of these names; None where none has."""
    lowered = [name.strip().lower() for name in header]
    return next((lowered.index(name) for name in names if name in lowered), None)
