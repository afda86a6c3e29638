"""Random labels in the suite `trust`: how often their intervals hold, and how well a few of them choose."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from statistics import mean, median
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tests.benchmarks.suites.trust_choosing import Candidates, scores_of
from tests.benchmarks.suites.trust_models import TrustModel
from workbench.analysis.measured_accuracy import MeasuredSample, compared, measured, wilson
from workbench.core.accuracy_range import centre
from workbench.core.run_selection import REFERENCE, select_by_labels

COUNTS = (10, 20, 30, 50, 100)
DRAWS = 20  # of labels, for each model or group of candidates
NARROW = 0.10  # half-width at which a person stops
FROM = 10  # labels before which nobody stops
CHOOSING = 30  # labels
WEIGHTS = (0, 10, 20, 30, 60, 120)  # labels that the evidence without labels is worth


class CoverageRow(NamedTuple):
    """The share of intervals that hold the accuracy, over all models and draws, and the median half-width."""

    what: str
    intervals: int
    holds: float
    half_width: float


def coverage_rows(models: Sequence[TrustModel]) -> list[CoverageRow]:
    """A row for each number of labels, for stopping when the interval is narrow, and for balanced accuracy."""
    rows = []
    for count in COUNTS:
        found = [each for model in models if len(model.labels) >= 2 * count for each in _measured(model, count)]
        rows.append(CoverageRow(f"{count} labels", len(found), mean(hold for hold, _ in found), _median(found)))
    stopped = [each for model in models for each in _stopped(model)]
    what = f"labels until ± {100 * NARROW:.0f} points"
    rows.append(CoverageRow(what, len(stopped), mean(hold for hold, _ in stopped), _median(stopped)))
    pairs = [each for pair in _pairs(models) for each in _compared(*pair)]
    rows.append(CoverageRow("50 labels, two models", len(pairs), mean(hold for hold, _ in pairs), _median(pairs)))
    return rows


def _median(found: Sequence[tuple[bool, float]]) -> float:
    return median(half for _, half in found)


def _draws(model: TrustModel) -> Iterator[NDArray[np.int64]]:
    """Orders of the target's samples, the same for all models of a pair and seed."""
    random = np.random.default_rng([model.seed, len(model.labels)])
    for _ in range(DRAWS):
        yield random.permutation(len(model.labels))


def _measured(model: TrustModel, count: int) -> Iterator[tuple[bool, float]]:
    proxies = (model.probabilities.max(axis=1) + model.support) / 2
    names, predicted = model.labels.astype(str), model.predicted.astype(str)
    for order in _draws(model):
        samples = [MeasuredSample(names[row], predicted[row], float(proxies[row])) for row in order[:count]]
        quality = measured(samples, len(model.labels), proxy_mean=float(proxies.mean()))
        assert quality.low is not None
        assert quality.high is not None
        yield quality.low <= model.accuracy <= quality.high, (quality.high - quality.low) / 2


def _stopped(model: TrustModel) -> Iterator[tuple[bool, float]]:
    for order in _draws(model):
        right = np.cumsum(model.right[order])
        for count in range(FROM, len(order) + 1):
            interval = wilson(int(right[count - 1]), count, len(order))
            if interval.high - interval.low <= 2 * NARROW or count == len(order):
                yield interval.low <= model.accuracy <= interval.high, (interval.high - interval.low) / 2
                break


def groups(models: Sequence[TrustModel]) -> list[list[TrustModel]]:
    """The candidates of each pair and seed."""
    found: dict[tuple[str, int], list[TrustModel]] = {}
    for model in models:
        found.setdefault((model.pair, model.seed), []).append(model)
    return list(found.values())


def _pairs(models: Sequence[TrustModel]) -> Iterator[tuple[TrustModel, TrustModel]]:
    for group in groups(models):
        yield from ((group[0], other) for other in group[1:])


def _compared(first: TrustModel, second: TrustModel) -> Iterator[tuple[bool, float]]:
    for order in _draws(first):
        rows = order[:50]
        result = compared(first.right[rows], second.right[rows], len(order))
        difference = second.accuracy - first.accuracy
        yield result.low <= difference <= result.high, (result.high - result.low) / 2


class LabelChoiceRow(NamedTuple):
    """Choosing with CHOOSING labels: `within` 1 point of the best, points lost in the mean and at worst, in [0, 1]."""

    rule: str
    within: float
    lost: float
    worst: float


def label_choice_rows(models: Sequence[TrustModel]) -> list[LabelChoiceRow]:
    """A row for each weight of the evidence without labels, in labels; then one of the program's own rule."""
    rules: dict[str, Callable[[Candidates], Iterator[float]]] = {
        f"weight {weight}": partial(_lost, weight=weight) for weight in WEIGHTS
    }
    rules["as the program"] = _lost_by_program
    rows = []
    for name, rule in rules.items():
        lost = [each for group in groups(models) for each in rule(group)]
        rows.append(LabelChoiceRow(name, mean(each <= 0.01 for each in lost), mean(lost), max(lost)))
    return rows


def _lost_by_program(candidates: Candidates) -> Iterator[float]:
    accuracy = {model.method: model.accuracy for model in candidates}
    trials = {model.method: scores_of(model) for model in candidates}
    for order in _draws(candidates[0]):
        rows = [int(row) for row in order[:CHOOSING]]
        right = {model.method: {str(row): bool(model.right[row]) for row in rows} for model in candidates}
        yield max(accuracy.values()) - accuracy[select_by_labels(trials, REFERENCE, right, len(order)).chosen]


def _lost(candidates: Candidates, weight: int) -> Iterator[float]:
    best = max(model.accuracy for model in candidates)
    prior = np.array([centre(model.signals) for model in candidates])
    right = np.stack([model.right for model in candidates])
    for order in _draws(candidates[0]):
        rows = order[:CHOOSING]
        score = (weight * prior + len(rows) * right[:, rows].mean(axis=1)) / (weight + len(rows))
        yield best - candidates[int(score.argmax())].accuracy
