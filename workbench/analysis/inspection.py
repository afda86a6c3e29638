"""Looks at two folders, through a pretrained net or a run's model, and says how far apart they lie."""

from collections.abc import Generator, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from workbench.analysis import data_quality, layouts_2d, shift
from workbench.analysis.domain_probe import class_shifts, probe
from workbench.analysis.domain_views import Half, halves, with_probabilities
from workbench.analysis.groups import Groups, check_groups, folder_levels, grouping, read_groups
from workbench.analysis.image_statistics import compare
from workbench.analysis.performance import performance
from workbench.analysis.tables import indexed, plain, table
from workbench.core.compatibility import listing
from workbench.core.domain import UNKNOWN, Sample, Side, natural
from workbench.core.events import Prepared
from workbench.core.generators import Returning
from workbench.core.shift_report import (
    NEAREST,
    DataProblem,
    Grouping,
    Inspection,
    InspectionRequest,
    Performance,
    SampleColumn,
)
from workbench.data.cache import ImageCache
from workbench.data.cache_paths import default_cache
from workbench.data.digests import digests
from workbench.data.properties import TITLES, Values, describe
from workbench.engine.embedding import Plane
from workbench.engine.nearest_samples import nearest_rows
from workbench.store.run_folder import RunFolder

CLUSTERS = 12
TRUSTED = 0.6  # share of the source that a head must get right before it may doubt labels
Floats = NDArray[np.float32]


def inspect(request: InspectionRequest) -> Generator[Prepared, None, Inspection]:
    """Tells its progress and returns what it found.

    Raises UserError when a folder, the model, the groups' file or the device is not to be had.
    """
    cache = ImageCache(Path(request.cache) if request.cache else default_cache())
    groups = read_groups(Path(request.groups)) if request.groups else {}
    source, target, eye = yield from halves(request, cache)
    check_groups(groups, [one.path for one in target.domain.samples], request.groups)
    classes, source, target = yield from with_probabilities(source, target, eye, request.seed)
    yield Prepared("Measuring the shift", 0, 1)
    features = source.seen.features, target.seen.features
    measures = shift.measures(*features, seed=request.seed)
    probed = probe(*features, seed=request.seed)
    predicted = target.predictions(classes)
    named = [label or said for label, said in zip(target.labels, predicted, strict=True)]
    by_class = class_shifts(features[0], source.labels, features[1], named)
    yield Prepared("Describing images", 0, 1)
    described = [describe(half.seen.pixels, *_sizes(half.seen.samples)) for half in (source, target)]
    performances = _performances(request, source, target, classes)
    troubles = yield from _troubles(source, target, classes, described, cache)
    troubles += _label_errors(source, classes, performances)
    groupings, group_columns = _groupings(request, groups, target, predicted)
    yield Prepared("Laying out the plane", 0, 1)
    xy = Plane().project(np.concatenate(features))
    clusters = layouts_2d.clusters(np.concatenate(features), CLUSTERS)
    count = len(features[0])
    source_table = table(
        [one.path for one in source.seen.samples],
        xy[:count],
        _columns(source, classes, described[0], clusters[:count], probed.target[:count]),
        source.probabilities,
    )
    target_table = table(
        [one.path for one in target.seen.samples],
        xy[count:],
        [*_columns(target, classes, described[1], clusters[count:], probed.target[count:]), *group_columns],
        target.probabilities,
    )
    return Inspection(
        source=request.source,
        target=request.target,
        features=eye.title,
        source_count=count,
        target_count=len(features[1]),
        sentence=shift.sentence(measures),
        separation=shift.share_of(measures[0].value) if measures else probed.right,
        measures=measures,
        classes=by_class,
        statistics=compare(*described),
        performances=performances,
        groupings=groupings,
        troubles=troubles,
        source_table=source_table,
        target_table=target_table,
        class_names=tuple(classes),
        nearest=nearest_rows(*features, NEAREST).astype("<i4").tobytes(),
        notes=_notes(request, source, target, classes, performances),
    )


