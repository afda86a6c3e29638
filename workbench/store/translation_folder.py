"""The folder of a translation: its job, its previews and the trained translator."""

from pathlib import Path

import msgspec

from workbench.core.errors import UserError
from workbench.core.events import Preview, TranslationFinished
from workbench.core.files import write_atomically
from workbench.core.translation import TranslationJob
from workbench.store.event_folder import EventFolder, read_json


class TranslationFolder(EventFolder):
    """Reads and writes the files of one translation."""

    picture_types = (Preview,)

    def __init__(self, path: Path) -> None:
        super().__init__(path, "previews")
        self.job_file = path / "translation.json"
        self.model = path / "translator.safetensors"

    def has_job(self) -> bool:
        """Whether the folder contains a job file."""
        return self.job_file.exists()

    def job(self) -> TranslationJob:
        """The job. Raises UserError if this is not a translation folder."""
        return read_json(
            self.job_file,
            TranslationJob,
            f"{self.path} is not a translation folder.",
            "Choose a folder that contains translation.json, as written by “workbench translate SOURCE TARGET”.",
        )

    def write_job(self, job: TranslationJob) -> None:
        """Write the job. Raises UserError if writing fails."""
        try:
            write_atomically(self.job_file, msgspec.json.format(msgspec.json.encode(job)))
        except OSError as error:
            raise UserError(
                f"The run folder {self.path} cannot be written ({error}).", "Choose another folder."
            ) from error

    def result(self) -> TranslationFinished:
        """The result. Raises UserError if the run is not finished."""
        hint = f"Resume it: workbench resume {self.path}"
        return read_json(self.result_file, TranslationFinished, f"The run {self.path} is not finished.", hint)

    def write_result(self, finished: TranslationFinished) -> None:
        """Write the result, which marks the run as finished, after its last events are on the disk."""
        self.sync_events()
        write_atomically(self.result_file, msgspec.json.format(msgspec.json.encode(finished)))

    def preview(self, until: int | None = None) -> Preview | None:
        """The latest preview, at or before the step `until`; `pictures` lists the steps that have one."""
        return self.picture(Preview, until)
