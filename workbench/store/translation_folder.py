"""The folder of a translator's run: its recipe, its pictures through time, and the translator it leaves."""

from pathlib import Path

import msgspec

from workbench.core.errors import UserError
from workbench.core.events import Preview, TranslationFinished
from workbench.core.files import write_atomically
from workbench.core.translation import TranslationJob
from workbench.store.event_folder import EventFolder, read_json


class TranslationFolder(EventFolder):
    """Reads and writes the files of one translation."""

    pictures_kept = (Preview,)

    def __init__(self, path: Path) -> None:
        super().__init__(path, "previews")
        self.job_file = path / "translation.json"
        self.model = path / "translator.safetensors"

    def has_job(self) -> bool:
        """Whether a translation was ever started here."""
        return self.job_file.exists()

    def job(self) -> TranslationJob:
        """The recipe. Raises UserError when this is no folder of a translation."""
        return read_json(
            self.job_file,
            TranslationJob,
            f"{self.path} is not the folder of a translation.",
            "Give a folder that “workbench translate SOURCE TARGET” made: it holds translation.json.",
        )

    def write_job(self, job: TranslationJob) -> None:
        """Keep the recipe. Raises UserError when the folder can not be written."""
        try:
            write_atomically(self.job_file, msgspec.json.format(msgspec.json.encode(job)))
        except OSError as error:
            raise UserError(f"The run folder {self.path} can not be written ({error}).", "Choose another.") from error

    def result(self) -> TranslationFinished:
        """What the run came to. Raises UserError when it is not finished."""
        hint = f"Go on with: workbench resume {self.path}"
        return read_json(self.result_file, TranslationFinished, f"The run {self.path} is not finished.", hint)

    def write_result(self, finished: TranslationFinished) -> None:
        """Mark the run as finished."""
        write_atomically(self.result_file, msgspec.json.format(msgspec.json.encode(finished)))

    def preview(self, until: int | None = None) -> Preview | None:
        """The last picture that was kept, up to a step; `pictures` tells of which steps there are some."""
        return self.picture(Preview, until)