def placed(request: InspectionRequest, layout: str, start: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Frames of another layout of the samples of an inspection, (N, 2) and (M, 2) float32, from `start` on.

    Raises UserError for a layout that is not to be had.
    """
    cache = ImageCache(Path(request.cache) if request.cache else default_cache())
    source, target, _ = Returning(halves(request, cache)).finish()
    features = np.concatenate([source.seen.features, target.seen.features])
    begun = np.frombuffer(start, "<f4").reshape(-1, 2) if len(start) == 8 * len(features) else None
    count = len(source.seen.features)
    for xy in layouts_2d.frames(layout, features, begun, request.seed):
        yield xy[:count].astype("<f4").tobytes(), xy[count:].astype("<f4").tobytes()


# -- what is made of it ------------------------------------------------------------------------------------------------


def _performances(
    request: InspectionRequest, source: Half, target: Half, classes: list[str]
) -> tuple[Performance, ...]:
    """Of a linear head on both domains, its source answers cross-validated; of a run's model on the target alone."""
    found = []
    for half in (target,) if request.model else (source, target):
        rows = [row for row, label in enumerate(half.truths) if label is not None]
        if half.probabilities is not None and rows:
            truths = [str(half.truths[row]) for row in rows]
            found.append(performance(half.side, truths, half.probabilities[rows], classes))
    return tuple(found)


def _groupings(
    request: InspectionRequest, groups: Groups, target: Half, predicted: list[str | None]
) -> tuple[tuple[Grouping, ...], list[SampleColumn]]:
    """Accuracy by each grouping, and the groups as columns of the target's table."""
    paths = [one.path for one in target.seen.samples]
    every = folder_levels(paths, target.labels) | groups
    samples = [
        (path, label, said)
        for path, label, said in zip(paths, target.truths, predicted, strict=True)
        if label is not None and said is not None
    ]
    before = None
    if request.before:
        before = {one.path: one.predicted for one in RunFolder(Path(request.before)).predictions()}
    found = [grouping(name, values, samples, before) for name, values in every.items()]
    columns = [indexed(f"group:{name}", name, [values.get(path) for path in paths]) for name, values in every.items()]
    return tuple(one for one in found if one is not None), columns


def _troubles(
    source: Half, target: Half, classes: list[str], described: list[Values], cache: ImageCache
) -> Generator[Prepared, None, tuple[DataProblem, ...]]:
    halves = source, target
    reading = Returning(digests([half.domain for half in halves], cache.index))
    for done, total in reading:
        yield Prepared("Looking for duplicates", done, total)
    same = dict(zip(Side, reading.result, strict=True))
    ids = [[(half.side, one.path) for one in half.seen.samples] for half in halves]
    pixels = [half.seen.pixels for half in halves]
    count = len(ids[0])
    alike = data_quality.near_duplicates(
        [*ids[0], *ids[1]],
        np.concatenate([half.seen.features for half in halves]),
        lambda row: pixels[0][row] if row < count else pixels[1][row - count],
        same,
    )
    found: list[DataProblem | None] = [data_quality.exact_duplicates(same), alike]
    odd = [one for half, of in zip(ids, described, strict=True) for one in data_quality.odd_images(half, of)]
    return tuple([one for one in found if one is not None] + data_quality.merged(odd))


def _label_errors(source: Half, classes: list[str], performances: tuple[Performance, ...]) -> tuple[DataProblem, ...]:
    """By a head that did not learn from the sample, where it is right often enough to doubt others."""
    trusted = any(one.side is Side.SOURCE and one.accuracy.value >= TRUSTED for one in performances)
    if not trusted or source.probabilities is None:
        return ()
    rows = [row for row, label in enumerate(source.labels) if label is not None]
    ids = [(Side.SOURCE, source.seen.samples[row].path) for row in rows]
    labels = [str(source.labels[row]) for row in rows]
    found = data_quality.label_errors(ids, labels, source.probabilities[rows], classes)
    return (found,) if found else ()


def _said(half: Half, classes: list[str], predicted: list[str | None]) -> list[SampleColumn]:
    """What is known of each sample: its class, what is predicted, how surely, and whether that is right."""
    named = classes + sorted({label for label in half.labels if label is not None} - set(classes), key=natural)
    columns = [indexed("label", "Class", half.labels, named)] if any(half.labels) else []
    if half.probabilities is None:
        return columns
    right = [
        None if label is None else "right" if label == said else "wrong"
        for label, said in zip(half.truths, predicted, strict=True)
    ]
    columns += [
        indexed("prediction", "Prediction", predicted, classes),
        plain("confidence", "Confidence", half.probabilities.max(axis=1)),
    ]
    return columns + ([indexed("error", "Error", right, ("right", "wrong"))] if any(right) else [])


def _columns(
    half: Half, classes: list[str], described: Values, clusters: NDArray[np.int64], likeness: Floats
) -> list[SampleColumn]:
    """What is known of each sample of a domain, and what was measured of it."""
    return [*_said(half, classes, half.predictions(classes)), *_measured(described, clusters, likeness)]


def _measured(described: Values, clusters: NDArray[np.int64], likeness: Floats) -> list[SampleColumn]:
    numbered = [f"cluster {number + 1}" for number in range(int(clusters.max(initial=0)) + 1)]
    return [
        plain("target_likeness", "Like the target", likeness),
        indexed("cluster", "Cluster", [numbered[number] for number in clusters], numbered),
        *(plain(name, TITLES[name][0], values) for name, values in described.items()),
    ]


def _notes(
    request: InspectionRequest, source: Half, target: Half, classes: list[str], performances: tuple[Performance, ...]
) -> tuple[str, ...]:
    notes = []
    weak = next((one for one in performances if one.side is Side.SOURCE and one.accuracy.value < TRUSTED), None)
    for half in (source, target):
        seen, every = len(half.seen.samples), len(half.domain.samples)
        if seen + half.seen.lost < every:
            notes.append(f"{seen:,} of the {half.side}'s {every:,} images were drawn at random.")
        if half.seen.lost:
            notes.append(f"{half.seen.lost:,} images of the {half.side} could not be decoded.")
    if not request.model and classes:
        notes.append("Predictions are those of a linear head, fitted to the source on these features.")
    if weak is not None:
        share = f"{weak.accuracy.value:.0%} of held-out source images"
        notes.append(f"That head is right on only {share}: read what rests on it with care; labels are not doubted.")
    if not request.model and not classes:
        notes.append("The source has no two classes with enough images to fit a head, so nothing is predicted.")
    if classes and not any(target.labels):
        notes.append("The target has no labels, so its classes are those predicted, and no error can be measured.")
    elif classes and not set(target.labels) & set(classes):
        labels = sorted({label or "" for label in target.labels} - {""}, key=natural)
        notes.append(
            f"No error is measured, because the target's classes ({listing(labels)}) have nothing in common with the "
            f"predicted ones ({listing(classes)})."
        )
    elif taught := sum(label not in (None, UNKNOWN) for label in target.labels) - sum(map(bool, target.truths)):
        notes.append(f"{taught:,} labelled target images taught the model, and are left out of its accuracy.")
    return tuple(notes)


def _sizes(samples: list[Sample]) -> tuple[list[int], list[int]]:
    return [one.width for one in samples], [one.height for one in samples]
