"""What leaves of models that give each pixel a class."""

from collections.abc import Generator, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.core.domain import Domain, Sample
from workbench.core.errors import UserError
from workbench.core.events import Prepared
from workbench.core.manifest import MeasuredScore
from workbench.core.scores import Scores
from workbench.core.text_table import Summary
from workbench.export.painted_masks import painted_masks, save_masks
from workbench.export.report_tables import percent
from workbench.export.tasks.contract import (
    FolderPredictions,
    LabelCarrier,
    Measuring,
    Predicting,
    ReportHeadline,
    ReportParts,
    TaskExport,
)
from workbench.export.tasks.segmentation.carrier import MaskFiles
from workbench.export.tasks.segmentation.examples import class_rows, pictures
from workbench.store.project import Project
from workbench.store.run_folder import RunFolder

if TYPE_CHECKING:
    from workbench.export.tracing import Tracing

MASKS, COCO = "masks", "coco"


class SegmentationExport(TaskExport):
    """A class for each pixel."""

    name = "segment"
    forms = (MASKS, COCO)
    pipeline = "image-segmentation"
    accuracy = "pixel accuracy"
    example = "masks"

    def predict(self, request: Predicting) -> Generator[Prepared, None, FolderPredictions]:
        """A folder of masks."""
        from workbench.export.tasks.segmentation.model import load_pixel_model
        from workbench.export.tasks.segmentation.prediction import predict_masks

        if request.form and request.form not in self.forms:
            raise UserError(
                "This model tells the classes of pixels.", "Use --format masks or coco; --out is a folder then."
            )
        model = load_pixel_model(request.model, best=request.best, file=request.file)
        return predict_masks(model, request.folder, request.out, tiles=request.tiles, coco=request.form == COCO)

    def measure(self, request: Measuring) -> Generator[Prepared, None, Summary]:
        """IoU, overall, by class and by group."""
        from workbench.export.tasks.segmentation.evaluation import measured

        return measured(request)

    def measured_scores(self, scores: Scores, classes: tuple[str, ...]) -> list[MeasuredScore]:
        """IoU, overall and of each class, and edges."""
        if (pixels := scores.target_pixels) is None:
            return []
        on = f"{pixels.images:,} target images with masks that were no shots"
        shares = [
            MeasuredScore("mean IoU", pixels.miou, on),
            MeasuredScore("boundary F1", pixels.boundary, f"{on}, edges within 2 pixels"),
        ]
        each = zip(classes, pixels.iou, strict=True)
        return shares + [MeasuredScore(f"IoU of {name}", value, on) for name, value in each if value is not None]

    def carrier(self, domain: Domain, out: Path) -> LabelCarrier:
        """As images/, masks/ and classes.csv."""
        return MaskFiles(domain, out)

    def tracing(self) -> "Tracing":
        """Logits of pixels."""
        from workbench.export.tasks.segmentation.tracing import MaskTracing

        return MaskTracing()

    def report_headline(self, scores: Scores, before: Scores | None, target: str) -> ReportHeadline | None:
        """How many pixels are right; None where the target has no masks."""
        if (pixels := scores.target_pixels) is None:
            return None
        caption = f"of the pixels of “{target}” are told right"
        said = f"The mean IoU over all classes is {percent(pixels.miou)}"
        if before is None or before.target_pixels is None:
            return ReportHeadline(percent(pixels.accuracy), caption, f"{said}.")
        old = before.target_pixels
        change = f"{percent(old.accuracy)} of the pixels and {percent(old.miou)}"
        return ReportHeadline(percent(pixels.accuracy), caption, f"{said}; without adaptation {change}.")

    def report_parts(self, chosen: RunFolder, reference: RunFolder | None, folder: Path) -> ReportParts:
        """The IoU of each class, and a few images under their masks."""
        rows = class_rows(chosen.result(), reference.result() if reference else None)
        return ReportParts(rows, pictures(chosen, reference, folder))

    def write_painted(self, project: Project, samples: Iterable[Sample], source: Domain, out: Path) -> int:
        """A PNG of class numbers for each painted image, named as it is, and classes.csv in a folder."""
        assert source.table is not None  # a domain of this task has one
        return save_masks(painted_masks(project, samples, source.table), source.table, out)
