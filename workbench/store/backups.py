"""Backups of a project's database, made by SQLite's backup API, and how to restore one."""

import contextlib
import os
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from workbench.core.counting import count
from workbench.core.errors import UserError
from workbench.core.files import copy_atomically, move, replacing
from workbench.store import project_state
from workbench.store.database_check import DamagedDatabaseError, check
from workbench.store.migrations import IDENTITY
from workbench.store.project_lock import ProjectLock

FOLDER = "backups"
KEPT = 5
_NAME = "%Y%m%dT%H%M%SZ"  # in UTC, so that names sort by time
BESIDE = ("-wal", "-shm", "-journal")  # files of SQLite beside a database


class Backup(NamedTuple):
    """A backup that is whole. `labels`: how many samples have a label in it."""

    path: Path
    made: datetime
    labels: int

    @property
    def name(self) -> str:
        """The time at which it was made, as shown to the user."""
        return self.made.astimezone().strftime("%Y-%m-%d %H:%M:%S")


class DamagedProjectError(UserError):
    """A project that is refused because its database is damaged. `backup`: the latest one that is whole, if any."""

    def __init__(self, folder: Path, problem: str, hint: str = "") -> None:
        self.folder, self.backup = folder, latest_backup(folder)
        if self.backup is not None:
            hint = f"Restore its backup of {self.backup.name}, with {_labels(self.backup)}: workbench restore {folder}"
        super().__init__(problem, hint)


def backups_of(folder: Path) -> list[Path]:
    """The backup files of a project, latest first. They may be damaged."""
    return sorted((folder / FOLDER).glob("*Z.sqlite"), reverse=True)


def latest_backup(folder: Path) -> Backup | None:
    """The latest backup of a project that is whole."""
    return next((backup for path in backups_of(folder) if (backup := read_backup(folder, path)) is not None), None)


def read_backup(folder: Path, path: Path) -> Backup | None:
    """The backup of a project in a file; None if it is damaged, or of another project."""
    stored = project_state.read_state(folder)
    try:
        made = datetime.strptime(path.stem, _NAME).replace(tzinfo=UTC)
        with contextlib.closing(_only_read(path)) as database:
            check(database)
            (version,) = database.execute("PRAGMA user_version").fetchone()
            row = database.execute("SELECT id FROM identity").fetchone() if version >= IDENTITY else None
            if stored is not None and row is not None and row[0] != stored.id:
                return None
            (labels,) = database.execute("SELECT count(*) FROM label").fetchone()
    except (sqlite3.Error, OSError, ValueError, DamagedDatabaseError):
        return None
    return Backup(path, made, labels)


def backed_up_actions(folder: Path) -> int | None:
    """The number of the last action in the latest backup; None if there is none that can be read."""
    for path in backups_of(folder):
        with contextlib.suppress(sqlite3.Error), contextlib.closing(_only_read(path)) as database:
            (actions,) = database.execute("SELECT coalesce(max(id), 0) FROM action").fetchone()
            return int(actions)
    return None


def is_due(folder: Path, database: Path) -> bool:
    """Whether the database changed since the latest backup."""
    with contextlib.suppress(OSError):
        wal = database.with_name(f"{database.name}-wal")
        changed = [path.stat().st_mtime_ns for path in (database, wal) if path.is_file() and path.stat().st_size]
        latest = next(iter(backups_of(folder)), None)
        return latest is None or max(changed) > latest.stat().st_mtime_ns
    return False


def make_backup(folder: Path, database: Path) -> None:
    """Back up the database, and delete all but the latest backups.

    Raises DamagedDatabaseError if the database is damaged, which leaves the earlier backups, sqlite3.Error and OSError.
    """
    with contextlib.suppress(OSError):
        modified = database.stat().st_mtime_ns
    path = folder / FOLDER / f"{datetime.now(UTC).strftime(_NAME)}.sqlite"
    with replacing(path) as temporary:
        with contextlib.closing(sqlite3.connect(database)) as source, contextlib.closing(_new(temporary)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, without a write-ahead log
            check(copy)
        os.utime(temporary, ns=(modified, modified))
    for old in backups_of(folder)[KEPT:]:
        with contextlib.suppress(OSError):
            old.unlink()


def restore(folder: Path, database: Path, backup: Path) -> Path | None:
    """Replace the database by a backup. Returns the folder that now holds the replaced files; None if there were none.

    Nothing is deleted. A restoration that was interrupted can be repeated. Raises UserError if a window has the project
    open, or a file cannot be moved.
    """
    lock = ProjectLock(folder)
    try:
        return _restore(folder, database, backup)
    finally:
        lock.release()


def _restore(folder: Path, database: Path, backup: Path) -> Path | None:
    replaced = folder / FOLDER / f"replaced-{datetime.now(UTC).strftime(_NAME)}"
    there = [database, *(database.with_name(database.name + end) for end in BESIDE), folder / project_state.NAME]
    there = [path for path in there if os.path.lexists(path)]
    try:
        if there:
            replaced.mkdir(parents=True, exist_ok=True)
        for path in there:  # the database first: a write-ahead log without it is noticed when the project is opened
            move(path, replaced / path.name)
        copy_atomically(backup, database)
    except OSError as error:
        raise UserError(
            f"The backup {backup.name} cannot be restored ({error}).",
            f"Check that you can write to {folder}, then try again.",
        ) from error
    return replaced if there else None


def _labels(backup: Backup) -> str:
    return count(backup.labels, "label")


def _only_read(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?immutable=1", uri=True)


def _new(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, isolation_level=None)
