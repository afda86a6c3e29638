"""The table of a watched folder: a row for each image, on the disk before the image is told."""

import csv
import os
import time
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from workbench.core.csv_cells import escaped_path, escaped_text, unescaped
from workbench.core.errors import UserError
from workbench.core.files import replacing
from workbench.data.walk import FileEntry
from workbench.export.results_files import COLUMNS, ResultLine
from workbench.export.watching.known_files import KnownFiles
from workbench.export.watching.unusual import UnusualImage

FIRST_HEAD = (*COLUMNS, "bytes", "modified", "reason")  # of versions that did not test single images
HEAD = (*FIRST_HEAD, "watched", "unusual", "why")
TAIL = 1 << 16  # bytes that are read at once to find the last line
CLOCK = "%Y-%m-%dT%H:%M:%S"  # local time


class WatchTable:
    """The table of predictions; `known` contains the file of each row with its size and modification time.

    `classes`: those whose shares of an image's pixels have a column each.
    """

    def __init__(self, path: Path, classes: Sequence[str] = ()) -> None:
        self.path = path
        self.head = (*HEAD, *(f"share of {name}" for name in classes))
        self.known = KnownFiles()
        self.written = 0  # bytes of the table when it was last synced
        self.file: IO[str]

    def __enter__(self) -> "WatchTable":
        self._open()
        return self

    def _open(self) -> None:
        """Open the table at the path, a new one if there is none."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        is_new = not self.path.exists() or not self.path.stat().st_size
        if not is_new:
            try:
                self._resume()
            except (ValueError, TypeError, csv.Error) as error:  # not UTF-8, or another table
                raise UserError(
                    f"{self.path} exists and is not a table that “workbench watch” wrote for such a model.",
                    "Choose another --out.",
                ) from error
        self.file = self.path.open("a", newline="", encoding="utf-8")
        self.writer = csv.writer(self.file)
        if is_new:
            self.writer.writerow(self.head)
            self.file.flush()
        self.written = os.fstat(self.file.fileno()).st_size

    def reopen_if_replaced(self) -> None:
        """Continue in the file that is at the path now. Raises UserError if it is not such a table."""
        opened = os.fstat(self.file.fileno())
        try:
            there = self.path.stat()
        except FileNotFoundError:
            there = None
        if there is not None and os.path.samestat(there, opened) and there.st_size >= self.written:
            return
        self.file.close()
        self.known.clear()
        self._open()

    def _resume(self) -> None:
        """Read an existing table. Raises ValueError if the file is not such a table; it is not changed then."""
        with self.path.open(newline="", encoding="utf-8") as file:
            head = tuple(next(csv.reader(file), ()))
        if head not in (self.head, FIRST_HEAD) or (head == FIRST_HEAD and self.head != HEAD):
            raise ValueError("other columns")
        _mend(self.path)
        with self.path.open(newline="", encoding="utf-8") as file:
            self.known = KnownFiles(
                FileEntry(unescaped(row["path"]), int(row["bytes"]), int(row["modified"]))
                for row in csv.DictReader(file)
            )
        if head == FIRST_HEAD:
            _with_columns(self.path)

    def __exit__(self, *_: object) -> None:
        self.file.close()

    def add(
        self, line: ResultLine, file: FileEntry, unusual: UnusualImage | None = None, shares: Sequence[float] = ()
    ) -> None:
        """Append a row; `sync` writes it to the disk."""
        numbers = (f"{line.confidence:.6f}", f"{line.unknown:.6f}") if line.predicted else ("", "")
        path, predicted = escaped_path(line.path), escaped_text(line.predicted)
        row = (path, predicted, *numbers, file.bytes, file.mtime_ns, line.reason, time.strftime(CLOCK))
        found = ("", "") if unusual is None else (f"{unusual.score:.3f}", escaped_text(unusual.why))
        cells = [f"{share:.6f}" for share in shares]
        self.writer.writerow((*row, *found, *cells, *[""] * (len(self.head) - len(HEAD) - len(cells))))
        self.known.add(file)

    def sync(self) -> None:
        """Flush the added rows to the disk."""
        self.file.flush()
        os.fsync(self.file.fileno())
        self.written = os.fstat(self.file.fileno()).st_size


def _mend(path: Path) -> None:
    """Remove an incomplete last line, which a crash can leave."""
    with path.open("r+b") as file:
        end = whole = file.seek(0, os.SEEK_END)
        while end:
            start = max(end - TAIL, 0)
            file.seek(start)
            found = file.read(end - start).rfind(b"\n")
            if found >= 0:
                if start + found + 1 < whole:
                    file.truncate(start + found + 1)
                return
            end = start
        file.truncate(0)


def _with_columns(path: Path) -> None:
    """Add the columns that tables of earlier versions lack. Raises OSError."""
    with (
        path.open(newline="", encoding="utf-8") as before,
        replacing(path) as temporary,
        temporary.open("w", newline="", encoding="utf-8") as after,
    ):
        rows, writer = csv.reader(before), csv.writer(after)
        next(rows)
        writer.writerow(HEAD)
        writer.writerows([*row, "", "", ""] for row in rows)
