"""Inspection of two domains with a pretrained network or the model of a run."""

from collections.abc import Generator, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from workbench.analysis import data_quality, layouts_2d, shift
from workbench.analysis.domain_probe import class_shifts, probe
from workbench.analysis.domain_views import DomainView, view_domains, with_probabilities
from workbench.analysis.groups import Groups, check_groups, folder_levels, grouping, read_groups
from workbench.analysis.image_statistics import compare
from workbench.analysis.performance import performance
from workbench.analysis.tables import indexed, plain, table
from workbench.core.compatibility import listing
from workbench.core.counting import count
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
from workbench.engine.embedding import AlignedProjection
from workbench.engine.nearest_samples import nearest_rows
from workbench.store.run_folder import RunFolder

CLUSTERS = 12
TRUSTED = 0.6  # least accuracy on the source of a classifier that is used to find label errors
Floats = NDArray[np.float32]


def inspect(request: InspectionRequest) -> Generator[Prepared, None, Inspection]:
    """Yield progress and return the result.

    Raises UserError if a folder, the model, the groups file or the device is unavailable.
    """
    cache = ImageCache(Path(request.cache) if request.cache else default_cache())
    _groups(request)  # a mistake in the table is reported before images are decoded
    source, target, eye = yield from view_domains(request, cache)
    groups = _groups(request, [sample.path for sample in target.domain.samples])
    classes, source, target = yield from with_probabilities(source, target, eye, request.seed)
    yield Prepared("Measuring the shift", 0, 1)
    features = source.seen.features, target.seen.features
    measures = shift.measures(*features, seed=request.seed)
    probed = probe(*features, seed=request.seed)
    predicted = target.predictions(classes)
    target_classes = [label or prediction for label, prediction in zip(target.labels, predicted, strict=True)]
    by_class = class_shifts(features[0], source.labels, features[1], target_classes)
    yield Prepared("Describing images", 0, 1)
    described = [describe(view.seen.pixels, *_sizes(view.seen.samples)) for view in (source, target)]
    performances = _performances(request, source, target, classes)
    problems = yield from _problems(source, target, classes, described, cache)
    problems += _label_errors(source, classes, performances)
    groupings, group_columns = _groupings(request, groups, target, predicted)
    yield Prepared("Computing the layout", 0, 1)
    xy = AlignedProjection().project(np.concatenate(features))
    clusters = layouts_2d.clusters(np.concatenate(features), CLUSTERS)
    count = len(features[0])
    source_table = table(
        [sample.path for sample in source.seen.samples],
        xy[:count],
        _columns(source, classes, described[0], clusters[:count], probed.target[:count]),
        source.probabilities,
    )
    target_table = table(
        [sample.path for sample in target.seen.samples],
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
        troubles=problems,
        source_table=source_table,
        target_table=target_table,
        class_names=tuple(classes),
        nearest=nearest_rows(*features, NEAREST).astype("<i4").tobytes(),
        notes=_notes(request, source, target, classes, performances),
        target_predicted=bool(classes) and not any(target.labels),
    )


def _groups(request: InspectionRequest, paths: Sequence[str] = ()) -> Groups:
    groups = read_groups(Path(request.groups), paths) if request.groups else {}
    if paths:
        check_groups(groups, paths, request.groups)
    return groups


