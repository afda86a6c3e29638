"""The exporter for classification: a class for each image."""

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
from workbench.export.tasks.contract import (
    FolderPredictions,
    LabelCarrier,
    Measuring,
    Predicting,
    StreamModel,
    TaskExport,
)

if TYPE_CHECKING:
    from workbench.export.tracing import Tracing
    from workbench.export.watching.watched_model import WatchedModel


class ClassificationExport(TaskExport):
    """Exports classification models."""

    name = DEFAULT_TASK
    forms = tuple(form_.value for form_ in PredictionFormat)
    pipeline = "image-classification"
    model_api = "Classification"
    example = "predictions.csv"
    watched = True
    weighs = True

    def predict(self, request: Predicting) -> Generator[Prepared, None, FolderPredictions]:
        """Write the classes to one file, or copy the images to a folder for each class."""
        from workbench.export.predict import load_model, with_range
        from workbench.export.tasks.classification.prediction import predict_folder

        form = request.form or _format_of(request.out)
        if form not in self.forms or request.tiles:
            raise UserError(
                f"The model {request.model} predicts a class for each image.",
                f"Use --format {', '.join(self.forms[:-1])} or {self.forms[-1]}, without --tiles.",
            )
        model = load_model(request.model, best=request.best, file=request.file, task=self.name)
        model = with_range(model, request.deep)
        return predict_folder(model, request.folder, request.out, PredictionFormat(form), link=request.link)

    def stream_model(self, request: Predicting) -> StreamModel:
        """A model that predicts a class for each image of a stream."""
        from workbench.export.predict import load_model, with_range
        from workbench.export.tasks.classification.prediction import stream_model

        model = load_model(request.model, best=request.best, file=request.file, task=self.name)
        return stream_model(with_range(model, request.deep))

    def watched_model(self, request: Predicting) -> "WatchedModel":
        """A model that predicts a class for each image that arrives."""
        from workbench.export.predict import load_model, with_range
        from workbench.export.watching.watched_model import WatchedImages

        if request.masks is not None:
            raise UserError(f"The model {request.model} predicts no masks.", "Leave out --masks.")
        model = load_model(request.model, best=request.best, file=request.file, task=self.name)
        return WatchedImages(with_range(model, request.deep))

    def measure(self, request: Measuring) -> Generator[Prepared, None, Summary]:
        """Measure the accuracy, overall and for each class."""
        from workbench.export.tasks.classification.evaluation import measured

        return measured(request, self.name)

    def measured_scores(self, scores: Scores, classes: tuple[str, ...]) -> list[MeasuredScore]:
        """Open-set scores: H-score, OS*, recall and AUROC of unknown classes."""
        if scores.open is None:
            return []
        on = "target images of known and of unknown classes"
        named = {"h": "H-score", "os_star": "OS*", "unknown": "unknown found", "auroc": "AUROC of unknown"}
        return [MeasuredScore(title, getattr(scores.open, name), on) for name, title in named.items()]

    def carrier(self, domain: Domain, out: Path) -> LabelCarrier:
        """Classes as folder names, or in a table."""
        return ImageLabels(domain, out)

    def tracing(self) -> "Tracing":
        """Graphs with logits and features of whole images."""
        from workbench.export.tasks.classification.tracing import ImageTracing

        return ImageTracing()


def _format_of(out: Path) -> str:
    if out.suffix.lower() in (".csv", ".json"):
        return out.suffix.lower().removeprefix(".")
    return "csv" if out.suffix else "folders"
