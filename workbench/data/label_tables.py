"""Label tables: CSV files with the columns path,label, and metadata files of Hugging Face image folders."""

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
    """A line: the path as written, the label (None if empty or absent), and the line number."""

    path: str
    label: str | None
    line: int


def read_table(path: Path) -> list[TableRow]:
    """The rows of a CSV or JSON-lines file. Raises UserError with the line number if the file is invalid."""
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            lines = _json_lines(path, file) if path.suffix.lower() == ".jsonl" else _csv_lines(path, csv.reader(file))
            return list(lines)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UserError(f"{path} cannot be read as a table ({error}).", "Save it as CSV in UTF-8.") from error


def names_images(path: Path) -> bool:
    """Whether the header of a CSV file has a column of paths."""
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
            f"{path} has no column of image paths (its first line is “{','.join(header)[:80]}”).",
            "Write path,label as its first line.",
        )
    for row in reader:
        line = getattr(reader, "line_num", 0)
        if not any(row):
            continue
        if len(row) <= where or not row[where]:
            raise UserError(f"Line {line} of {path} has no image path.", "Complete or delete the line.")
        label = row[what].strip() if what is not None and len(row) > what else ""
        yield TableRow(row[where], label or None, line)


def _json_lines(path: Path, lines: "Iterator[str]") -> Iterator[TableRow]:
    for number, text in enumerate(lines, 1):
        if not text.strip():
            continue
        try:
            values = json.loads(text)
            if not isinstance(values, dict):
                raise ValueError("not an object")
            json.dumps(values, ensure_ascii=False).encode()  # fails for lone surrogates
            where = next(name for name in PATHS if name in values)
        except (ValueError, StopIteration, TypeError) as error:
            raise UserError(
                f"Line {number} of {path} is not a JSON object with a file_name.", "Correct that line."
            ) from error
        label = next((values[name] for name in LABELS if values.get(name) not in (None, "")), None)
        yield TableRow(str(values[where]), None if label is None else str(label), number)


def column(header: list[str], names: tuple[str, ...]) -> int | None:
    """The index of the first column with one of the names; None if there is none."""
    lowered = [name.strip().lower() for name in header]
    return next((lowered.index(name) for name in names if name in lowered), None)
