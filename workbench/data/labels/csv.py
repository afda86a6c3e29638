"""CSV tables with the columns path,label, and Label Studio's CSV."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from workbench.core.csv_cells import escaped_path, escaped_text
from workbench.core.csv_table import CsvTable, read_csv
from workbench.core.errors import UserError
from workbench.core.files import replacing
from workbench.data.label_tables import LABELS, METADATA, PATHS, names_images
from workbench.data.labels.contract import Entry, Labelled
from workbench.data.labels.json_files import value_of
from workbench.data.labels.label_studio import NO_CONTROLS, STUDIO, choices_in, image_path

TITLE = "CSV table"
SUMMARY = "One line per image: path,label."
SUFFIX = ".csv"
ROLES = True
ROLE, TEACH, MEASURE = "role", "teach", "measure"  # a column, and what it says of a label
READ = (SUFFIX, ".tsv")
UNICODE_TEXT = ".txt"  # Excel's “Unicode Text” has this extension, as many other files have
ANNOTATORS = ("annotator", "completed_by", "annotated_by", "labeler", "labeller", "user")


def claims(path: Path) -> bool:
    """Whether the file is a table by its extension, or text that names images, and no Hugging Face metadata file."""
    suffix = path.suffix.lower()
    is_table = suffix in READ or (suffix == UNICODE_TEXT and names_images(path))
    return path.is_file() and is_table and path.name.lower() not in METADATA


def read(path: Path) -> list[Entry]:
    """Every line must have a path and a label. Label Studio has one column for each control."""
    return read_columns(path, labels_required=True)


def read_column(path: Path, control: str) -> list[Entry]:
    """The labels of one column."""
    table = read_csv(path, (*PATHS, *LABELS, control))
    column = table.column_named(control)
    if column is None:
        raise UserError(f"{path} has no column “{control}”.", f"It has: {', '.join(table.header)}.")
    return list(_entries(table, [column], labels_required=False, named=True))


def write(path: Path, labelled: Sequence[Labelled]) -> None:
    """Write a header and one line per label, with its role if any of them measures."""
    write_columns(path, ("path", "label"), labelled)


def read_columns(path: Path, *, labels_required: bool) -> list[Entry]:
    """Labels of a table with a header. `labels_required`: whether a line without a label is a problem."""
    table = read_csv(path, (*PATHS, *LABELS))
    if table.column(PATHS) is not None and any(table.column_named(name) is not None for name in STUDIO):
        return list(_entries(table, _controls(table), labels_required=False, named=True))
    column = table.column(LABELS)
    if column is None or table.column(PATHS) is None:
        raise UserError(
            f"{path} lacks the columns path,label.", "Write them as its first line, or name a column with --control."
        )
    return list(_entries(table, [column], labels_required=labels_required, named=False))


def _controls(table: CsvTable) -> list[int]:
    """The columns of answers in a table of Label Studio: all that are neither images nor facts of the annotation."""
    paths = table.column(PATHS)
    return [
        index
        for index, name in enumerate(table.header)
        if index != paths and name and name.casefold() not in NO_CONTROLS and _answers(table, index)
    ]


def _answers(table: CsvTable, index: int) -> bool:
    cells = {row.cells[index] for row in table.rows if row.cells[index]}
    return bool(cells) and not any(cell.startswith(("http://", "https://", "/data/", "[{")) for cell in cells)


def _entries(table: CsvTable, columns: Sequence[int], *, labels_required: bool, named: bool) -> Iterator[Entry]:
    where, who = table.column(PATHS), table.column(ANNOTATORS)
    role = None if named else table.column_named(ROLE)
    if where is None:
        raise UserError(f"{table.path} has no column of image paths.", "Write path,label as its first line.")
    for row in table.rows:
        line = f"line {row.line}"
        path, annotator = row.cells[where], row.cells[who] if who is not None else ""
        if row.problem:
            yield Entry(path, "", line, problem=row.problem)
            continue
        for column in columns:
            label = row.cells[column]
            if not path or (labels_required and not label):
                yield Entry(path, label, line, problem="lacks a path or a label")
            elif label:
                control = table.header[column] if named else ""
                name, address = image_path(path)
                measures = role is not None and row.cells[role].casefold() == MEASURE
                yield _with_label(Entry(name, label, line, annotator, control, address, measures=measures))


def _with_label(entry: Entry) -> Entry:
    """Label Studio writes several choices as JSON."""
    if not entry.label.startswith(('{"choices"', '["')):
        return entry
    try:
        choices = list(choices_in(value_of(entry.label)))
    except ValueError:
        return entry
    if len(choices) == 1:
        return entry._replace(label=choices[0])
    return entry._replace(label="", problem=f"has several labels ({', '.join(choices[:5])})")


def write_columns(path: Path, names: tuple[str, str], labelled: Sequence[Labelled]) -> None:
    """Write a table with columns of the given names, and one of roles if any label measures."""
    rows: Iterable[tuple[str, ...]] = ((escaped_path(one.path), escaped_text(one.label)) for one in labelled)
    header: tuple[str, ...] = names
    if any(one.measures for one in labelled):
        header = (*names, ROLE)
        rows = ((*row, MEASURE if one.measures else TEACH) for row, one in zip(rows, labelled, strict=True))
    with replacing(path) as temporary, temporary.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
