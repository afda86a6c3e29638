"""Two domains as they are seen: features, labels, and how probable each class is for each image."""

from collections.abc import Generator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax

from workbench.analysis.linear_head import linear_head
from workbench.core.compatibility import check_readable
from workbench.core.domain import UNKNOWN, Domain, Side
from workbench.core.events import Prepared
from workbench.core.generators import Returning
from workbench.core.shift_report import InspectionRequest
from workbench.data.cache import ImageCache
from workbench.data.scan import scan
from workbench.engine.feature_extraction import ExtractedFeatures, Eye, open_eye, see
from workbench.engine.tasks.classification.preparation import learned_from
from workbench.store.run_folder import RunFolder


class Half(NamedTuple):
    """One domain: what is seen of it, its labels where it has some, and the probabilities of the classes.

    `truths`: the labels that measure, which those are not that a model learned from.
    """

    side: Side
    domain: Domain
    seen: ExtractedFeatures
    labels: list[str | None]
    truths: list[str | None]
    probabilities: NDArray[np.float32] | None

    def predictions(self, classes: list[str]) -> list[str | None]:
        """The most probable class of each sample."""
        if self.probabilities is None:
            return [None] * len(self.labels)
        return [classes[number] for number in self.probabilities.argmax(axis=1)]


def halves(request: InspectionRequest, cache: ImageCache) -> Generator[Prepared, None, tuple[Half, Half, Eye]]:
    """Source and target of a request, and what they were seen through. Raises UserError when one is not to be had."""
    source = yield from _read(Side.SOURCE, request.source, cache)
    target = yield from _read(Side.TARGET, request.target, cache)
    eye = open_eye(request, source)
    made, learned = [], _learned(request)
    for side, domain in ((Side.SOURCE, source), (Side.TARGET, target)):
        seen = yield from see(side.value, domain, eye, request, cache)
        named, known = (request.labels, learned) if side is Side.TARGET else ({}, frozenset[str]())
        labels = [named.get(sample.path, sample.label) for sample in seen.samples]
        truths = [
            None if label == UNKNOWN or sample.path in known else label
            for sample, label in zip(seen.samples, labels, strict=True)
        ]
        probabilities = None if seen.logits is None else softmax(np.asarray(seen.logits, np.float32), axis=1)
        made.append(Half(side, domain, seen, labels, truths, probabilities))
    return made[0], made[1], eye


def with_probabilities(
    source: Half, target: Half, eye: Eye, seed: int
) -> Generator[Prepared, None, tuple[list[str], Half, Half]]:
    """The classes that are told apart, and how probable each is: as the model says, or a linear head of the source."""
    if eye.classes:
        return list(eye.classes), source, _judged(target, eye.classes)
    yield Prepared("Fitting a linear head", 0, 1)
    named = np.array([name is not None for name in source.labels])
    taught, untaught = source.seen.features[named], source.seen.features[~named]
    labels = [name for name in source.labels if name is not None]
    head = linear_head(taught, labels, np.concatenate([untaught, target.seen.features]), seed)
    if head is None:
        return [], source, target
    ours = np.empty((len(named), len(head.classes)), np.float32)
    ours[named], ours[~named] = head.source, head.target[: len(untaught)]
    theirs = head.target[len(untaught) :]
    target = _judged(target._replace(probabilities=theirs), head.classes)
    return head.classes, source._replace(probabilities=ours), target


def _judged(target: Half, classes: Sequence[str]) -> Half:
    """The target without truths where its classes are none of those that can be predicted: they would all be wrong."""
    shared = set(target.labels) & set(classes)
    return target if shared else target._replace(truths=[None] * len(target.labels))


def _learned(request: InspectionRequest) -> frozenset[str]:
    """Target samples that taught the models that are compared; a model that came in a folder of its own says none."""
    places = [RunFolder(Path(run)) for run in (request.model, request.before) if run]
    runs = [place for place in places if place.has_job()]
    return frozenset().union(*(learned_from(place.job(), place.result().classes) for place in runs))


def _read(side: Side, folder: str, cache: ImageCache) -> Generator[Prepared, None, Domain]:
    reading = Returning(scan(Path(folder), cache=cache.folder))
    for files in reading:
        yield Prepared(f"Reading the {side} folder", files, 0)
    check_readable(reading.result, side)
    return reading.result
