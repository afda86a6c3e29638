"""Runs of segmentation: images with a mask each."""

from collections.abc import Generator, Sequence
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from workbench.core.domain import Domain
from workbench.core.errors import UserError
from workbench.core.events import Event
from workbench.core.job import Job
from workbench.core.masks import ClassTable
from workbench.core.target_quality import PixelPoint
from workbench.data.cache import ImageCache
from workbench.engine.adapted_model import Adapted
from workbench.engine.method import Method
from workbench.engine.problem import Problem, Rows, ShotRows
from workbench.engine.source_model import SourceModel
from workbench.engine.tasks.segmentation import preparation
from workbench.engine.tasks.segmentation.batches import mask_batch
from workbench.engine.tasks.segmentation.evaluation import MaskObserver
from workbench.engine.training import Decoding, DomainBatch, Drawing, Observer, Training
from workbench.nets.backbones import Extractor
from workbench.nets.classifier import Classifier
from workbench.nets.segmentation_nets import pixel_classifier


class SegmentationTraining(Training):
    """A run that gives each pixel a class."""

    def resolved(self, job: Job, source: Domain | SourceModel, target: Domain) -> Job:
        """With a net for pixels, all of which is trained, and sides in multiples of its stride."""
        assert isinstance(source, Domain)  # the task recognises nothing else
        return preparation.resolved(job, source)

    def classes(self, job: Job, source: Domain | SourceModel) -> tuple[str, ...]:
        """Those of the source's table."""
        return _table(source).names

    def source_rows(
        self, job: Job, source: Domain | SourceModel, classes: tuple[str, ...], cache: ImageCache
    ) -> Decoding:
        """The images with masks. Raises UserError where fewer than two can be decoded."""
        assert isinstance(source, Domain)
        masked = msgspec.structs.replace(source, samples=[one for one in source.samples if one.mask])
        rows, lost = yield from preparation.mask_rows("source", masked, _table(source), job, cache)
        if len(rows.paths) < 2:
            raise UserError("The source has fewer than two images with masks.", "“workbench scan” on it says why.")
        return rows, lost

    def target_rows(
        self, job: Job, source: Domain | SourceModel, target: Domain, classes: tuple[str, ...], cache: ImageCache
    ) -> Decoding:
        """All images; the classes of their masks by the source's numbers."""
        return (yield from preparation.mask_rows("target", target, _table(source), job, cache))

    def remarks(
        self, job: Job, source: Domain | SourceModel, target: Domain, classes: tuple[str, ...]
    ) -> Generator[Event, None, None]:
        """Which of the target's classes do not count."""
        yield from preparation.remarks(target, _table(source), job)

    def shots(self, job: Job, target: Rows, classes: tuple[str, ...]) -> ShotRows:
        """Painted masks; none are held out."""
        return preparation.shot_rows(job, target)

    def classifier(self, backbone: Extractor, classes: int, method: type[Method]) -> Classifier:
        """With a head for each place of the backbone's map."""
        return pixel_classifier(backbone.module, backbone.neck, backbone.features, classes, backbone.card.stride)

    def batch(
        self, domain: Rows, rows: NDArray[np.int64], labels: NDArray[Any] | None, strong: bool, drawing: Drawing
    ) -> DomainBatch:
        """Images and masks, moved together."""
        return mask_batch(domain, rows, labels, strong, drawing)

    def observer(self, problem: Problem, method: Method) -> Observer:
        """Of pixels."""
        return MaskObserver(problem, method)

    def answers(
        self, problem: Problem, method: Method, rows: NDArray[np.int64], points: Sequence[PixelPoint | None]
    ) -> Generator[Event, None, NDArray[np.int64]]:
        """The class at the point of each image; unknown for an image without a point."""
        return (yield from MaskObserver(problem, method).classes_at(rows, points))

    def labelled_scenes(self, source: Domain, size: int, cache: ImageCache) -> Generator[Event, None, Rows | None]:
        """At most SCENES of them."""
        return (yield from preparation.labelled_scenes(source, _table(source), size, cache))

    def image_model(self, adapted: Adapted) -> Adapted:
        """None: it gives a class for each pixel."""
        raise UserError(
            "The model of this run tells the classes of pixels, and here those of images are wanted.",
            "Its masks lie in the run's folder; “workbench predict” makes those of other images.",
        )


def _table(source: Domain | SourceModel) -> ClassTable:
    assert source.table is not None  # a domain of this task has one
    return source.table
