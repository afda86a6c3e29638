"""Features, labels and class probabilities of both domains, for an inspection."""

from collections.abc import Generator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax

from workbench.analysis.linear_head import linear_head
from workbench.core.compatibility import check_readable
from workbench.core.corrections import Correction, corrected
from workbench.core.deep_range import DeepRange
from workbench.core.domain import UNKNOWN, Domain, Side
from workbench.core.events import Prepared
from workbench.core.generators import Returning
from workbench.core.name_matching import composed
from workbench.core.shift_report import InspectionRequest
from workbench.data.cache import ImageCache
from workbench.data.scan import scan
from workbench.engine.feature_extraction import (
    ExtractedFeatures,
    FeatureExtractor,
    extract_features,
    open_extractor,
    ranges_of_model,
)
from workbench.engine.tasks.registry import task
from workbench.store.run_folder import RunFolder


class DomainView(NamedTuple):
    """One domain with extracted features, labels, and class probabilities.

    `truths`: the labels for evaluation; None for shots of the model and for unlabelled samples. `decided`: by path, the
    samples whose labels a person corrected or confirmed.
    """

    side: Side
    domain: Domain
    seen: ExtractedFeatures
    labels: list[str | None]
    truths: list[str | None]
    probabilities: NDArray[np.float32] | None
    decided: Mapping[str, Correction] = MappingProxyType({})

    def predictions(self, classes: list[str]) -> list[str | None]:
        """The most probable class of each sample; None without probabilities."""
        if self.probabilities is None:
            return [None] * len(self.labels)
        return [classes[index] for index in self.probabilities.argmax(axis=1)]


def view_domains(
    request: InspectionRequest, cache: ImageCache
) -> Generator[Prepared, None, tuple[DomainView, DomainView, FeatureExtractor]]:
    """Source and target of a request, and the feature extractor. Raises UserError if any of them is unavailable."""
    trained = ranges_of_model(request)
    source = yield from _read(Side.SOURCE, request.source, cache, request.source_range or trained.source)
    target = yield from _read(Side.TARGET, request.target, cache, request.target_range or trained.target)
    source, decided, _ = corrected(source, request.corrections)
    extractor = open_extractor(request, source)
    views, shots = [], _shots(request)
    for side, domain in ((Side.SOURCE, source), (Side.TARGET, target)):
        seen = yield from extract_features(side.value, domain, extractor, request, cache)
        assigned, excluded = (request.labels, shots) if side is Side.TARGET else ({}, frozenset[str]())
        by_path = {composed(path): label for path, label in assigned.items()}
        labels = [by_path.get(composed(sample.path), sample.label) for sample in seen.samples]
        truths = [
            None if label == UNKNOWN or composed(sample.path) in excluded else label
            for sample, label in zip(seen.samples, labels, strict=True)
        ]
        probabilities = None if seen.logits is None else softmax(np.asarray(seen.logits, np.float32), axis=1)
        views.append(DomainView(side, domain, seen, labels, truths, probabilities))
    return views[0]._replace(decided=decided), views[1], extractor


def with_probabilities(
    source: DomainView, target: DomainView, extractor: FeatureExtractor, seed: int
) -> Generator[Prepared, None, tuple[list[str], DomainView, DomainView]]:
    """The classes and their probabilities, by the model or by a linear classifier of the source.

    Returns the classes and both views with probabilities; no classes if no classifier can be fitted.
    """
    if extractor.classes:
        return list(extractor.classes), source, _comparable(target, extractor.classes)
    yield Prepared("Fitting a linear head", 0, 1)
    has_label = np.array([label is not None for label in source.labels])
    labelled, unlabelled = source.seen.features[has_label], source.seen.features[~has_label]
    labels = [label for label in source.labels if label is not None]
    head = linear_head(labelled, labels, np.concatenate([unlabelled, target.seen.features]), seed)
    if head is None:
        return [], source, target
    source_probabilities = np.empty((len(has_label), len(head.classes)), np.float32)
    source_probabilities[has_label] = head.source
    source_probabilities[~has_label] = head.target[: len(unlabelled)]
    target = _comparable(target._replace(probabilities=head.target[len(unlabelled) :]), head.classes)
    return head.classes, source._replace(probabilities=source_probabilities), target


def _comparable(target: DomainView, classes: Sequence[str]) -> DomainView:
    """The target without truths if none of its classes can be predicted, as every prediction would be an error."""
    shared = set(target.labels) & set(classes)
    return target if shared else target._replace(truths=[None] * len(target.labels))


def _shots(request: InspectionRequest) -> frozenset[str]:
    """The paths, `composed`, of target samples that taught the compared runs. Model folders do not list theirs."""
    folders = [RunFolder(Path(run)) for run in (request.model, request.before) if run]
    runs = [(folder.job(), folder.result().classes) for folder in folders if folder.has_job()]
    taught = (task(job.decided_task).training().learned_from(job, classes) for job, classes in runs)
    return frozenset().union(*taught)


def _read(side: Side, folder: str, cache: ImageCache, deep: DeepRange | None) -> Generator[Prepared, None, Domain]:
    reading = Returning(scan(Path(folder), cache=cache.folder, deep=deep))
    for files in reading:
        yield Prepared(f"Reading the {side} folder", files, 0)
    check_readable(reading.result, side)
    return reading.result
