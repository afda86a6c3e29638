"""The translations of a project: one row each, and where its translated images were written."""

import time
from pathlib import Path
from typing import Any

import msgspec

from workbench.core.errors import UserError
from workbench.core.translation import Quality, TranslationJob
from workbench.store.project import Project, Status
from workbench.store.saving import saving
from workbench.store.translation_folder import TranslationFolder

COLUMNS = "id, number, created, job, status, quality, seconds, message, written"


class TranslationRecord(msgspec.Struct, frozen=True):
    """One row of the table of translations. `created` in seconds since 1970, `seconds` of wall time.

    `written`: the folder that holds the source's images as this translator gives them back; empty before there is one.
    """

    id: str
    number: int
    created: float
    job: TranslationJob
    status: Status
    quality: Quality | None = None
    seconds: float | None = None
    message: str = ""
    written: str = ""


class Translations:
    """What a project keeps of translations; their files lie beside those of runs."""

    def __init__(self, project: Project) -> None:
        self.project, self.database = project, project.database

    def settle(self) -> None:
        """What became of translations that were under way when the program ended last."""
        for record in self.all():
            if record.status in (Status.RUNNING, Status.PAUSED):
                try:
                    finished = self.folder(record.id).result()
                except UserError:
                    self.update(record.id, Status.INTERRUPTED)
                else:  # it came to its end with nobody to tell
                    self.update(record.id, Status.FINISHED, quality=finished.quality, seconds=finished.seconds)

    def folder(self, translation: str) -> TranslationFolder:
        """Where a translation keeps its files."""
        return TranslationFolder(self.project.run_folder(translation))

    def place(self, translation: str) -> Path:
        """Where the project keeps a translation's images, when no other place was chosen."""
        return self.project.folder / "translated" / translation

    def all(self) -> list[TranslationRecord]:
        """All translations, the first one first."""
        rows = self.database.execute(f"SELECT {COLUMNS} FROM translation ORDER BY number")
        return [_record(row) for row in rows]

    def add(self, job: TranslationJob) -> TranslationRecord:
        """A new translation, with the next number and a folder name of its own."""
        (last,) = self.database.execute("SELECT coalesce(max(number), 0) FROM translation").fetchone()
        name = f"t{last + 1:03d}-{job.translator}"
        record = TranslationRecord(name, last + 1, time.time(), job, Status.RUNNING)
        with saving(self.database):
            self.database.execute(
                "INSERT INTO translation (id, number, created, job, status) VALUES (?, ?, ?, ?, ?)",
                (record.id, record.number, record.created, msgspec.json.encode(job), record.status),
            )
        return record

    def update(
        self,
        translation: str,
        status: Status,
        *,
        job: TranslationJob | None = None,
        quality: Quality | None = None,
        seconds: float | None = None,
        message: str = "",
    ) -> None:
        """What became of a translation; what is not given stays as it is."""
        with saving(self.database):
            self.database.execute(
                "UPDATE translation SET status = ?, job = coalesce(?, job), quality = coalesce(?, quality), "
                "seconds = coalesce(?, seconds), message = ? WHERE id = ?",
                (
                    status,
                    msgspec.json.encode(job) if job else None,
                    msgspec.json.encode(quality) if quality else None,
                    seconds,
                    message,
                    translation,
                ),
            )

    def set_written(self, translation: str, folder: str) -> None:
        """Remember where the source's images lie as a translator gives them back."""
        with saving(self.database):
            self.database.execute("UPDATE translation SET written = ? WHERE id = ?", (folder, translation))


def _record(row: tuple[Any, ...]) -> TranslationRecord:
    name, number, created, job, status, quality, seconds, message, written = row
    return TranslationRecord(
        name,
        number,
        created,
        msgspec.json.decode(job, type=TranslationJob),
        Status(status),
        msgspec.json.decode(quality, type=Quality) if quality else None,
        seconds,
        message,
        written,
    )
