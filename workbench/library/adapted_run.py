"""The result of an adaptation: scores, predictions, and what its folder keeps."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.analysis.run_evaluation import outcome_of
from workbench.core.errors import UserError
from workbench.core.events import Finished, Scalars
from workbench.core.job import Job
from workbench.core.scores import Scores
from workbench.core.target_quality import TargetQuality
from workbench.library.notebook import html_lines, html_table, needs_matplotlib, percent
from workbench.store.run_folder import RunFolder
from workbench.store.run_tables import Prediction

if TYPE_CHECKING:
    from matplotlib.figure import Figure


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

    def figure(self, kind: str = "losses") -> "Figure":
        """A matplotlib figure: “losses” by step, “scatter” of both domains, or “confusion” on labelled samples.

        Raises UserError if there is no such figure, if the run has no labels for it, or if matplotlib is missing.
        """
        with needs_matplotlib():
            from workbench.library import figures
        if kind == "losses":
            return figures.losses(self.losses)
        if kind == "scatter" and (event := self._files.embedding()):
            return figures.embedding(event)
        if kind == "confusion" and (performance := outcome_of(self._files).performance):
            return figures.confusion(performance)
        raise UserError(
            f"This run has no figure “{kind}”.", "Choose losses, scatter, or confusion where it has labels."
        )

    def _repr_html_(self) -> str:
        scores, quality = self.scores, self.quality
        target = percent(quality.value)
        if quality.low is not None and quality.high is not None:
            target = f"{target} ({quality.low:.0%} to {quality.high:.0%})"
        head = ("method", "source accuracy", "target accuracy", "score", "seconds")
        row = (self.job.method, percent(scores.source_accuracy), target, f"{scores.score:.3f}")
        return html_table(head, [(*row, f"{self.finished.seconds:.0f}")]) + html_lines(
            quality.basis, f"Run: {self.folder}"
        )

    @property
    def _files(self) -> RunFolder:
        return RunFolder(self.folder)
