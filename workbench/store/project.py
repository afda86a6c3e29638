"""A project on disk: the folder NAME.workbench with its database, its runs and its cache."""

import shutil
import sqlite3
import time
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Any

import msgspec

from workbench.core.domain import Side
from workbench.core.errors import UserError
from workbench.core.events import Scores
from workbench.core.job import Job, Shot
from workbench.store.class_keys import ClassKeys
from workbench.store.following import Following
from workbench.store.kept_labels import KeptLabels
from workbench.store.labels import Labels
from workbench.store.migrations import VERSION, migrate
from workbench.store.run_folder import RunFolder
from workbench.store.saving import saving

SUFFIX = ".workbench"
DATABASE = "project.sqlite"


class Status(StrEnum):
    """What became of a run. INTERRUPTED: the program ended under it; it can be resumed."""

    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"
    INTERRUPTED = "interrupted"
    FINISHED = "finished"
    FAILED = "failed"


class RunRecord(msgspec.Struct, frozen=True):
    """One row of the run table. `created` in seconds since 1970, `seconds` of wall time."""

    id: str
    number: int
    created: float
    job: Job
    status: Status
    scores: Scores | None = None
    seconds: float | None = None
    message: str = ""
    tags: tuple[str, ...] = ()


class Project:
    """An open project. The front end that opened it writes its runs; labels may come from elsewhere (`Labels.news`)."""

    def __init__(self, folder: Path, database: sqlite3.Connection) -> None:
        self.folder, self.database = folder, database
        self.labels = Labels(database)
        self.strokes = self.labels.strokes
        self.class_keys = ClassKeys(database)
        self.kept_labels = KeptLabels(database)
        self.following = Following(database, self.labels)

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
            project._settle()
        return project

    def _settle(self) -> None:
        """What became of runs that were under way when the program ended last."""
        for record in self.runs():
            if record.status in (Status.RUNNING, Status.PAUSED):
                try:
                    finished = RunFolder(self.run_folder(record.id)).result().finished
                except UserError:
                    self.update_run(record.id, Status.INTERRUPTED)
                else:  # it came to its end with nobody to tell
                    self.update_run(record.id, Status.FINISHED, scores=finished.scores, seconds=finished.seconds)

    @classmethod
    def _open(cls, folder: Path) -> "Project":
        path = folder / DATABASE
        try:
            database = sqlite3.connect(path, timeout=1)  # seconds: a window waits for it
            (version,) = database.execute("PRAGMA user_version").fetchone()
            if version > VERSION:
                database.close()
                raise UserError(
                    f"The project {folder.name} was made by a newer Domain Workbench.", "Update, then open it again."
                )
            database.execute("PRAGMA journal_mode = WAL")
            database.execute("PRAGMA synchronous = FULL")  # a label that was shown as saved is on the disk
            migrate(database)
            return cls(folder, database)
        except sqlite3.Error as error:
            raise UserError(
                f"The project {folder.name} can not be opened ({error}).",
                "Close it elsewhere, check that its folder can be written, or restore project.sqlite from a backup.",
            ) from error

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
        """Where a run keeps its files."""
        return self.folder / "runs" / run

    def runs(self) -> list[RunRecord]:
        """All runs that are not in the trash, the first one first."""
        return self._records("trashed IS NULL")

    def trash(self) -> list[RunRecord]:
        """The runs that were thrown away and are still on the disk."""
        return [record for record in self._records("trashed IS NOT NULL") if self.run_folder(record.id).exists()]

    def throw_away(self, runs: Iterable[str]) -> None:
        """Put runs into the trash: their files stay until it is emptied."""
        with saving(self.database):
            self.database.executemany("UPDATE run SET trashed = ? WHERE id = ?", [(time.time(), run) for run in runs])

    def restore(self, runs: Iterable[str]) -> None:
        """Take runs out of the trash."""
        with saving(self.database):
            self.database.executemany("UPDATE run SET trashed = NULL WHERE id = ?", [(run,) for run in runs])

    def empty_trash(self) -> int:
        """Delete the files of all runs in the trash; how many runs those were. Their numbers are not used again."""
        gone = self.trash()
        try:
            for record in gone:
                shutil.rmtree(self.run_folder(record.id))
        except OSError as error:
            raise UserError(
                f"The trash could not be emptied ({error}).", "Check that the project's folder can be written."
            ) from error
        return len(gone)

    def set_tags(self, run: str, tags: Iterable[str]) -> None:
        """Give a run these tags and no others."""
        with saving(self.database):
            self.database.execute("DELETE FROM tag WHERE run = ?", (run,))
            self.database.executemany("INSERT INTO tag VALUES (?, ?)", [(run, tag) for tag in sorted(set(tags))])

    def _records(self, where: str) -> list[RunRecord]:
        tags: dict[str, list[str]] = {}
        for run, tag in self.database.execute("SELECT run, tag FROM tag ORDER BY tag"):
            tags.setdefault(run, []).append(tag)
        rows = self.database.execute(
            f"SELECT id, number, created, job, status, scores, seconds, message FROM run WHERE {where} ORDER BY number"
        )
        return [_record(row, tags.get(row[0], ())) for row in rows]

    def add_run(self, job: Job) -> RunRecord:
        """A new run of a job, with the next number and a folder name of its own."""
        (last,) = self.database.execute("SELECT coalesce(max(number), 0) FROM run").fetchone()
        record = RunRecord(f"{last + 1:03d}-{job.method}", last + 1, time.time(), job, Status.RUNNING)
        with saving(self.database):
            self.database.execute(
                "INSERT INTO run (id, number, created, job, status) VALUES (?, ?, ?, ?, ?)",
                (record.id, record.number, record.created, msgspec.json.encode(job), record.status),
            )
        return record

    def update_run(
        self,
        run: str,
        status: Status,
        *,
        job: Job | None = None,
        scores: Scores | None = None,
        seconds: float | None = None,
        message: str = "",
    ) -> None:
        """What became of a run; what is not given stays as it is."""
        with saving(self.database):
            self.database.execute(
                "UPDATE run SET status = ?, job = coalesce(?, job), scores = coalesce(?, scores), "
                "seconds = coalesce(?, seconds), message = ? WHERE id = ?",
                (
                    status,
                    msgspec.json.encode(job) if job else None,
                    msgspec.json.encode(scores) if scores else None,
                    seconds,
                    message,
                    run,
                ),
            )


def _record(row: tuple[Any, ...], tags: Iterable[str]) -> RunRecord:
    run, number, created, job, status, scores, seconds, message = row
    return RunRecord(
        run,
        number,
        created,
        msgspec.json.decode(job, type=Job),
        Status(status),
        msgspec.json.decode(scores, type=Scores) if scores else None,
        seconds,
        message,
        tuple(tags),
    )
