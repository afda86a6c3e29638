"""What more labels would buy: the curve of scores against labels, carried on, with how uncertain that is."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

MORE = 10  # labels
FLOOR = 0.01  # standard deviation of a score between two runs with the same labels, at least
UNSURE = 0.03  # the same, where nothing says how exact a score is
DRAWS = 4000


class Point(NamedTuple):
    """A run with so many labels and its score (accuracy, or a validator's), with its 95 % interval where it has one."""

    labels: int
    score: float
    low: float | None = None
    high: float | None = None


class Forecast(NamedTuple):
    """The score to expect with so many `labels`, and how much more that is than now; each with a 95 % interval."""

    labels: int
    score: float
    low: float
    high: float
    gain: float
    gain_low: float
    gain_high: float


def expected(points: Sequence[Point], more: int = MORE, top: float = 1.0) -> Forecast | None:
    """The score with `more` labels than the most that any point has; None before two different numbers of labels.

    Scores s(n) = a + b·log(1 + n), each doubling of labels buying the same, are fitted by weighted least squares to
    points redrawn from their intervals (a parametric bootstrap). Where the points lie further from their curve than
    their intervals explain, these are widened until they do. `top`: the highest score there can be, as a bound.
    """
    if len({point.labels for point in points}) < 2:
        return None
    n = np.array([point.labels for point in points], np.float64)
    scores = np.array([point.score for point in points])
    deviation = np.array([_deviation(point) for point in points])
    x = np.log1p(n)
    weights = 1 / deviation**2
    away = scores - _line(x, scores[None], weights)[0] @ np.stack([np.ones_like(x), x])
    spare = len(points) - 2
    if spare:
        deviation *= max(1.0, float(np.sqrt((away**2 * weights).sum() / spare)))
    drawn = np.random.default_rng(0).normal(scores, deviation, (DRAWS, len(points)))
    now, then = np.log1p(n.max()), np.log1p(n.max() + more)
    lines = _line(x, np.concatenate([scores[None], drawn]), weights)  # (1 + DRAWS, 2)
    reached = np.minimum(lines @ [1.0, then], top)
    gained = reached - np.minimum(lines @ [1.0, now], top)
    (low, high), (gain_low, gain_high) = (np.percentile(found[1:], (2.5, 97.5)) for found in (reached, gained))
    values = (reached[0], low, high, gained[0], gain_low, gain_high)
    return Forecast(int(n.max()) + more, *(float(value) for value in values))


def _deviation(point: Point) -> float:
    if point.low is None or point.high is None:
        return UNSURE
    return max((point.high - point.low) / (2 * 1.96), FLOOR)


def _line(x: np.ndarray, scores: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """(R, 2) intercepts and slopes through (R, N) scores at (N,) x, by weighted least squares."""
    design = np.stack([np.ones_like(x), x], axis=1)  # (N, 2)
    weighted = design * weights[:, None]
    solved: np.ndarray = np.linalg.solve(design.T @ weighted, weighted.T @ scores.T).T
    return solved
