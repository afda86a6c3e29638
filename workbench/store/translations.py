"""The translations of a project: one row each, and where its translated images were written."""

import shutil
from collections.abc import Iterable
from pathlib import Path

from workbench.core.errors import UserError
from workbench.core.translation import Quality, TranslationJob
from workbench.store.project import Project, RunRecord
from workbench.store.record_table import UNDER_WAY, Record, Shelf, Status
from workbench.store.run_folder import RunFolder
from workbench.store.transaction import saving
from workbench.store.translation_folder import TranslationFolder


class TranslationRecord(Record, frozen=True, kw_only=True):
    """One row of the table of translations.

    `written`: the folder that holds the source's images as this translator gives them back; empty before there is one.
    """

    job: TranslationJob
    quality: Quality | None = None
    written: str = ""


class Translations(Shelf[TranslationRecord]):
    """What a project keeps of translations; their files lie beside those of runs.

    Images that one wrote stay when it leaves the trash: runs may have learned from them.
    """

    def __init__(self, project: Project) -> None:
        super().__init__(project.database, project.ran.folder, "translation", TranslationRecord)
        self.images = project.folder / "translated"

    def settle(self) -> None:
        """What became of translations that were under way when the program ended last."""
        for record in self.all():
            if record.status in UNDER_WAY:
                try:
                    finished = self.files(record.id).result()
                except UserError:
                    self.update(record.id, Status.INTERRUPTED)
                else:  # it came to its end with nobody to tell
                    self.update(record.id, Status.FINISHED, quality=finished.quality, seconds=finished.seconds)

    def files(self, translation: str) -> TranslationFolder:
        """What a translation keeps."""
        return TranslationFolder(self.place(translation))

    def images_of(self, translation: str) -> Path:
        """Where the project keeps a translation's images, when no other place was chosen."""
        return self.images / translation

    def clear_images(self, translation: str) -> Path:
        """Where the project keeps a translation's images, empty: what an attempt that was stopped has left goes.

        Raises UserError when it can not be deleted.
        """
        folder = self.images_of(translation)
        try:
            if folder.exists():
                shutil.rmtree(folder)
        except OSError as error:
            raise UserError(f"{folder} can not be written anew ({error}).", "Delete it, then try again.") from error
        return folder

    def add(self, job: TranslationJob) -> TranslationRecord:
        """A new translation, with the next number and a folder name of its own."""
        return self.put(f"t{{:03d}}-{job.translator}", job)

    def take_over(self, runs: Iterable[RunRecord]) -> list[TranslationRecord]:
        """The translators that finished runs left, each as a translation of its own, tagged with its run.

        Raises UserError when one can not be moved here.
        """
        taken = []
        for run in runs:
            place = RunFolder(self.place(run.id))
            left = TranslationFolder(place.translator)
            if not (place.result_file.is_file() and left.result_file.is_file()):
                continue
            finished = left.result()
            record = self.put(f"t{{:03d}}-{run.job.method}", left.job())
            try:
                left.path.rename(self.place(record.id))
            except OSError as error:
                self.throw_away([record.id])
                raise UserError(
                    f"The translator of run {run.number} could not be kept ({error}).",
                    f"It lies in {left.path}, and is taken over when the project is opened again.",
                ) from error
            self.update(record.id, Status.FINISHED, quality=finished.quality, seconds=finished.seconds)
            self.set_tags(record.id, (f"run {run.number}",))
            taken.append(record)
        return taken

    def set_written(self, translation: str, folder: str) -> None:
        """Remember where the source's images lie as a translator gives them back."""
        with saving(self.database):
            self.database.execute("UPDATE translation SET written = ? WHERE id = ?", (folder, translation))
