"""The exporter for segmentation: a class for each pixel."""

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
    from workbench.export.tasks.segmentation.model import PixelModel
    from workbench.export.tracing import Tracing
    from workbench.export.watching.watched_model import WatchedModel

MASKS, COCO = "masks", "coco"


class SegmentationExport(TaskExport):
    """Exports segmentation models."""

    name = "segment"
    forms = (MASKS, COCO)
    pipeline = "image-segmentation"
    model_api = "Segmentation"
    accuracy = "pixel accuracy"
    example = "masks"
    watched = True

    def predict(self, request: Predicting) -> Generator[Prepared, None, FolderPredictions]:
        """Write a folder of masks."""
        from workbench.export.tasks.segmentation.prediction import predict_masks

        if request.form and request.form not in self.forms:
            raise UserError(
                f"The model {request.model} predicts a class for each pixel.",
                "Use --format masks or coco, with a folder as --out.",
            )
        return predict_masks(
            _loaded(request), request.folder, request.out, tiles=request.tiles, coco=request.form == COCO
        )

    def watched_model(self, request: Predicting) -> "WatchedModel":
        """A model that writes a mask for each image that arrives."""
        from workbench.export.tasks.segmentation.watched import WatchedMasks

        masks = request.masks or request.out.with_name(f"{request.out.stem}-masks")
        return WatchedMasks(_loaded(request), request.folder, masks)

    def measure(self, request: Measuring) -> Generator[Prepared, None, Summary]:
        """Measure the IoU, overall, by class and by group."""
        from workbench.export.tasks.segmentation.evaluation import measured

        return measured(request)

    def measured_scores(self, scores: Scores, classes: tuple[str, ...]) -> list[MeasuredScore]:
        """Mean IoU, IoU of each class, and boundary F1."""
        if (pixels := scores.target_pixels) is None:
            return []
        on = f"{pixels.images:,} target images with masks that were not shots"
        shares = [
            MeasuredScore("mean IoU", pixels.miou, on),
            MeasuredScore("boundary F1", pixels.boundary, f"{on}, edges within 2 pixels"),
        ]
        each = zip(classes, pixels.iou, strict=True)
        return shares + [MeasuredScore(f"IoU of {name}", value, on) for name, value in each if value is not None]

    def carrier(self, domain: Domain, out: Path) -> LabelCarrier:
        """Masks as images/, masks/ and classes.csv."""
        return MaskFiles(domain, out)

    def tracing(self) -> "Tracing":
        """Graphs with logits of pixels."""
        from workbench.export.tasks.segmentation.tracing import MaskTracing

        return MaskTracing()

    def report_headline(self, scores: Scores, before: Scores | None, target: str) -> ReportHeadline | None:
        """The pixel accuracy; None if the target has no masks."""
        if (pixels := scores.target_pixels) is None:
            return None
        caption = f"of the pixels of “{target}” are predicted correctly"
        sentence = f"The mean IoU over all classes is {percent(pixels.miou)}"
        if before is None or before.target_pixels is None:
            return ReportHeadline(percent(pixels.accuracy), caption, f"{sentence}.")
        previous = before.target_pixels
        change = f"{percent(previous.accuracy)} of the pixels and {percent(previous.miou)}"
        return ReportHeadline(percent(pixels.accuracy), caption, f"{sentence}; without adaptation {change}.")

    def report_parts(self, chosen: RunFolder, reference: RunFolder | None, folder: Path) -> ReportParts:
        """The IoU of each class, and a few images with their masks."""
        rows = class_rows(chosen.result(), reference.result() if reference else None)
        return ReportParts(rows, pictures(chosen, reference, folder))

    def write_painted(self, project: Project, samples: Iterable[Sample], source: Domain, out: Path) -> int:
        """Write classes.csv, and a PNG of class numbers for each painted image under the image's name, to a folder."""
        assert source.table is not None  # a domain of this task has one
        return save_masks(painted_masks(project, samples, source.table), source.table, out)


def _loaded(request: Predicting) -> "PixelModel":
    from workbench.export.tasks.segmentation.model import load_pixel_model

    model = load_pixel_model(request.model, best=request.best, file=request.file)
    return (
        model
        if request.deep is None
        else model._replace(deep=request.deep, content=f"{model.content} {request.deep.key}")
    )
