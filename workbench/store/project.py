"""A project on disk: the folder NAME.workbench with its database, its runs and its cache."""

import contextlib
import os
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Any

from workbench.core.domain import Side
from workbench.core.errors import UserError
from workbench.core.job import Job, Shot
from workbench.core.scores import Scores
from workbench.store.backups import FOLDER as BACKUPS
from workbench.store.backups import DamagedProjectError
from workbench.store.class_keys import ClassKeys
from workbench.store.confirmed_labels import ConfirmedLabels
from workbench.store.database import RECOVER, Database, connect, explained, is_damage, snapshot
from workbench.store.database_check import DamagedDatabaseError, check
from workbench.store.domain_ranges import DomainRanges
from workbench.store.labels import Labels
from workbench.store.last_visit import follow, write_home
from workbench.store.measuring_set import MeasuringSet
from workbench.store.migrations import VERSION, migrate
from workbench.store.miss_costs import MissCostTable
from workbench.store.moved_files import MovedFiles
from workbench.store.moved_sources import MovedSources
from workbench.store.project_lock import ProjectLock
from workbench.store.project_state import NAME as STATE
from workbench.store.project_state import check_state, read_state, state_of, write_state
from workbench.store.record_table import UNDER_WAY, Record, RecordTable, Status
from workbench.store.run_folder import RunFolder
from workbench.store.saved_filters import SavedFilters
from workbench.store.transaction import saving
from workbench.store.upkeep import Upkeep
from workbench.store.watched_images import WatchedTable

SUFFIX = ".workbench"
DATABASE = "project.sqlite"


class RunRecord(Record, frozen=True, kw_only=True):
    """A row of the table of runs."""

    job: Job
    scores: Scores | None = None


class Project:
    """An open project. Only the front end that opened it writes its runs; other programs may add labels."""

    def __init__(self, folder: Path, database: Database) -> None:
        self.folder, self.database = folder, database
        self.read_only = False  # whether its folder cannot be written, so that nothing in it can be changed
        self.interrupted: list[str] = []  # runs that the end of the program interrupted, as this opening found
        self.lock: ProjectLock | None = None
        self.upkeep = Upkeep(folder, folder / DATABASE)
        database.committed = self._committed
        self.run_table = RecordTable(database, folder / "runs", "run", RunRecord)
        self.labels = Labels(database)
        self.strokes = self.labels.strokes
        self.class_keys = ClassKeys(database)
        self.domain_ranges = DomainRanges(database)
        self.confirmed_labels = ConfirmedLabels(database)
        self.miss_costs = MissCostTable(database)
        self.saved_filters = SavedFilters(database)
        self.watched_images = WatchedTable(database)
        self.moved_files = MovedFiles(database, self.labels)
        self.moved_sources = MovedSources(database, self.labels)
        self.measuring_set = MeasuringSet(database, self.labels)

    @classmethod
    def create(cls, folder: Path) -> "Project":
        """Create an empty project. Raises UserError if the folder contains one, or cannot be created."""
        if os.path.lexists(folder / DATABASE) or is_project(folder):
            raise UserError(f"{folder} already contains a project.", "Open it, or choose another name.")
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UserError(
                f"The project folder {folder} cannot be created ({error}).", "Choose another place."
            ) from error
        lock = ProjectLock(folder)
        try:
            project = cls._open(folder)
        except BaseException:
            lock.release()
            raise
        project.lock = lock
        write_home(folder)
        return project

    @classmethod
    def open(cls, folder: Path, *, settle: bool = True) -> "Project":
        """Open a project.

        Raises UserError if there is none, or if it is of a newer version, and DamagedProjectError if it is not whole.

        With `settle`, the status of runs that were running when the program last ended is updated, and no other window
        can open the project. A window, which runs them, needs this; a program that reads a project beside an open
        window must not do it. A project in a folder that cannot be written is opened for reading, with `read_only` set.
        """
        if not is_project(folder):
            raise UserError(f"{folder} is not a project.", f"Open a folder that ends in {SUFFIX}, or create a project.")
        settle = settle and _writable(folder)
        lock = ProjectLock(folder) if settle else None
        try:
            _check(folder)
            project = cls._open(folder) if _writable(folder) else cls._open_for_reading(folder)
        except BaseException:
            if lock is not None:
                lock.release()
            raise
        project.lock = lock
        if settle:
            try:
                with explained(f"The project {folder.name} cannot be opened"):
                    project._settle()
            except BaseException:
                project.close()
                raise
            project.upkeep.back_up()
        return project

    def _settle(self) -> None:
        """Follow the project to its folder, and update the status of runs that the end of the program interrupted."""
        follow(self.database, self.folder)
        for record in self.runs():
            if record.status in UNDER_WAY:
                place = RunFolder(self.run_folder(record.id))
                try:
                    finished = place.result().finished
                except UserError:
                    self.update_run(record.id, Status.INTERRUPTED)
                    self.interrupted.append(record.id)
                else:  # finished after the front end had ended, perhaps with a method that “auto” chose
                    values: dict[str, object] = {"scores": finished.scores, "seconds": finished.seconds}
                    with suppress(UserError):
                        values["job"] = place.job()
                    self.update_run(record.id, Status.FINISHED, **values)

    @classmethod
    def _open(cls, folder: Path) -> "Project":
        with explained(f"The project {folder.name} cannot be opened"):
            database = connect(folder / DATABASE)
            try:
                database.execute("PRAGMA journal_mode = WAL")
                database.execute("PRAGMA synchronous = FULL")  # a label is on the disk before it is shown as saved
                for pragma in ("fullfsync", "checkpoint_fullfsync"):  # on macOS, fsync does not reach the disk itself
                    database.execute(f"PRAGMA {pragma} = ON")
                migrate(database)
                if (state := state_of(database)) != read_state(folder):
                    write_state(folder, state)
                return cls(folder, database)
            except BaseException:
                database.close()
                raise

    @classmethod
    def _open_for_reading(cls, folder: Path) -> "Project":
        with explained(f"The project {folder.name} cannot be opened"):
            database = snapshot(folder / DATABASE)
            database.execute("PRAGMA query_only = OFF")
            migrate(database)
            database.execute("PRAGMA query_only = ON")
            project = cls(folder, database)
            project.read_only = True
            return project

    def _committed(self) -> None:
        write_state(self.folder, state_of(self.database))
        self.upkeep.committed()

    def close(self) -> None:
        """Close the database. Its file then contains everything, unless another program has it open."""
        self.upkeep.close()
        self.database.close()
        if self.lock is not None:
            self.lock.release()
            self.lock = None

    @property
    def name(self) -> str:
        """The name of the project, as shown on screen."""
        return self.folder.name.removesuffix(SUFFIX)

    @property
    def cache(self) -> Path:
        """The folder of decoded images and features, which is safe to delete."""
        return self.folder / "cache"

    def domain_folder(self, side: Side) -> Path | None:
        """The folder of a domain; None if not chosen yet."""
        row = self.database.execute("SELECT folder FROM domain WHERE side = ?", (side,)).fetchone()
        return Path(row[0]) if row else None

    def set_domain_folder(self, side: Side, folder: Path) -> None:
        """Store the folder of a domain. Raises UserError if the project cannot be written."""
        with saving(self.database):
            self.database.execute("INSERT OR REPLACE INTO domain VALUES (?, ?)", (side, str(folder)))

    def shots(self) -> tuple[Shot, ...]:
        """All labelled target samples except those that measure, in order of path."""
        return tuple(Shot(path, label) for path, label in sorted(self.labels.teaching().items()))

    def run_folder(self, run: str) -> Path:
        """The folder of a run or a translation."""
        return self.run_table.place(run)

    def runs(self) -> list[RunRecord]:
        """All runs outside the trash, oldest first."""
        return self.run_table.all()

    def add_run(self, job: Job) -> RunRecord:
        """Add a run of a job, with the next number and a new folder name."""
        return self.run_table.put(f"{{:03d}}-{job.method}", job)

    def update_run(self, run: str, status: Status, **values: Any) -> None:
        """Update a run's row; see `Shelf.update`."""
        self.run_table.update(run, status, **values)


