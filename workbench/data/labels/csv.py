"""CSV tables with the columns path,label."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from workbench.core.csv_cells import escaped_path, escaped_text
from workbench.core.csv_table import CsvTable, read_csv
from workbench.core.errors import UserError
from workbench.core.files import replacing
from workbench.data.label_tables import LABELS, METADATA, PATHS, names_images
from workbench.data.labels.contract import Entry, Labelled

TITLE = "CSV table"
SUMMARY = "One line per image: path,label."
SUFFIX = ".csv"
READ = (SUFFIX, ".tsv")
UNICODE_TEXT = ".txt"  # Excel's “Unicode Text” has this extension, as many other files have


def claims(path: Path) -> bool:
    """Whether the file is a table by its extension, or text that names images, and no Hugging Face metadata file."""
    suffix = path.suffix.lower()
    is_table = suffix in READ or (suffix == UNICODE_TEXT and names_images(path))
    return path.is_file() and is_table and path.name.lower() not in METADATA


def read(path: Path) -> list[Entry]:
    """Every line must have a path and a label."""
    return read_columns(path, labels_required=True)


def write(path: Path, labelled: Sequence[Labelled]) -> None:
    """Write a header and one line per label."""
    write_columns(path, ("path", "label"), labelled)


def read_columns(path: Path, *, labels_required: bool) -> list[Entry]:
    """Labels of a table with a header. `labels_required`: whether a line without a label is an error."""
    return list(_entries(read_csv(path, (*PATHS, *LABELS)), labels_required))


def _entries(table: CsvTable, labels_required: bool) -> Iterator[Entry]:
    path = table.path
    where, what = table.column(PATHS), table.column(LABELS)
    if where is None or what is None:
        raise UserError(f"{path} lacks the columns path,label.", "Write them as its first line.")
    for row in table.rows:
        if row.problem:
            raise UserError(f"Line {row.line} of {path} {row.problem}.", "Quote values that contain the delimiter.")
        file, label = row.cells[where], row.cells[what]
        if not file or (labels_required and not label):
            raise UserError(f"Line {row.line} of {path} lacks a path or a label.", "Complete or delete the line.")
        if label:
            yield Entry(file, label, f"line {row.line}")


def write_columns(path: Path, names: tuple[str, str], labelled: Sequence[Labelled]) -> None:
    """Write a table with two columns of the given names."""
    with replacing(path) as temporary, temporary.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        writer.writerows((escaped_path(sample.path), escaped_text(sample.label)) for sample in labelled)
