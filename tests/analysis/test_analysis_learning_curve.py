"""What more labels would buy, against cases whose answer is known."""

import math
from itertools import pairwise

import numpy as np
import pytest

from workbench.analysis.learning_curve import Point, forecast


def curve(n: int) -> float:
    return 0.5 + 0.06 * math.log1p(n)


def test_that_one_number_of_labels_tells_nothing() -> None:
    assert forecast([]) is None
    assert forecast([Point(0, 0.5)]) is None
    assert forecast([Point(10, 0.5), Point(10, 0.6)]) is None
    assert forecast([Point(0, 0.5), Point(10, 0.6), Point(10, 0.7)]) is None, "two numbers of labels are too few"


def test_that_points_on_a_curve_are_carried_on_along_it() -> None:
    found = forecast([Point(n, curve(n), curve(n) - 0.02, curve(n) + 0.02) for n in (0, 10, 20, 50)])
    assert found is not None
    assert found.labels == 60
    assert found.score == pytest.approx(curve(60))
    assert found.gain == pytest.approx(curve(60) - curve(50))
    assert found.low < curve(60) < found.high
    assert found.gain_low < found.gain < found.gain_high


def test_that_more_points_and_closer_ones_make_it_surer_and_scattered_ones_less_sure() -> None:
    few = [Point(n, curve(n), curve(n) - 0.04, curve(n) + 0.04) for n in (0, 10, 20)]
    many = [Point(n, curve(n), curve(n) - 0.04, curve(n) + 0.04) for n in (0, 10, 20, 30, 40)]
    odd = [point._replace(score=point.score + (0.1 if k % 2 else -0.1)) for k, point in enumerate(many)]
    widths = [found.gain_high - found.gain_low for points in (many, few, odd) if (found := forecast(points))]
    assert all(narrow < wide for narrow, wide in pairwise(widths))


def test_that_the_interval_holds_the_truth_as_often_as_it_says() -> None:
    chance, numbers, held = np.random.default_rng(1), (0, 10, 20, 30), 0
    for _ in range(200):
        scores = [curve(n) + chance.normal(0, 0.02) for n in numbers]
        found = forecast([Point(n, s, s - 0.0392, s + 0.0392) for n, s in zip(numbers, scores, strict=True)])
        assert found is not None
        held += found.low <= curve(40) <= found.high
    assert 0.88 <= held / 200 <= 1.0


def test_that_nothing_is_expected_above_the_top() -> None:
    found = forecast([Point(0, 0.6), Point(5, 0.8), Point(10, 0.99)])
    assert found is not None
    assert found.score == 1.0
    assert found.high <= 1.0
