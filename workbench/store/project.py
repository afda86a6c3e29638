"""A project on disk: the folder NAME.workbench with its database, its runs and its cache."""

import sqlite3
from pathlib import Path
from typing import Any

from workbench.core.domain import Side
from workbench.core.errors import UserError
from workbench.core.events import Scores
from workbench.core.job import Job, Shot
from workbench.store.class_keys import ClassKeys
from workbench.store.confirmed_labels import KeptLabels
from workbench.store.database import connect, explained
from workbench.store.labels import Labels
from workbench.store.migrations import VERSION, migrate
from workbench.store.moved_files import MovedFiles
from workbench.store.record_table import UNDER_WAY, Record, Shelf, Status
from workbench.store.run_folder import RunFolder
from workbench.store.transaction import saving

SUFFIX = ".workbench"
DATABASE = "project.sqlite"


class RunRecord(Record, frozen=True, kw_only=True):
    """One row of the run table."""

    job: Job
    scores: Scores | None = None


class Project:
    """An open project. The front end that opened it writes its runs; labels may come from elsewhere (`Labels.news`)."""

    def __init__(self, folder: Path, database: sqlite3.Connection) -> None:
        self.folder, self.database = folder, database
        self.ran = Shelf(database, folder / "runs", "run", RunRecord)
        self.labels = Labels(database)
        self.strokes = self.labels.strokes
        self.class_keys = ClassKeys(database)
        self.kept_labels = KeptLabels(database)
        self.following = MovedFiles(database, self.labels)

    @classmethod
    def create(cls, folder: Path) -> "Project":
        """A new, empty project. Raises UserError when something is in the way."""
        if (folder / DATABASE).exists():
            raise UserError(f"There is a project at {folder} already.", "Open it, or choose another name.")
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UserError(
                f"The project folder {folder} can not be made ({error}).", "Choose another place."
            ) from error
        return cls._open(folder)

    @classmethod
    def open(cls, folder: Path, *, settle: bool = True) -> "Project":
        """The project in a folder. Raises UserError when there is none, it is damaged, or from a newer version.

        With `settle`, runs that no front end can be watching any more are marked as interrupted: for a window, which
        runs them; not for a glance beside one that is open.
        """
        if not (folder / DATABASE).is_file():
            raise UserError(f"{folder} is no project.", f"Open a folder that ends in {SUFFIX}, or make a new project.")
        project = cls._open(folder)
        if settle:
            try:
                with explained(f"The project {folder.name} cannot be opened"):
                    project._settle()
            except BaseException:
                project.close()
                raise
        return project

    def _settle(self) -> None:
        """What became of runs that were under way when the program ended last."""
        for record in self.runs():
            if record.status in UNDER_WAY:
                try:
                    finished = RunFolder(self.run_folder(record.id)).result().finished
                except UserError:
                    self.update_run(record.id, Status.INTERRUPTED)
                else:  # it came to its end with nobody to tell
                    self.update_run(record.id, Status.FINISHED, scores=finished.scores, seconds=finished.seconds)

    @classmethod
    def _open(cls, folder: Path) -> "Project":
        with explained(f"The project {folder.name} cannot be opened"):
            database = connect(folder / DATABASE)
            try:
                (version,) = database.execute("PRAGMA user_version").fetchone()
                if version > VERSION:
                    raise UserError(
                        f"The project {folder.name} was made by a newer Domain Workbench.",
                        "Update, then open it again.",
                    )
                database.execute("PRAGMA journal_mode = WAL")
                database.execute("PRAGMA synchronous = FULL")  # a label that was shown as saved is on the disk
                migrate(database)
                return cls(folder, database)
            except BaseException:
                database.close()
                raise

    def close(self) -> None:
        """Let go of the database."""
        self.database.close()

    @property
    def name(self) -> str:
        """The project's name on screen."""
        return self.folder.name.removesuffix(SUFFIX)

    @property
    def cache(self) -> Path:
        """Decoded images and features; safe to delete."""
        return self.folder / "cache"

    def domain_folder(self, side: Side) -> Path | None:
        """The folder of a domain, once chosen."""
        row = self.database.execute("SELECT folder FROM domain WHERE side = ?", (side,)).fetchone()
        return Path(row[0]) if row else None

    def set_domain_folder(self, side: Side, folder: Path) -> None:
        """Remember the folder of a domain."""
        with saving(self.database):
            self.database.execute("INSERT OR REPLACE INTO domain VALUES (?, ?)", (side, str(folder)))

    def shots(self) -> tuple[Shot, ...]:
        """All labelled target samples, in order of their paths."""
        return tuple(Shot(path, label) for path, label in sorted(self.labels.current().items()))

    def run_folder(self, run: str) -> Path:
        """Where a run, or a translation, keeps its files."""
        return self.ran.place(run)

    def runs(self) -> list[RunRecord]:
        """All runs that are not in the trash, the first one first."""
        return self.ran.all()

    def add_run(self, job: Job) -> RunRecord:
        """A new run of a job, with the next number and a folder name of its own."""
        return self.ran.put(f"{{:03d}}-{job.method}", job)

    def update_run(self, run: str, status: Status, **values: Any) -> None:
        """What became of a run, as `Shelf.update` takes it."""
        self.ran.update(run, status, **values)
