"""Labels as a CSV table with the columns path,label."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from workbench.core.errors import UserError
from workbench.core.files import replacing
from workbench.data.label_tables import LABELS, METADATA, PATHS, column
from workbench.data.labels.contract import Entry, Labelled

TITLE = "CSV table"
SUMMARY = "One line an image: path,label."
SUFFIX = ".csv"


def claims(path: Path) -> bool:
    """A file that ends so, but for those that Hugging Face names."""
    return path.is_file() and path.suffix.lower() == SUFFIX and path.name.lower() not in METADATA


def read(path: Path) -> list[Entry]:
    """Every line has a path and a label."""
    return read_columns(path, whole=True)


def write(path: Path, labelled: Sequence[Labelled]) -> None:
    """With a first line of names."""
    write_columns(path, ("path", "label"), labelled)


def read_columns(path: Path, *, whole: bool) -> list[Entry]:
    """Labels of a table whose first line names its columns. `whole`: a line without a label is a mistake."""
    with path.open(newline="", encoding="utf-8-sig") as file:
        rows = csv.reader(file, strict=True)
        try:
            return list(_entries(path, rows, whole))
        except csv.Error as error:
            raise UserError(
                f"Line {rows.line_num} of {path} can not be read ({error}).", "Mend its quotes, or save it as CSV anew."
            ) from error


def _entries(path: Path, rows: Any, whole: bool) -> Iterator[Entry]:
    header: list[str] = next(rows, [])
    where, what = column(header, PATHS), column(header, LABELS)
    if where is None or what is None:
        raise UserError(f"{path} lacks the columns path,label.", "Its first line must name them.")
    for row in rows:
        if not row:
            continue  # an empty line
        file, label = (row[place] if place < len(row) else "" for place in (where, what))
        if not file or (whole and not label):
            raise UserError(f"Line {rows.line_num} of {path} lacks a path or a label.", "Complete or delete it.")
        if label:
            yield Entry(file, label, f"line {rows.line_num}")


def write_columns(path: Path, names: tuple[str, str], labelled: Sequence[Labelled]) -> None:
    """A table with these two columns."""
    with replacing(path) as temporary, temporary.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        writer.writerows((one.path, one.label) for one in labelled)
