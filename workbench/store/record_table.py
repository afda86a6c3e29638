"""A database table of numbered runs or translations, with their jobs, status, results and tags, and the trash."""

import shutil
import sqlite3
import time
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Any, Generic, TypeVar

import msgspec

from workbench.core.errors import UserError
from workbench.store.transaction import saving


class Status(StrEnum):
    """The status of a run. INTERRUPTED: the program ended while it was running; it can be resumed."""

    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"
    INTERRUPTED = "interrupted"
    FINISHED = "finished"
    FAILED = "failed"


UNDER_WAY = (Status.RUNNING, Status.PAUSED)
RESUMABLE = (Status.STOPPED, Status.INTERRUPTED, Status.FAILED)


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """A row. A subclass defines the type of the job and the columns of results.

    `created`: in seconds since 1970; `seconds`: wall time; `message`: why it failed; `tags`: given by the user.
    """

    id: str
    number: int
    created: float
    job: Any
    status: Status
    seconds: float | None = None
    message: str = ""
    tags: tuple[str, ...] = ()


R = TypeVar("R", bound=Record)


class RecordTable(Generic[R]):
    """A table whose rows have a folder each. Struct values are stored as JSON."""

    def __init__(self, database: sqlite3.Connection, folder: Path, table: str, kind: type[R]) -> None:
        """`folder`: contains the folders of the rows; `kind`: has the table's columns and `tags` as fields."""
        self.database, self.folder, self.table, self.kind = database, folder, table, kind
        self.columns = [field.name for field in msgspec.structs.fields(kind) if field.name != "tags"]

    def place(self, name: str) -> Path:
        """The folder of a row."""
        return self.folder / name

    def all(self) -> list[R]:
        """All rows outside the trash, oldest first."""
        return self._records("trashed IS NULL")

    def trash(self) -> list[R]:
        """All rows in the trash whose files still exist."""
        return [record for record in self._records("trashed IS NOT NULL") if self.place(record.id).exists()]

    def all_ever(self) -> list[R]:
        """All rows, including those whose files were deleted."""
        return self._records("TRUE")

    def move_to_trash(self, names: Iterable[str]) -> None:
        """Move rows to the trash. Their files are kept until the trash is emptied."""
        self._set_trashed(names, time.time())

    def restore(self, names: Iterable[str]) -> None:
        """Restore rows from the trash."""
        self._set_trashed(names, None)

    def empty_trash(self) -> int:
        """Delete the files of all rows in the trash, and return the number of rows. Numbers are not reused.

        Raises UserError if files cannot be deleted.
        """
        records = self.trash()
        try:
            for record in records:
                shutil.rmtree(self.place(record.id))
        except OSError as error:
            raise UserError(
                f"The trash could not be emptied ({error}).", "Check that you can write to the project folder."
            ) from error
        return len(records)

    def set_tags(self, name: str, tags: Iterable[str]) -> None:
        """Replace the tags of a row."""
        with saving(self.database):
            self.database.execute("DELETE FROM tag WHERE run = ?", (name,))
            self.database.executemany("INSERT INTO tag VALUES (?, ?)", [(name, tag) for tag in sorted(set(tags))])

    def put(self, name: str, job: msgspec.Struct) -> R:
        """Add a row with the next number. `name`: a format string for that number, such as "{:03d}-mcc"."""
        (last,) = self.database.execute(f"SELECT coalesce(max(number), 0) FROM {self.table}").fetchone()
        values = {"id": name.format(last + 1), "number": last + 1, "created": time.time(), "status": Status.RUNNING}
        with saving(self.database):
            self.database.execute(
                f"INSERT INTO {self.table} (id, number, created, status, job) VALUES (?, ?, ?, ?, ?)",
                (*values.values(), msgspec.json.encode(job)),
            )
        return self.kind(**values, job=job)

    def update(self, name: str, status: Status, *, message: str = "", **values: object) -> None:
        """Update a row. Columns that are not given, or given as None, are unchanged."""
        assert set(values) <= set(self.columns)
        given = {column: value for column, value in values.items() if value is not None}
        updates = {"status": status, "message": message} | given
        encoded = [
            msgspec.json.encode(value) if isinstance(value, msgspec.Struct) else value for value in updates.values()
        ]
        with saving(self.database):
            self.database.execute(
                f"UPDATE {self.table} SET {', '.join(f'{column} = ?' for column in updates)} WHERE id = ?",
                (*encoded, name),
            )

    def _set_trashed(self, names: Iterable[str], when: float | None) -> None:
        with saving(self.database):
            self.database.executemany(
                f"UPDATE {self.table} SET trashed = ? WHERE id = ?", [(when, name) for name in names]
            )

    def _records(self, where: str) -> list[R]:
        tags: dict[str, list[str]] = {}
        for name, tag in self.database.execute("SELECT run, tag FROM tag ORDER BY tag"):
            tags.setdefault(name, []).append(tag)
        rows = self.database.execute(
            f"SELECT {', '.join(self.columns)} FROM {self.table} WHERE {where} ORDER BY number"
        )
        return [self._record(row, tags.get(row[0], [])) for row in rows]

    def _record(self, row: tuple[Any, ...], tags: list[str]) -> R:
        values = [msgspec.json.decode(value) if isinstance(value, bytes) else value for value in row]
        return msgspec.convert(dict(zip(self.columns, values, strict=True)) | {"tags": tags}, self.kind)
