"""Runs of classification: images with one label each."""

from collections.abc import Generator
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from workbench.core.domain import Domain, with_new_classes
from workbench.core.events import Event
from workbench.core.job import Job
from workbench.core.relabelling import foreign_labels, known_labels, relabelled
from workbench.data.cache import ImageCache
from workbench.engine.adapted_model import Adapted
from workbench.engine.domain_rows import decode_domain
from workbench.engine.method import Method
from workbench.engine.open_set import OPEN
from workbench.engine.problem import Problem, Rows, ShotRows
from workbench.engine.source_model import SourceModel
from workbench.engine.tasks.classification import preparation
from workbench.engine.tasks.classification.batches import image_batch
from workbench.engine.tasks.classification.evaluation import ImageObserver
from workbench.engine.training import Decoding, DomainBatch, Drawing, MeasuredTarget, Observer, Training
from workbench.nets.backbones import Extractor
from workbench.nets.classifier import Classifier, image_classifier


class ClassificationTraining(Training):
    """A run that gives each image a class."""

    def target_labels(self, job: Job, source: Domain | SourceModel, target: Domain) -> MeasuredTarget:
        """Renamed by the job's mapping; left out if none is a class of the source."""
        target = relabelled(target, job.mapping)
        return MeasuredTarget(known_labels(target, source.classes), foreign_labels(target, source.classes))

    def resolved(self, job: Job, source: Domain | SourceModel, target: Domain) -> Job:
        """With the backbone that suits the images, the part to train, and the shift that both domains' labels say."""
        return preparation.resolved(job, source, target)

    def classes(self, job: Job, source: Domain | SourceModel) -> tuple[str, ...]:
        """The source's; where the target may have others, those of its shots too. The outputs of a model are fixed."""
        known = tuple(source.classes)
        if isinstance(source, SourceModel) or job.shift not in OPEN:
            return known
        return tuple(with_new_classes(known, (shot.label for shot in job.shots)))

    def source_rows(
        self, job: Job, source: Domain | SourceModel, classes: tuple[str, ...], cache: ImageCache
    ) -> Decoding:
        """The labelled images. Raises UserError when fewer than two classes of them can be decoded."""
        if isinstance(source, SourceModel):
            pixels = np.zeros((0, job.image_size, job.image_size, 3), np.uint8)
            return Rows((), pixels, np.zeros(0, np.int64), source.content, source.content), 0
        taught = [sample for sample in source.samples if sample.label is not None]  # others can teach nothing
        labelled = msgspec.structs.replace(source, samples=taught)
        rows, lost = yield from decode_domain("source", labelled, classes, job.image_size, cache)
        preparation.check_rows(rows, classes)
        return rows, lost

    def target_rows(
        self, job: Job, source: Domain | SourceModel, target: Domain, classes: tuple[str, ...], cache: ImageCache
    ) -> Decoding:
        """All images."""
        return (yield from decode_domain("target", target, classes, job.image_size, cache))

    def remarks(
        self, job: Job, source: Domain | SourceModel, target: Domain, classes: tuple[str, ...]
    ) -> Generator[Event, None, None]:
        """Which classes only one of the domains has."""
        yield from preparation.remarks(job, source.classes, target, classes)

    def shots(self, job: Job, target: Rows, classes: tuple[str, ...]) -> ShotRows:
        """Of each class a share is held out."""
        return preparation.shot_rows(job, target, classes)

    def learned_from(self, job: Job, classes: tuple[str, ...]) -> frozenset[str]:
        """Those of a known class that were not held out."""
        return preparation.learned_from(job, classes)

    def classifier(self, backbone: Extractor, classes: int, method: type[Method]) -> Classifier:
        """With the method's own head."""
        card = backbone.card
        return image_classifier(backbone.module, backbone.features, classes, card.pretrained, method.make_head)

    def batch(
        self, domain: Rows, rows: NDArray[np.int64], labels: NDArray[Any] | None, strong: bool, drawing: Drawing
    ) -> DomainBatch:
        """Images, or cached features as they are."""
        return image_batch(domain, rows, labels, strong, drawing)

    def observer(self, problem: Problem, method: Method) -> Observer:
        """Of whole images."""
        return ImageObserver(problem, method)

    def translation_sides(self, problem: Problem) -> tuple[tuple[str, ...], Rows, Rows]:
        """As the run has them."""
        return problem.classes, problem.source, problem.target

    def image_model(self, adapted: Adapted) -> Adapted:
        """The same."""
        return adapted
