"""The file project.json: which project a folder holds, and how far its history goes.

It is written after each commit and read before the database. A database that another project left in this folder, or
that lacks actions, is thus noticed; SQLite drops the end of a damaged or missing write-ahead log without an error.
"""

import contextlib
import sqlite3
from pathlib import Path

import msgspec

from workbench.core.files import write_atomically
from workbench.store.database_check import DamagedDatabaseError
from workbench.store.migrations import IDENTITY, TRANSLATIONS

NAME = "project.json"


class ProjectState(msgspec.Struct, frozen=True):
    """`actions`: the number of the last action; `last`: its time in seconds since 1970; `runs`: of both kinds."""

    id: str = ""
    actions: int = 0
    last: float = 0.0
    runs: int = 0


def state_of(database: sqlite3.Connection) -> ProjectState:
    """The state of a database of this version."""
    (name,) = database.execute("SELECT id FROM identity").fetchone()
    query = "SELECT id, time FROM action ORDER BY id DESC LIMIT 1"
    actions, last = database.execute(query).fetchone() or (0, 0.0)
    return ProjectState(name, actions, last, _runs(database))


def read_state(folder: Path) -> ProjectState | None:
    """The stored state of a project; None if there is none, as in projects of earlier versions."""
    try:
        return msgspec.json.decode((folder / NAME).read_bytes(), type=ProjectState)
    except (OSError, ValueError, RecursionError):
        return None


def write_state(folder: Path, state: ProjectState) -> None:
    """Store the state of a project. A file system that refuses it is ignored: a label counts more than this file."""
    with contextlib.suppress(OSError):
        write_atomically(folder / NAME, msgspec.json.encode(state), durable=False)


def check_state(database: sqlite3.Connection, version: int, stored: ProjectState | None) -> None:
    """Compare a database with the state that was stored before.

    Raises DamagedDatabaseError if they do not belong together. `version`: of the database's schema. Projects without an
    id, of earlier versions, are compared by their history.
    """
    if stored is None:
        return
    row = database.execute("SELECT id FROM identity").fetchone() if version >= IDENTITY else (stored.id,)
    if row is None or row[0] != stored.id:
        raise DamagedDatabaseError("it belongs to another project")
    (last,) = database.execute("SELECT coalesce(max(id), 0) FROM action").fetchone()
    if last < stored.actions:
        raise DamagedDatabaseError(f"it holds only {last:,} of the {stored.actions:,} actions of this project")
    times = database.execute("SELECT time FROM action WHERE id = ?", (stored.actions,)).fetchone()
    if stored.actions and (times is None or times[0] != stored.last):
        raise DamagedDatabaseError("its history is not that of this project")
    if version >= TRANSLATIONS and _runs(database) < stored.runs:
        raise DamagedDatabaseError(f"it holds only {_runs(database):,} of the {stored.runs:,} runs of this project")


def _runs(database: sqlite3.Connection) -> int:
    query = "SELECT (SELECT count(*) FROM run) + (SELECT count(*) FROM translation)"
    (number,) = database.execute(query).fetchone()
    return int(number)
