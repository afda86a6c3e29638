"""The connection to a project's database. Errors of the environment are reported as UserError."""

import contextlib
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from workbench.core.errors import UserError

WAIT = 1.0  # seconds to wait for another program's write lock; the window is blocked meanwhile
READING = "The project could not be read"
Reason = tuple[str, str]  # the cause and the hint
_BUSY = ("another program is writing to it", "Close it there, or wait; then try again.")
RECOVER = "Restore the file from a backup, or recover its contents with “sqlite3 project.sqlite .recover”."
_DAMAGED = ("its file project.sqlite is damaged", RECOVER)
_READ_ONLY = (
    "its file project.sqlite is read-only",
    "Get write permission for the project folder and its files, or copy the folder to another place.",
)
# By SQLite's primary result code. All other codes (syntax, constraints, misuse) are bugs of this program.
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
        "Check that the project folder exists and that you have permission to write to it.",
    ),
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_IOERR: (
        "its disk reported an error",
        "Check the disk or the connection to it, then try again.",
    ),
}


class Database(sqlite3.Connection):
    """A connection that raises UserError for errors of the environment. Bugs of this program raise sqlite3.Error.

    `committed` is called after each transaction of `saving`.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.committed: Callable[[], None] = lambda: None

    def cursor(self, _factory: object = None) -> "_Cursor":  # type: ignore[override]  # one class of cursors
        """A cursor that raises the same errors."""
        return super().cursor(_Cursor)

    def execute(self, sql: str, parameters: Any = ()) -> "_Cursor":
        """Execute a statement with a new cursor."""
        return self.cursor().execute(sql, parameters)

    def executemany(self, sql: str, parameters: Any) -> "_Cursor":
        """Execute a statement once for each item of `parameters`."""
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
        try:  # no context manager, which would be slow for many rows
            return super().__next__()
        except sqlite3.Error as error:
            raise explanation(error, READING) or error from error


def connect(path: Path, *, only_read: bool = False) -> Database:
    """Open or create a database file. Raises UserError if the environment prevents it."""
    with explained("The project cannot be opened"):
        name = f"{path.absolute().as_uri()}?mode={'ro' if only_read else 'rwc'}"
        database = sqlite3.connect(name, uri=True, timeout=WAIT, factory=Database)
        database.execute("PRAGMA trusted_schema = OFF")  # a project can come from someone else
        return database


def snapshot(path: Path) -> Database:
    """A copy of a database in memory, which can only be read. Nothing is written beside the file, unlike by `connect`.

    Raises UserError and sqlite3.Error if the file cannot be read.
    """
    copy = sqlite3.connect(":memory:", factory=Database)
    wal = path.with_name(f"{path.name}-wal")
    with explained("The project cannot be opened"), contextlib.ExitStack() as stack:
        if wal.exists() and wal.stat().st_size:  # SQLite reads a write-ahead log in a folder that it can write only
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="workbench-")))
            for file in (path, wal):
                shutil.copyfile(file, folder / file.name)
            source = sqlite3.connect(folder / path.name)
        else:
            source = sqlite3.connect(f"{path.absolute().as_uri()}?immutable=1", uri=True)
        with contextlib.closing(source):
            source.backup(copy)
    copy.execute("PRAGMA query_only = ON")
    return copy


def is_damage(error: BaseException | None) -> bool:
    """Whether SQLite reports a damaged file, or anything else that is not the fault of the environment."""
    if not isinstance(error, sqlite3.Error):
        return False
    reason = REASONS.get(getattr(error, "sqlite_errorcode", 0) & 0xFF, _DAMAGED)
    return reason is _DAMAGED


@contextlib.contextmanager
def explained(problem: str) -> Iterator[None]:
    """Convert SQLite errors that the environment caused to UserError, with `problem`, the cause and a hint."""
    try:
        yield
    except sqlite3.Error as error:
        raise explanation(error, problem) or error from error
    except UnicodeDecodeError:  # in a text of the file, or in the message of an error about it
        damage = sqlite3.DatabaseError("its text is not valid UTF-8")
        raise UserError(f"{problem}: {_DAMAGED[0]} ({damage}).", _DAMAGED[1]) from damage
    except UserError as error:
        if not isinstance(error.__cause__, sqlite3.Error):
            raise
        raise (explanation(error.__cause__, problem) or error) from error.__cause__  # replace the general one


def explanation(error: sqlite3.Error, problem: str) -> UserError | None:
    """The UserError for an error that the environment caused; None for a bug of this program."""
    code = getattr(error, "sqlite_errorcode", None)  # None for errors of Python's own module, such as a closed database
    reason = REASONS.get(code & 0xFF) if code is not None else None
    if reason is None and str(error).startswith("Could not decode to UTF-8"):  # Python's module again
        reason = _DAMAGED
    return UserError(f"{problem}: {reason[0]} ({error}).", reason[1]) if reason else None
