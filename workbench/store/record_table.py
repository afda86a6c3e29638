"""One table of numbered things that a project began: their recipes, what became of them, their tags, and the trash."""

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
    """What became of a run. INTERRUPTED: the program ended under it; it can be resumed."""

    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"
    INTERRUPTED = "interrupted"
    FINISHED = "finished"
    FAILED = "failed"


UNDER_WAY = (Status.RUNNING, Status.PAUSED)
RESUMABLE = (Status.STOPPED, Status.INTERRUPTED, Status.FAILED)


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """A row: a subclass says the recipe, and what is measured. `created` in seconds since 1970, `seconds` of wall time.

    `message`: why it failed. `tags`: a person's own words for it.
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


class Shelf(Generic[R]):
    """The rows of one table, each with a folder of its own. A column whose value is a struct is kept as JSON."""

    def __init__(self, database: sqlite3.Connection, folder: Path, table: str, kind: type[R]) -> None:
        """`folder` holds those of the rows; `kind` has the table's columns as its fields, and `tags`."""
        self.database, self.folder, self.table, self.kind = database, folder, table, kind
        self.columns = [field.name for field in msgspec.structs.fields(kind) if field.name != "tags"]

    def place(self, name: str) -> Path:
        """The folder of a row."""
        return self.folder / name

    def all(self) -> list[R]:
        """All that are not in the trash, the first one first."""
        return self._records("trashed IS NULL")

    def trash(self) -> list[R]:
        """Those that were thrown away and are still on the disk."""
        return [record for record in self._records("trashed IS NOT NULL") if self.place(record.id).exists()]

    def ever(self) -> list[R]:
        """All that there ever were, those whose files are gone too."""
        return self._records("TRUE")

    def throw_away(self, names: Iterable[str]) -> None:
        """Put rows into the trash: their files stay until it is emptied."""
        self._set_trashed(names, time.time())

    def restore(self, names: Iterable[str]) -> None:
        """Take rows out of the trash."""
        self._set_trashed(names, None)

    def empty_trash(self) -> int:
        """Delete the files of all that is in the trash; how many that were. Their numbers are not used again."""
        gone = self.trash()
        try:
            for record in gone:
                shutil.rmtree(self.place(record.id))
        except OSError as error:
            raise UserError(
                f"The trash could not be emptied ({error}).", "Check that the project's folder can be written."
            ) from error
        return len(gone)

    def set_tags(self, name: str, tags: Iterable[str]) -> None:
        """Give a row these tags and no others."""
        with saving(self.database):
            self.database.execute("DELETE FROM tag WHERE run = ?", (name,))
            self.database.executemany("INSERT INTO tag VALUES (?, ?)", [(name, tag) for tag in sorted(set(tags))])

    def put(self, name: str, job: msgspec.Struct) -> R:
        """A new row under the next number, which the name has in its braces: "{:03d}-mcc"."""
        (last,) = self.database.execute(f"SELECT coalesce(max(number), 0) FROM {self.table}").fetchone()
        values = {"id": name.format(last + 1), "number": last + 1, "created": time.time(), "status": Status.RUNNING}
        with saving(self.database):
            self.database.execute(
                f"INSERT INTO {self.table} (id, number, created, status, job) VALUES (?, ?, ?, ?, ?)",
                (*values.values(), msgspec.json.encode(job)),
            )
        return self.kind(**values, job=job)

    def update(self, name: str, status: Status, *, message: str = "", **values: object) -> None:
        """What became of a row; a column that is not given, or None, stays as it is."""
        assert set(values) <= set(self.columns)
        given = {column: value for column, value in values.items() if value is not None}
        told = {"status": status, "message": message} | given
        kept = [msgspec.json.encode(one) if isinstance(one, msgspec.Struct) else one for one in told.values()]
        with saving(self.database):
            self.database.execute(
                f"UPDATE {self.table} SET {', '.join(f'{column} = ?' for column in told)} WHERE id = ?", (*kept, name)
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
        plain = [msgspec.json.decode(value) if isinstance(value, bytes) else value for value in row]
        return msgspec.convert(dict(zip(self.columns, plain, strict=True)) | {"tags": tags}, self.kind)
