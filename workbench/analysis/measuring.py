"""The quality of runs on the measuring set of their project, against source only and the constant answer.

The measuring set is a random sample of the target (`store/draws.py`). It measures a run on the images that the run
predicted and that did not teach it. The labelled ones are a random sample of these only if labels were given in the
order of the draw: an image that a person skipped, or that came into the folder since, stands in the sample without a
label, and widens the interval like an image that a person could not name.
"""

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np

from workbench.analysis.measured_accuracy import MeasuredSample, class_shares, compared, half_width_with, measured
from workbench.core.counting import count
from workbench.core.drawn_labels import DrawnLabel, in_terms_of
from workbench.core.name_matching import composed
from workbench.core.run_selection import is_reference
from workbench.core.target_quality import AccuracyDifference, PixelPoint, QualityKind, TargetQuality
from workbench.store.draws import DrawnSample, rank_of
from workbench.store.label_value import LabelMark, LabelValue
from workbench.store.run_folder import RunFolder
from workbench.store.run_tables import Prediction

MORE = 10  # labels, in the forecast of the interval
PredictedAtPoints = Callable[[RunFolder, Sequence[Prediction], Mapping[str, PixelPoint]], dict[str, str]]


class MeasuringLabels(NamedTuple):
    """The drawn samples by path, in the order of their ranks, and the values of all samples, drawn or not, by path."""

    drawn: Mapping[str, DrawnSample]
    values: Mapping[str, LabelValue]

    @property
    def named(self) -> list[str]:
        """The paths of the drawn samples that have a class."""
        return [path for path in self.drawn if isinstance(self.values.get(path), str)]

    @property
    def unsure(self) -> list[str]:
        """The paths of the drawn samples that are marked as unsure."""
        return [path for path in self.drawn if self.values.get(path) is LabelMark.UNSURE]

    @property
    def pending(self) -> list[str]:
        """The paths of the drawn samples that have neither, in the order in which they are to be labelled."""
        return [path for path in self.drawn if self.values.get(path) is None]

    @property
    def at_points(self) -> bool:
        """Whether a class belongs to a pixel of a drawn sample."""
        return any(sample.x is not None for sample in self.drawn.values())


class RunMeasurement(NamedTuple):
    """The measured quality of a run. `population`: the number of images that it is stated for.

    `reference`: the comparison with the run without adaptation; None without one, and for that run itself. `more`: half
    of the interval's width, in [0, 1], to expect with MORE labels more; None if none are left.
    """

    quality: TargetQuality
    population: int
    reference: AccuracyDifference | None = None
    more: float | None = None

    @property
    def half_width(self) -> float | None:
        """Half of the interval's width, in [0, 1]; None if nothing is measured."""
        quality = self.quality
        return None if quality.low is None or quality.high is None else (quality.high - quality.low) / 2


class RunAnswers:
    """What a finished run predicts for the target. Reading it takes time; measuring it on other labels does not."""

    def __init__(self, folder: RunFolder, identity: str, at_points: PredictedAtPoints | None = None) -> None:
        """`identity`: of the project. `at_points`: reads the predicted classes, where classes belong to pixels.

        Raises UserError if the run is not finished, or its predictions are damaged.
        """
        self.folder, self.identity, self.at_points = folder, identity, at_points
        self.job, self.classes = folder.job(), frozenset(folder.result().classes)
        taught = self.job.taught
        self.predictions = [row for row in folder.predictions() if composed(row.path) not in taught]
        self.rows = {composed(row.path): row for row in self.predictions}
        self._at_points: dict[str, str] = {}
        self._points: dict[str, PixelPoint] = {}

    @property
    def population(self) -> int:
        """The number of target samples that the run predicted and that did not teach it."""
        return len(self.rows)

    @property
    def finite(self) -> int | None:
        """The population that labels of all images would exhaust; None where a label is of one of many pixels."""
        return self.population if self.at_points is None else None

    @cached_property
    def shares(self) -> dict[str, float]:
        """The shares of the classes among the predictions of images; empty where pixels have classes."""
        if self.at_points is not None:
            return {}
        return class_shares(row.predicted for row in self.predictions)

    @cached_property
    def proxies(self) -> dict[str, float]:
        """½ (confidence + support) of each sample by path; empty for runs that did not store the support."""
        supports = [row.support for row in self.predictions if row.support is not None]
        if len(supports) < len(self.predictions) or self.at_points is not None:
            return {}
        pairs = zip(self.predictions, supports, strict=True)
        return {composed(row.path): (row.confidence + support) / 2 for row, support in pairs}

    @cached_property
    def proxy_mean(self) -> float | None:
        """The mean proxy over the population; None without proxies."""
        return float(np.mean(list(self.proxies.values()))) if self.proxies else None

    @cached_property
    def _ranked(self) -> list[tuple[str, str]]:
        return sorted((rank_of(self.identity, path), path) for path in self.rows)

    def ranked_below(self, rank: str) -> list[str]:
        """The paths of the samples with lower ranks."""
        return [path for _, path in self._ranked[: bisect_left(self._ranked, (rank, ""))]]

    def predicted(self, points: Mapping[str, PixelPoint]) -> Mapping[str, str]:
        """The predicted class by path. `points`: of the drawn samples, where a class belongs to a pixel."""
        if self.at_points is None:
            return self._of_images
        if new := self.unread(points):
            found = self.at_points(self.folder, self.predictions, new)
            self._at_points.update({composed(path): name for path, name in found.items()})
            self._points.update(new)
        return self._at_points

    def unread(self, points: Mapping[str, PixelPoint]) -> dict[str, PixelPoint]:
        """The points for which `predicted` would read a mask."""
        if self.at_points is None:
            return {}
        return {path: point for path, point in points.items() if self._points.get(path) != point}

    @cached_property
    def _of_images(self) -> dict[str, str]:
        return {path: row.predicted for path, row in self.rows.items()}

    def truth(self, label: str) -> str:
        """The label in the terms of the run, see `in_terms_of`."""
        return in_terms_of(self.job, self.classes, label)