def database_file(folder: Path) -> Path:
    """The database of a project."""
    return folder / DATABASE


def is_project(folder: Path) -> bool:
    """Whether a folder contains a project, even one whose database is damaged or missing."""
    return (folder / DATABASE).is_file() or (folder.suffix == SUFFIX and bool(_remains(folder)))


def _writable(folder: Path) -> bool:
    return os.access(folder, os.W_OK)


def _remains(folder: Path) -> list[str]:
    """What a project leaves beside its database, by name."""
    beside = [f"{DATABASE}-wal", STATE, BACKUPS]
    found = [name for name in beside if (folder / name).exists()]
    return [*found, *(name for name in ("runs", "translated") if any((folder / name).glob("*")))]


def _check(folder: Path) -> None:
    """Raise DamagedProjectError if the database of a project is not whole, and UserError if it cannot be read."""
    file, problem = folder / DATABASE, f"The project {folder.name} cannot be opened"
    remains = _remains(folder)
    if not file.is_file() or not file.stat().st_size:
        if remains:
            state = "empty" if file.is_file() else "missing"
            raise DamagedProjectError(
                folder, f"{problem}: its file {DATABASE} is {state}, beside “{remains[0]}”.", RECOVER
            )
        return
    stored = read_state(folder)  # before the database, to which another program may be adding actions
    try:
        reader = connect(file, only_read=True) if _writable(folder) else snapshot(file)
        with contextlib.closing(reader) as database:
            (version,) = database.execute("PRAGMA user_version").fetchone()
            if version > VERSION:
                raise UserError(
                    f"The project {folder.name} was created by a newer version of Domain Workbench.",
                    "Update the program, then open the project again.",
                )
            if version < 0 or (version == 0 and remains):
                raise DamagedDatabaseError("it is not the database of a project")
            check(database)
            check_state(database, version, stored)
    except (DamagedDatabaseError, UserError, sqlite3.Error) as error:
        cause = error.__cause__ if isinstance(error, UserError) else error
        if isinstance(cause, DamagedDatabaseError) or is_damage(cause):
            message = f"{problem}: its file {DATABASE} is damaged ({cause})."
            raise DamagedProjectError(folder, message, RECOVER) from error
        with explained(problem):
            raise
