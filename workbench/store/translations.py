"""The translations of a project, and the folders of their translated images."""

import shutil
from collections.abc import Iterable
from pathlib import Path

from workbench.core.errors import UserError
from workbench.core.files import move_folder
from workbench.core.translation import Quality, TranslationJob
from workbench.store.project import Project, RunRecord
from workbench.store.record_table import UNDER_WAY, Record, RecordTable, Status
from workbench.store.run_folder import RunFolder
from workbench.store.transaction import saving
from workbench.store.translation_folder import TranslationFolder


class TranslationRecord(Record, frozen=True, kw_only=True):
    """A row of the table of translations.

    `written`: folder of the translated source images; empty before they are written.
    """

    job: TranslationJob
    quality: Quality | None = None
    written: str = ""


class Translations(RecordTable[TranslationRecord]):
    """The table of translations. Their folders lie beside those of runs.

    Translated images are kept when the trash is emptied, because runs may have been trained on them.
    """

    def __init__(self, project: Project) -> None:
        super().__init__(project.database, project.run_table.folder, "translation", TranslationRecord)
        self.images = project.folder / "translated"

    def settle(self) -> None:
        """Update the status of translations that were running when the program last ended."""
        for record in self.all():
            if record.status in UNDER_WAY:
                try:
                    finished = self.files(record.id).result()
                except UserError:
                    self.update(record.id, Status.INTERRUPTED)
                else:  # finished after the front end had ended
                    self.update(record.id, Status.FINISHED, quality=finished.quality, seconds=finished.seconds)

    def files(self, translation: str) -> TranslationFolder:
        """The folder of a translation."""
        return TranslationFolder(self.place(translation))

    def images_of(self, translation: str) -> Path:
        """The default folder of a translation's images."""
        return self.images / translation

    def clear_images(self, translation: str) -> Path:
        """The default folder of a translation's images, after deleting images of an earlier attempt.

        Raises UserError if they cannot be deleted.
        """
        folder = self.images_of(translation)
        try:
            if folder.exists():
                shutil.rmtree(folder)
        except OSError as error:
            raise UserError(f"{folder} cannot be deleted ({error}).", "Delete it yourself, then try again.") from error
        return folder

    def add(self, job: TranslationJob) -> TranslationRecord:
        """Add a translation, with the next number and a new folder name."""
        return self.put(f"t{{:03d}}-{job.translator}", job)

    def take_over(self, runs: Iterable[RunRecord]) -> list[TranslationRecord]:
        """Move the translators of finished runs to translations of their own, tagged with the run.

        Returns the new translations. Raises UserError if a folder cannot be moved.
        """
        added = []
        for run in runs:
            run_folder = RunFolder(self.place(run.id))
            translation = TranslationFolder(run_folder.translator)
            if not (run_folder.result_file.is_file() and translation.result_file.is_file()):
                continue
            finished = translation.result()
            record = self.put(f"t{{:03d}}-{run.job.method}", translation.job())
            try:
                move_folder(translation.path, self.place(record.id))
            except OSError as error:
                self.move_to_trash([record.id])
                raise UserError(
                    f"The translator of run {run.number} could not be moved ({error}).",
                    f"It is in {translation.path}; opening the project again retries the move.",
                ) from error
            self.update(record.id, Status.FINISHED, quality=finished.quality, seconds=finished.seconds)
            self.set_tags(record.id, (f"run {run.number}",))
            added.append(record)
        return added

    def untranslated(self, folder: str) -> str:
        """The source folder whose translated images a folder holds; empty if it holds none that were written."""
        sources = (record.job.source for record in self.all_ever() if record.written == folder)
        return next(sources, "") if folder else ""

    def set_written(self, translation: str, folder: str) -> None:
        """Store the folder of a translation's translated source images."""
        with saving(self.database):
            self.database.execute("UPDATE translation SET written = ? WHERE id = ?", (folder, translation))
