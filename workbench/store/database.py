"""The connection to a project's database. What the disk, the system or another program does to it is explained."""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from workbench.core.errors import UserError

WAIT = 1.0  # seconds for another program to finish writing: a window waits for it
READING = "The project could not be read"
Reason = tuple[str, str]  # the cause, and the way out
_BUSY = ("another program is writing to it", "Close it there, or wait; then try again.")
_DAMAGED = (
    "its file project.sqlite is damaged",
    "Restore the file from a backup; “sqlite3 project.sqlite .recover” reads what is left of it.",
)
_READ_ONLY = (
    "its file project.sqlite is read-only",
    "Give yourself the right to write the project's folder and its files, or copy the folder to another place.",
)
# By SQLite's primary result code. All other codes (syntax, constraints, misuse) are faults of this program.
# https://www.sqlite.org/rescode.html
REASONS: dict[int, Reason] = {
    sqlite3.SQLITE_FULL: ("its disk is full", "Free some space on the disk, then try again."),
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_PROTOCOL: _BUSY,
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    sqlite3.SQLITE_PERM: _READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: (
        "its file project.sqlite cannot be opened",
        "Check that the project's folder is there and that you may write in it.",
    ),
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_IOERR: (
        "its disk reported an error",
        "Check the disk or the connection to it, then try again.",
    ),
}


class Database(sqlite3.Connection):
    """Raises UserError where the environment fails a statement or a row. Faults of this program stay sqlite3.Error."""

    def cursor(self, _factory: object = None) -> "_Cursor":  # type: ignore[override]  # there is one kind of cursor
        """A cursor that raises the same."""
        return super().cursor(_Cursor)

    def execute(self, sql: str, parameters: Any = ()) -> "_Cursor":
        """Execute a statement with a cursor of its own."""
        return self.cursor().execute(sql, parameters)

    def executemany(self, sql: str, parameters: Any) -> "_Cursor":
        """Execute a statement once for each of the parameters."""
        return self.cursor().executemany(sql, parameters)

    def executescript(self, sql_script: str) -> sqlite3.Cursor:
        """Execute several statements."""
        return self.cursor().executescript(sql_script)


class _Cursor(sqlite3.Cursor):
    def execute(self, sql: str, parameters: Any = ()) -> "_Cursor":
        with explained(READING):
            return super().execute(sql, parameters)

    def executemany(self, sql: str, parameters: Any) -> "_Cursor":
        with explained(READING):
            return super().executemany(sql, parameters)

    def executescript(self, sql_script: str) -> sqlite3.Cursor:
        with explained(READING):
            return super().executescript(sql_script)

    def fetchone(self) -> Any:
        with explained(READING):
            return super().fetchone()

    def fetchall(self) -> list[Any]:
        with explained(READING):
            return super().fetchall()

    def __next__(self) -> Any:
        try:  # no context manager: there are many rows
            return super().__next__()
        except sqlite3.Error as error:
            raise explanation(error, READING) or error from error


def connect(path: Path) -> Database:
    """Open the file, or make it. Raises UserError where the environment does not let it."""
    with explained("The project cannot be opened"):
        return sqlite3.connect(path, timeout=WAIT, factory=Database)


@contextlib.contextmanager
def explained(problem: str) -> Iterator[None]:
    """Raise a UserError for what the environment did to the database: `problem`, its cause and the way out."""
    try:
        yield
    except sqlite3.Error as error:
        raise explanation(error, problem) or error from error
    except UserError as error:
        if not isinstance(error.__cause__, sqlite3.Error):
            raise
        raise explanation(error.__cause__, problem) or error from error.__cause__  # explained for less than this


def explanation(error: sqlite3.Error, problem: str) -> UserError | None:
    """What the environment did, in a sentence; None where the error is a fault of this program."""
    code = getattr(error, "sqlite_errorcode", None)  # an error of Python's own module, such as a closed database: none
    reason = REASONS.get(code & 0xFF) if code is not None else None
    return UserError(f"{problem}: {reason[0]} ({error}).", reason[1]) if reason else None
