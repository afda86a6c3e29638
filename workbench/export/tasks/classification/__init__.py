"""What leaves of models that give each image a class."""

from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.core.domain import DEFAULT_TASK, Domain
from workbench.core.errors import UserError
from workbench.core.events import Prepared
from workbench.core.manifest import MeasuredScore
from workbench.core.scores import Scores
from workbench.core.text_table import Summary
from workbench.export.results_files import PredictionFormat
from workbench.export.tasks.classification.carrier import ImageLabels
from workbench.export.tasks.contract import FolderPredictions, LabelCarrier, Measuring, Predicting, TaskExport

if TYPE_CHECKING:
    from workbench.export.tracing import Tracing


class ClassificationExport(TaskExport):
    """A class for each image."""

    name = DEFAULT_TASK
    forms = tuple(one.value for one in PredictionFormat)
    pipeline = "image-classification"
    example = "predictions.csv"
    watched = True

    def predict(self, request: Predicting) -> Generator[Prepared, None, FolderPredictions]:
        """One file, or a folder of images for each class."""
        from workbench.export.predict import load_model
        from workbench.export.tasks.classification.prediction import predict_folder

        form = request.form or _by_ending(request.out)
        if form not in self.forms or request.tiles:
            raise UserError(
                "This model tells a class for each image.",
                f"Its predictions are written as {', '.join(self.forms)}, without --tiles.",
            )
        model = load_model(request.model, best=request.best, file=request.file, task=self.name)
        return predict_folder(model, request.folder, request.out, PredictionFormat(form), link=request.link)

    def measure(self, request: Measuring) -> Generator[Prepared, None, Summary]:
        """Accuracy, overall and for each class."""
        from workbench.export.tasks.classification.evaluation import measured

        return measured(request, self.name)

    def measured_scores(self, scores: Scores, classes: tuple[str, ...]) -> list[MeasuredScore]:
        """How unknown classes are told apart."""
        if scores.open is None:
            return []
        on = "target images of known and of unknown classes"
        named = {"h": "H-score", "os_star": "OS*", "unknown": "unknown found", "auroc": "AUROC of unknown"}
        return [MeasuredScore(title, getattr(scores.open, name), on) for name, title in named.items()]

    def carrier(self, domain: Domain, out: Path) -> LabelCarrier:
        """In the names of folders, or in a table."""
        return ImageLabels(domain, out)

    def tracing(self) -> "Tracing":
        """Logits and features of whole images."""
        from workbench.export.tasks.classification.tracing import ImageTracing

        return ImageTracing()


def _by_ending(out: Path) -> str:
    if out.suffix.lower() in (".csv", ".json"):
        return out.suffix.lower().removeprefix(".")
    return "csv" if out.suffix else "folders"