def measured_quality(
    run: RunAnswers, labels: MeasuringLabels, points: Mapping[str, PixelPoint], reference: RunAnswers | None = None
) -> RunMeasurement:
    """The quality of a run on the measuring set. `reference`: the run without adaptation to compare with.

    `points`: of the images that are there, where classes belong to pixels; without its image, a label measures nothing.
    """
    asked = [path for path in labels.drawn if composed(path) in run.rows]
    seen = [path for path in asked if run.at_points is None or path in points]
    named = [path for path in seen if isinstance(labels.values.get(path), str)]
    if not named:
        return RunMeasurement(_not_measured(labels, asked), run.population)
    unlabelled = _unlabelled(run, labels, asked, named)
    samples = _samples(run, labels, named, points)
    quality = measured(
        samples, run.finite, proxy_mean=run.proxy_mean, predicted_shares=run.shares, unsure=len(unlabelled)
    )
    comparison = _comparison(run, reference, labels, named, points) if reference else None
    return RunMeasurement(quality, run.population, comparison, _with_more(quality, run, len(unlabelled)))


def points_of(drawn: Mapping[str, DrawnSample], sizes: Mapping[str, tuple[int, int]]) -> dict[str, PixelPoint]:
    """The points of the drawn samples that have one. `sizes`: width and height of the images that are there."""
    return {
        path: PixelPoint(sample.x, sample.y, *sizes[path])
        for path, sample in drawn.items()
        if sample.x is not None and sample.y is not None and path in sizes
    }


def choosing_labels(labels: MeasuringLabels, sizes: Mapping[str, tuple[int, int]]) -> tuple[DrawnLabel, ...]:
    """The labels that choose among the candidates of `auto`. `sizes`: of the images that are there; others have none.

    A label of a pixel whose image is not there is left out.
    """
    points = points_of(labels.drawn, sizes)
    return tuple(
        DrawnLabel(path, str(labels.values[path]), points.get(path))
        for path in labels.named
        if path in points or labels.drawn[path].x is None
    )


def comparable(run: RunAnswers, others: Iterable[RunAnswers]) -> RunAnswers | None:
    """The last of the runs without adaptation that trained the same network; None for such a run itself."""
    references = [other for other in others if is_reference(other.job, run.job)]
    return references[-1] if references else None


def _samples(
    run: RunAnswers, labels: MeasuringLabels, paths: Iterable[str], points: Mapping[str, PixelPoint]
) -> list[MeasuredSample]:
    predicted = run.predicted(points)
    return [
        MeasuredSample(
            run.truth(str(labels.values[path])), predicted.get(composed(path), ""), run.proxies.get(composed(path))
        )
        for path in paths
    ]


def _unlabelled(run: RunAnswers, labels: MeasuringLabels, asked: Collection[str], named: Collection[str]) -> set[str]:
    """The samples that stand before the last labelled one in the order of the draw, without a class.

    They were marked as unsure, skipped, lost their image, or came into the folder since. A label that teaches is none
    of them.
    """
    last = max(labels.drawn[path].rank for path in asked if labels.values.get(path) is not None)
    before = {composed(path) for path in asked if labels.drawn[path].rank <= last}
    known = {composed(path) for path in {*labels.values, *labels.drawn}}
    return (before - set(map(composed, named))) | {path for path in run.ranked_below(last) if path not in known}


def _comparison(
    run: RunAnswers,
    reference: RunAnswers,
    labels: MeasuringLabels,
    named: Iterable[str],
    points: Mapping[str, PixelPoint],
) -> AccuracyDifference | None:
    common = [path for path in named if composed(path) in reference.rows]
    if not common:
        return None
    right = [
        np.array([sample.label == sample.predicted for sample in _samples(one, labels, common, points)])
        for one in (reference, run)
    ]
    return compared(right[0], right[1], run.finite and len(run.rows.keys() & reference.rows.keys()))


def _with_more(quality: TargetQuality, run: RunAnswers, unlabelled: int) -> float | None:
    more = min(MORE, run.population - quality.count)
    if quality.value is None or quality.low is None or quality.high is None or more <= 0:
        return None
    if quality.method == "Wilson" and not unlabelled:
        return half_width_with(round(quality.value * quality.count), quality.count, run.finite, more)
    return float((quality.high - quality.low) / 2 * (quality.count / (quality.count + more)) ** 0.5)


def _not_measured(labels: MeasuringLabels, asked: Collection[str]) -> TargetQuality:
    if not labels.named:
        basis = "No random target image has a label yet."
    elif not asked:
        basis = "The run predicted none of the random target images that have labels, or they taught it."
    else:
        basis = f"None of the {count(len(asked), 'random target image')} of this run has a label yet."
    return TargetQuality(QualityKind.UNKNOWN, basis)
