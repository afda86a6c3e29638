"""CSV tables with the columns path,label."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from workbench.core.errors import UserError
from workbench.core.files import replacing
from workbench.data.label_tables import LABELS, METADATA, PATHS, column
from workbench.data.labels.contract import Entry, Labelled

TITLE = "CSV table"
SUMMARY = "One line per image: path,label."
SUFFIX = ".csv"


def claims(path: Path) -> bool:
    """Whether the file has this extension and is not a Hugging Face metadata file."""
    return path.is_file() and path.suffix.lower() == SUFFIX and path.name.lower() not in METADATA


def read(path: Path) -> list[Entry]:
    """Every line must have a path and a label."""
    return read_columns(path, labels_required=True)


def write(path: Path, labelled: Sequence[Labelled]) -> None:
    """Write a header and one line per label."""
    write_columns(path, ("path", "label"), labelled)


def read_columns(path: Path, *, labels_required: bool) -> list[Entry]:
    """Labels of a table with a header. `labels_required`: whether a line without a label is an error."""
    with path.open(newline="", encoding="utf-8-sig") as file:
        rows = csv.reader(file, strict=True)
        try:
            return list(_entries(path, rows, labels_required))
        except csv.Error as error:
            raise UserError(
                f"Line {rows.line_num} of {path} cannot be read ({error}).", "Correct its quotes, or export it again."
            ) from error


def _entries(path: Path, rows: Any, labels_required: bool) -> Iterator[Entry]:
    header: list[str] = next(rows, [])
    where, what = column(header, PATHS), column(header, LABELS)
    if where is None or what is None:
        raise UserError(f"{path} lacks the columns path,label.", "Write them as its first line.")
    for row in rows:
        if not row:
            continue  # an empty line
        file, label = (row[place] if place < len(row) else "" for place in (where, what))
        if not file or (labels_required and not label):
            raise UserError(f"Line {rows.line_num} of {path} lacks a path or a label.", "Complete or delete the line.")
        if label:
            yield Entry(file, label, f"line {rows.line_num}")


def write_columns(path: Path, names: tuple[str, str], labelled: Sequence[Labelled]) -> None:
    """Write a table with two columns of the given names."""
    with replacing(path) as temporary, temporary.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        writer.writerows((sample.path, sample.label) for sample in labelled)
