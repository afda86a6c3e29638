"""Extrapolation of the learning curve: the score to expect from more labels, with its uncertainty."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

MORE = 10  # default number of additional labels
FLOOR = 0.01  # least standard deviation of a score
UNSURE = 0.03  # standard deviation of a score without an interval
FEWEST = 3  # numbers of labels
DRAWS = 4000  # bootstrap samples


class Point(NamedTuple):
    """The score of a run (accuracy, or that of a validator) with `labels` labels, and its 95 % interval if known."""

    labels: int
    score: float
    low: float | None = None
    high: float | None = None


class Forecast(NamedTuple):
    """The expected score with `labels` labels, and its gain over the current score, each with a 95 % interval."""

    labels: int
    score: float
    low: float
    high: float
    gain: float
    gain_low: float
    gain_high: float


def forecast(points: Sequence[Point], more: int = MORE, top: float = 1.0) -> Forecast | None:
    """The expected score with `more` labels than the largest number so far; None for fewer than FEWEST numbers.

    A line through two points fits them without an error, so it says nothing about its own uncertainty.

    The curve s(n) = a + b·log(1 + n) is fitted by weighted least squares to a parametric bootstrap of the points. If
    the residuals exceed what the intervals explain, the intervals are widened accordingly. `top`: upper bound of the
    score.
    """
    if len({point.labels for point in points}) < FEWEST:
        return None
    n = np.array([point.labels for point in points], np.float64)
    scores = np.array([point.score for point in points])
    deviation = np.array([_deviation(point) for point in points])
    x = np.log1p(n)
    weights = 1 / deviation**2
    residuals = scores - _line(x, scores[None], weights)[0] @ np.stack([np.ones_like(x), x])
    degrees_of_freedom = len(points) - 2
    if degrees_of_freedom:
        deviation *= max(1.0, float(np.sqrt((residuals**2 * weights).sum() / degrees_of_freedom)))
    bootstrap = np.random.default_rng(0).normal(scores, deviation, (DRAWS, len(points)))
    now, then = np.log1p(n.max()), np.log1p(n.max() + more)
    lines = _line(x, np.concatenate([scores[None], bootstrap]), weights)  # (1 + DRAWS, 2)
    later_scores = np.minimum(lines @ [1.0, then], top)
    gains = later_scores - np.minimum(lines @ [1.0, now], top)
    (low, high), (gain_low, gain_high) = (np.percentile(samples[1:], (2.5, 97.5)) for samples in (later_scores, gains))
    values = (later_scores[0], low, high, gains[0], gain_low, gain_high)
    return Forecast(int(n.max()) + more, *(float(value) for value in values))


def _deviation(point: Point) -> float:
    if point.low is None or point.high is None:
        return UNSURE
    return max((point.high - point.low) / (2 * 1.96), FLOOR)


def _line(x: np.ndarray, scores: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Intercepts and slopes (R, 2) of weighted least-squares fits to R rows of scores (R, N) at x (N,)."""
    design = np.stack([np.ones_like(x), x], axis=1)  # (N, 2)
    weighted = design * weights[:, None]
    solved: np.ndarray = np.linalg.solve(design.T @ weighted, weighted.T @ scores.T).T
    return solved
