"""Label tables: CSV files with the columns path,label, and metadata files of Hugging Face image folders."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from workbench.core.csv_table import CsvTable, read_csv, read_csv_header
from workbench.core.errors import UserError
from workbench.core.text_decoding import decode_text

PATHS = ("path", "file_name", "file", "image", "image_path", "file_path", "image_file", "image_name", "img", "img_path")
LABELS = (
    "label", "class", "category", "target", "choice", "choices", "class_name", "label_name", "category_name",
    "ground_truth", "ground_truth.label", "labels",
)  # fmt: skip
METADATA = ("metadata.csv", "metadata.jsonl")
TABLE_SUFFIXES = (".csv", ".tsv")


class TableRow(NamedTuple):
    """A line: the path as written, the label (None if empty or absent), and the line number."""

    path: str
    label: str | None
    line: int


class LabelTable(NamedTuple):
    """The rows of a table of images. `labelled`: whether it has a column of labels."""

    rows: list[TableRow]
    labelled: bool
    notes: tuple[str, ...] = ()


def read_table(path: Path) -> LabelTable:
    """Read a CSV or JSON-lines file. Raises UserError with the line number if the file is invalid."""
    if path.suffix.lower() == ".jsonl":
        rows = list(_json_lines(path))
        return LabelTable(rows, any(row.label is not None for row in rows))
    table = read_csv(path, (*PATHS, *LABELS))
    where, what = table.column(PATHS), table.column(LABELS)
    if where is None:
        raise UserError(
            f"{path} has no column of image paths (its first line is “{','.join(table.header)[:80]}”).",
            "Write path,label as its first line.",
        )
    return LabelTable(list(_rows(path, table, where, what)), what is not None, table.notes)


def read_predicted(path: Path) -> dict[str, str]:
    """The predicted class of each path in a table of predictions; empty for any other table."""
    table = read_csv(path)
    where, what = table.column(["path"]), table.column(["predicted"])
    if where is None or what is None:
        return {}
    return {row.cells[where]: row.cells[what] for row in table.rows if not row.problem}


def names_images(path: Path) -> bool:
    """Whether the header of a CSV file has a column of paths."""
    header = read_csv_header(path)
    try:
        return CsvTable(path, header, [], "", "").column(PATHS) is not None
    except UserError:  # several columns of that name
        return True


def _rows(path: Path, table: CsvTable, where: int, what: int | None) -> Iterator[TableRow]:
    for row in table.rows:
        if row.problem:
            raise UserError(f"Line {row.line} of {path} {row.problem}.", "Quote values that contain the delimiter.")
        if not row.cells[where]:
            raise UserError(f"Line {row.line} of {path} has no image path.", "Complete or delete the line.")
        yield TableRow(row.cells[where], (row.cells[what] or None) if what is not None else None, row.line)


def _json_lines(path: Path) -> Iterator[TableRow]:
    for number, text in enumerate(_lines(path), 1):
        if not text.strip():
            continue
        try:
            values = json.loads(text)
            if not isinstance(values, dict):
                raise ValueError("not an object")
            json.dumps(values, ensure_ascii=False).encode()  # fails for lone surrogates
            where = next(name for name in (*PATHS, "filename", "filepath") if name in values)
        except (ValueError, StopIteration, TypeError, RecursionError) as error:
            raise UserError(
                f"Line {number} of {path} is not a JSON object with a file_name.", "Correct that line."
            ) from error
        label = next((values[name] for name in LABELS if values.get(name) not in (None, "")), None)
        yield TableRow(str(values[where]), None if label is None else str(label), number)


def _lines(path: Path) -> Iterable[str]:
    try:
        return decode_text(path.read_bytes(), str(path)).text.split("\n")
    except OSError as error:
        raise UserError(f"{path} cannot be read ({error.strerror}).", "Check its permissions.") from error
