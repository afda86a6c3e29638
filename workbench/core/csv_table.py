"""One reader for tables in text files, in every dialect that spreadsheets, labelling tools and people write."""

import csv
import io
import re
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from workbench.core.csv_cells import unescaped
from workbench.core.errors import UserError
from workbench.core.name_matching import stripped
from workbench.core.text_decoding import decode_text

DELIMITERS = ",;\t|"  # in the order of preference
SNIFFED = 200  # rows that tell the delimiter
PEEKED = 1 << 18  # bytes of a file that are read for its header
SEPARATOR_LINE = re.compile(r'\ufeff?"?sep=(.)"?[^\S\r\n]*(?:\r\n|\r|\n|$)', re.IGNORECASE)  # Excel's first line
SPACE_BEHIND_QUOTE = re.compile(r'" +(?=[,;\t|\r\n]|$)')


class CsvRow(NamedTuple):
    """A row of a table: the line of the file that it begins in, and its cells, as many as the header has.

    `problem`: why the row cannot be read, for rows with more values than the header; empty otherwise.
    """

    line: int
    cells: tuple[str, ...]
    problem: str = ""


class CsvTable(NamedTuple):
    """A table with a header. Cells have no space at their ends. `notes`: sentences about how it was read."""

    path: Path
    header: tuple[str, ...]
    rows: list[CsvRow]
    delimiter: str
    encoding: str
    notes: tuple[str, ...] = ()

    def column(self, names: Iterable[str]) -> int | None:
        """The index of the column with the first of the names, regardless of case, spaces, “_” and “-”.

        None if there is none. Raises UserError if several columns have that name.
        """
        return self._one_of([_key(name) for name in self.header], map(_key, names))

    def column_named(self, name: str) -> int | None:
        """The index of the column with exactly that name but for case. Raises UserError if there are several."""
        return self._one_of([known.casefold() for known in self.header], [name.strip().casefold()])

    def _one_of(self, keys: list[str], names: Iterable[str]) -> int | None:
        for name in names:
            found = [index for index, key in enumerate(keys) if key == name]
            if len(found) > 1:
                raise UserError(
                    f"{self.path} has {len(found)} columns “{self.header[found[0]]}”.", "Rename or delete all but one."
                )
            if found:
                return found[0]
        return None


def read_csv(path: Path, expected: Collection[str] = ()) -> CsvTable:
    """Read a table from a file: any of DELIMITERS, with or without Excel's line “sep=;”, in any usual encoding.

    `expected`: column names that help to tell the delimiter. Empty rows are skipped. Raises UserError if the file
    cannot be read, is not text, or has quotes that do not match.
    """
    return parse_csv(_bytes(path), path, expected)


def read_csv_header(path: Path) -> tuple[str, ...]:
    """The header of a table, without reading the rest; empty if the file is not a readable table."""
    try:
        with path.open("rb") as file:
            content = file.read(PEEKED)
        text, _, _ = decode_text(content, str(path), partial=len(content) == PEEKED)
        _, text, delimiter = _told_delimiter(text)
        return next((row.cells for row in _parsed(text, delimiter or _delimiter(text, ()), strict=False)), ())
    except (OSError, UserError, csv.Error):
        return ()


def parse_csv(content: bytes, path: Path, expected: Collection[str] = ()) -> CsvTable:
    """As `read_csv`, for the content of a file. `path` is for messages."""
    text, encoding, assumed = decode_text(content, str(path))
    first, text, delimiter = _told_delimiter(text)
    delimiter = delimiter or _delimiter(text, {_key(name) for name in expected})
    rows = _rows(text, delimiter, path, first)
    header = rows[0].cells if rows else ()
    while header and not header[-1]:
        header = header[:-1]
    notes = [f"{path.name} is not UTF-8, so it was read as Windows-1252."] if assumed else []
    if doubled := sorted({name for name in header if name and header.count(name) > 1}):
        notes.append(f"{path.name} has several columns “{'”, “'.join(doubled)}”.")
    body = [_fitted(row, len(header)) for row in rows[1:]]
    return CsvTable(path, header, body, delimiter, encoding, tuple(notes))


def _told_delimiter(text: str) -> tuple[int, str, str]:
    """The number of the first line below Excel's “sep=;”, the text from there, and the delimiter, if it is told."""
    told = SEPARATOR_LINE.match(text)
    return (2, text[told.end() :], told[1]) if told else (1, text, "")


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UserError(f"{path} cannot be read ({error.strerror}).", "Check the path and its permissions.") from error


def _key(name: str) -> str:
    return re.sub(r"[\s_-]+", "", name.casefold())


def _fitted(row: CsvRow, width: int) -> CsvRow:
    cells = row.cells[:width] + ("",) * (width - len(row.cells))
    surplus = any(row.cells[width:])
    problem = f"has {len(row.cells)} values, but the header has {width}" if surplus else ""
    return CsvRow(row.line, cells, problem)


def _rows(text: str, delimiter: str, path: Path, first: int) -> list[CsvRow]:
    """All rows that are not empty. Raises UserError with the line if the quotes do not match."""
    try:
        return list(_parsed(text, delimiter, first))
    except csv.Error as error:
        if "expected after" in str(error):
            with suppress(csv.Error):  # people write space behind a closing quote
                return list(_parsed(SPACE_BEHIND_QUOTE.sub('"', text), delimiter, first))
        raise UserError(
            f"Line {_failing_line(text, delimiter, first)} of {path} cannot be read ({error}).",
            "Correct its quotes, or export the table again.",
        ) from error


def _parsed(text: str, delimiter: str, first: int = 1, *, strict: bool = True) -> Iterator[CsvRow]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict, skipinitialspace=True)
    begin = 0
    for row in reader:
        cells = tuple(unescaped(stripped(cell)) for cell in row)
        if any(cells):
            yield CsvRow(first + begin, cells)
        begin = reader.line_num


def _failing_line(text: str, delimiter: str, first: int) -> int:
    """The line in which the first row begins that cannot be parsed."""
    line = first
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True, skipinitialspace=True)
    with suppress(csv.Error):
        for _ in reader:
            line = first + reader.line_num
    return line


def _delimiter(text: str, expected: Collection[str]) -> str:
    """The character that splits the header into known names, then into as many cells as the rows that follow."""

    def score(delimiter: str) -> tuple[int, bool, float, int]:
        try:
            rows = [row.cells for row in islice(_parsed(text, delimiter, strict=False), SNIFFED)]
        except csv.Error:
            return -1, False, 0.0, 0
        header = rows[0] if rows else ()
        known = sum(_key(cell) in expected for cell in header)
        fitting = sum(len(row) == len(header) for row in rows)
        return known, len(header) > 1, fitting / max(len(rows), 1), len(header)

    return max(DELIMITERS, key=score)  # the first of equals
