"""The result of an adaptation: scores, predictions, and what its folder keeps."""

from dataclasses import dataclass
from pathlib import Path

from workbench.core.events import Finished, Scalars
from workbench.core.job import Job
from workbench.core.scores import Scores
from workbench.core.target_quality import TargetQuality
from workbench.store.run_folder import RunFolder
from workbench.store.run_tables import Prediction


@dataclass(frozen=True)
class AdaptedRun:
    """A finished run. `job`: as it was executed; `quality`: what may be said of the accuracy on the target."""

    folder: Path
    job: Job
    finished: Finished
    quality: TargetQuality

    @property
    def scores(self) -> Scores:
        """The scores of its model, over all samples."""
        return self.finished.scores

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes of its model, in the order of its outputs."""
        return self._files.result().classes

    @property
    def predictions(self) -> list[Prediction]:
        """The predictions for the target, in the order of its samples."""
        return self._files.predictions()

    @property
    def losses(self) -> list[Scalars]:
        """The losses of its training, in order of the steps."""
        return [event for event in self._files.events() if isinstance(event, Scalars)]

    @property
    def recipe(self) -> Path:
        """The recipe that repeats it."""
        return self._files.recipe_file

    @property
    def _files(self) -> RunFolder:
        return RunFolder(self.folder)
