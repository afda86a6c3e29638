"""The geometry of the scatter plot: lasso, nearest point, bounds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.gui.views.scatter.points import ScatterPoints, bounds, inside, nearest


def points(xy: list[tuple[float, float]], classes: list[int]) -> ScatterPoints:
    n = len(xy)
    return ScatterPoints(
        [f"{i}.png" for i in range(n)],
        np.array(xy, np.float32).reshape(n, 2),
        np.array(classes, np.int16),
        np.ones(n, np.float32),
    )


def test_that_a_concave_lasso_leaves_its_bay_outside() -> None:
    bay = np.array([(0, 0), (4, 0), (4, 4), (2, 1), (0, 4)], float)
    assert inside(np.array([(2, 3), (0.5, 2), (3.5, 2), (9, 9)], np.float32), bay).tolist() == [
        False,
        True,
        True,
        False,
    ]


@given(st.floats(-2, 2), st.floats(-2, 2))
def test_that_a_fine_circle_holds_what_is_within_its_radius(x: float, y: float) -> None:
    angle = np.linspace(0, 2 * np.pi, 400, endpoint=False)
    circle = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    radius = np.hypot(np.float32(x), np.float32(y))
    if abs(radius - 1) > 0.01:
        assert inside(np.array([(x, y)], np.float32), circle)[0] == (radius < 1)


def test_that_a_drawn_polygon_holds_the_same_of_many_points_as_its_formula() -> None:
    random = np.random.default_rng(0)
    xy = random.normal(size=(60_000, 2)).astype(np.float32)
    star = np.array(
        [(np.cos(a) * r, np.sin(a) * r) for a, r in zip(np.linspace(0, 12, 25), [2, 0.5] * 13, strict=False)]
    )
    many = inside(xy, star)
    few = np.concatenate([inside(part, star) for part in np.array_split(xy, 6)])
    assert (many == few).all()
    assert 0.1 < many.mean() < 0.9


def test_that_points_without_a_place_are_never_inside() -> None:
    square = np.array([(0, 0), (1, 0), (1, 1), (0, 1)], float)
    assert inside(np.array([(np.nan, 0.5), (0.5, np.inf), (0.5, 0.5)], np.float32), square).tolist() == [
        False,
        False,
        True,
    ]


def test_that_nearest_measures_in_units_of_its_reach() -> None:
    xy = np.array([(0.0, 0.9), (3.0, 0.0)], np.float32)
    hit = nearest(xy, (0, 0), (4, 1))
    assert hit is not None
    assert hit[0] == 1
    assert hit[1] == pytest.approx(0.75)


def test_that_nothing_is_nearest_beyond_reach() -> None:
    assert nearest(np.array([(1.0, 1.0)], np.float32), (0, 0), (1, 1)) is None


def test_that_bounds_ignore_points_without_a_place() -> None:
    xy = np.array([(0, 0), (2, 4), (np.inf, 0)], np.float32)
    assert bounds(xy) == (0, 0, 2, 4)
    assert bounds(xy[2:]) is None