def layout_frames(request: InspectionRequest, layout: str, start: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Frames of another 2-D layout of an inspection's samples: float32 bytes of (N, 2) and (M, 2).

    `start`: the initial layout. Raises UserError for an unavailable layout.
    """
    cache = ImageCache(Path(request.cache) if request.cache else default_cache())
    source, target, _ = Returning(view_domains(request, cache)).finish()
    features = np.concatenate([source.seen.features, target.seen.features])
    initial = np.frombuffer(start, "<f4").reshape(-1, 2) if len(start) == 8 * len(features) else None
    count = len(source.seen.features)
    for xy in layouts_2d.frames(layout, features, initial, request.seed):
        yield xy[:count].astype("<f4").tobytes(), xy[count:].astype("<f4").tobytes()


# -- parts of the result -----------------------------------------------------------------------------------------------


def _performances(
    request: InspectionRequest, source: DomainView, target: DomainView, classes: list[str]
) -> tuple[Performance, ...]:
    """Performance of a linear classifier on both domains (cross-validated on the source), or of a run on the target."""
    performances = []
    for view in (target,) if request.model else (source, target):
        rows = [row for row, label in enumerate(view.truths) if label is not None]
        if view.probabilities is not None and rows:
            truths = [str(view.truths[row]) for row in rows]
            performances.append(performance(view.side, truths, view.probabilities[rows], classes))
    return tuple(performances)


def _groupings(
    request: InspectionRequest, groups: Groups, target: DomainView, predicted: list[str | None]
) -> tuple[tuple[Grouping, ...], list[SampleColumn]]:
    """Accuracy by group, and the groups as columns of the target's table."""
    paths = [sample.path for sample in target.seen.samples]
    all_groups = folder_levels(paths, target.labels) | groups
    samples = [
        (path, label, prediction)
        for path, label, prediction in zip(paths, target.truths, predicted, strict=True)
        if label is not None and prediction is not None
    ]
    before = None
    if request.before:
        before = {row.path: row.predicted for row in RunFolder(Path(request.before)).predictions()}
    groupings = [grouping(name, values, samples, before) for name, values in all_groups.items()]
    columns = [
        indexed(f"group:{name}", name, [values.get(path) for path in paths]) for name, values in all_groups.items()
    ]
    return tuple(grouping for grouping in groupings if grouping is not None), columns


def _problems(
    source: DomainView, target: DomainView, classes: list[str], described: list[Values], cache: ImageCache
) -> Generator[Prepared, None, tuple[DataProblem, ...]]:
    views = source, target
    reading = Returning(digests([view.domain for view in views], cache.index))
    for done, total in reading:
        yield Prepared("Looking for duplicates", done, total)
    digests_by_side = dict(zip(Side, reading.result, strict=True))
    ids = [[(view.side, sample.path) for sample in view.seen.samples] for view in views]
    pixels = [view.seen.pixels for view in views]
    count = len(ids[0])
    near_duplicates = data_quality.near_duplicates(
        [*ids[0], *ids[1]],
        np.concatenate([view.seen.features for view in views]),
        lambda row: pixels[0][row] if row < count else pixels[1][row - count],
        digests_by_side,
    )
    duplicates = (data_quality.exact_duplicates(digests_by_side), near_duplicates)
    odd = [
        problem
        for view_ids, values in zip(ids, described, strict=True)
        for problem in data_quality.odd_images(view_ids, values)
    ]
    return tuple([problem for problem in duplicates if problem is not None] + data_quality.merged(odd))


def _label_errors(
    source: DomainView, classes: list[str], performances: tuple[Performance, ...]
) -> tuple[DataProblem, ...]:
    """Suspected label errors by a cross-validated classifier, if its accuracy on the source is high enough."""
    trusted = any(result.side is Side.SOURCE and result.accuracy.value >= TRUSTED for result in performances)
    if not trusted or source.probabilities is None:
        return ()
    paths = [sample.path for sample in source.seen.samples]
    rows = [row for row, label in enumerate(source.labels) if label is not None and paths[row] not in source.decided]
    if not rows:
        return ()
    ids = [(Side.SOURCE, paths[row]) for row in rows]
    labels = [str(source.labels[row]) for row in rows]
    problem = data_quality.label_errors(ids, labels, source.probabilities[rows], classes)
    return (problem,) if problem else ()


def _label_columns(view: DomainView, classes: list[str], predicted: list[str | None]) -> list[SampleColumn]:
    """Class, prediction, confidence and correctness of each sample, as far as they are known."""
    all_classes = classes + sorted({label for label in view.labels if label is not None} - set(classes), key=natural)
    columns = [indexed("label", "Class", view.labels, all_classes)] if any(view.labels) else []
    if view.probabilities is None:
        return columns
    right = [
        None if label is None else "right" if label == prediction else "wrong"
        for label, prediction in zip(view.truths, predicted, strict=True)
    ]
    columns += [
        indexed("prediction", "Prediction", predicted, classes),
        plain("confidence", "Confidence", view.probabilities.max(axis=1)),
    ]
    return columns + ([indexed("error", "Error", right, ("right", "wrong"))] if any(right) else [])


def _columns(
    view: DomainView, classes: list[str], described: Values, clusters: NDArray[np.int64], likeness: Floats
) -> list[SampleColumn]:
    """All columns of a domain's table."""
    return [*_label_columns(view, classes, view.predictions(classes)), *_measured(described, clusters, likeness)]


def _measured(described: Values, clusters: NDArray[np.int64], likeness: Floats) -> list[SampleColumn]:
    names = [f"cluster {number + 1}" for number in range(int(clusters.max(initial=0)) + 1)]
    return [
        plain("target_likeness", "Like the target", likeness),
        indexed("cluster", "Cluster", [names[number] for number in clusters], names),
        *(plain(name, TITLES[name][0], values) for name, values in described.items()),
    ]


def _notes(
    request: InspectionRequest,
    source: DomainView,
    target: DomainView,
    classes: list[str],
    performances: tuple[Performance, ...],
) -> tuple[str, ...]:
    notes = []
    weak = next(
        (result for result in performances if result.side is Side.SOURCE and result.accuracy.value < TRUSTED), None
    )
    for view in (source, target):
        used, total = len(view.seen.samples), len(view.domain.samples)
        if used + view.seen.lost < total:
            notes.append(f"The result is based on a random sample of {used:,} of the {view.side}'s {total:,} images.")
        if view.seen.lost:
            notes.append(f"{count(view.seen.lost, 'image')} of the {view.side} could not be decoded.")
    if not request.model and classes:
        notes.append("Predictions come from a linear classifier of the source, fitted to these features.")
    if weak is not None:
        notes.append(
            f"The linear classifier has an accuracy of only {weak.accuracy.value:.0%} on held-out source images. Its "
            "predictions are unreliable, and label errors are not reported."
        )
    if not request.model and not classes:
        notes.append("Nothing is predicted, because fewer than two source classes have enough images.")
    if classes and not any(target.labels):
        notes.append("No error is measured, because the target has no labels. Its classes are predictions.")
    elif classes and not set(target.labels) & set(classes):
        labels = sorted({label or "" for label in target.labels} - {""}, key=natural)
        notes.append(
            f"No error is measured, because the target's classes ({listing(labels)}) have nothing in common with the "
            f"predicted ones ({listing(classes)})."
        )
    elif shots := sum(label not in (None, UNKNOWN) for label in target.labels) - sum(map(bool, target.truths)):
        notes.append(f"{shots:,} labelled target images were used for training and do not count towards accuracy.")
    return tuple(notes)


def _sizes(samples: list[Sample]) -> tuple[list[int], list[int]]:
    return [sample.width for sample in samples], [sample.height for sample in samples]
