"""Painting, held against the definition: a pixel is painted where its middle lies under the tool."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.core.masks import IGNORED
from workbench.core.strokes import Point, Stroke, Tool
from workbench.data.regions import as_runs, from_runs, most_uncertain, region_at, stretched_contrast
from workbench.data.stroke_raster import (
    blank,
    difference_stroke,
    paint_protected,
    paint_stroke,
    rasterised,
    repaint,
    stroke_window,
)

SIZE = (40, 24)
NUMBERS = {"road": 0, "sky": 1}
PLACES = st.tuples(st.floats(-10, 50), st.floats(-10, 34))
STROKES = st.one_of(
    st.builds(
        Stroke,
        st.just(Tool.BRUSH),
        st.sampled_from(sorted(NUMBERS)),
        st.just(SIZE),
        st.lists(PLACES, min_size=1, max_size=6).map(tuple),
        st.floats(0.6, 9),
    ),
    st.builds(
        Stroke,
        st.just(Tool.ERASER),
        st.just(""),
        st.just(SIZE),
        st.lists(PLACES, min_size=1, max_size=4).map(tuple),
        st.floats(0.6, 9),
    ),
    st.builds(
        Stroke,
        st.just(Tool.POLYGON),
        st.just("sky"),
        st.just(SIZE),
        st.lists(PLACES, min_size=3, max_size=6).map(tuple),
    ),
    st.integers(0, 2**32 - 1).map(
        lambda seed: Stroke(
            Tool.REGION,
            "road",
            SIZE,
            runs=as_runs(np.random.default_rng(seed).random((24, 40)) < np.random.default_rng(seed).random()),
        )
    ),
)


def distance(at: Point, start: Point, end: Point) -> float:
    """Of a point from a line between two others."""
    (px, py), (ax, ay), (bx, by) = at, start, end
    length = (bx - ax) ** 2 + (by - ay) ** 2
    along = 0.0 if not length else max(0.0, min(1.0, ((px - ax) * (bx - ax) + (py - ay) * (by - ay)) / length))
    return math.hypot(px - ax - along * (bx - ax), py - ay - along * (by - ay))


def test_that_a_brush_paints_the_pixels_whose_middle_is_near_its_way() -> None:
    stroke = Stroke(Tool.BRUSH, "sky", SIZE, ((4.3, 5.0), (20.0, 11.7), (20.0, 30.0)), 3.3)
    mask = rasterised([stroke], SIZE, NUMBERS)
    for y in range(SIZE[1]):
        for x in range(SIZE[0]):
            middle = (x + 0.5, y + 0.5)
            near = min(distance(middle, *ends) for ends in zip(stroke.points, stroke.points[1:], strict=False))
            assert (mask[y, x] == 1) == (near <= 3.3), (x, y, near)
    assert set(np.unique(mask)) == {1, IGNORED}


def test_that_a_dab_is_a_disc() -> None:
    mask = rasterised([Stroke(Tool.BRUSH, "road", SIZE, ((10.5, 10.5),), 2.0)], SIZE, NUMBERS)
    assert [int((row == 0).sum()) for row in mask[7:14]] == [0, 1, 3, 5, 3, 1, 0]


def within(at: Point, corners: tuple[Point, ...]) -> bool:
    """Whether a ray from a point to the right passes an odd number of a polygon's sides."""
    odd = False
    for (ax, ay), (bx, by) in zip(corners, (*corners[1:], *corners[:1]), strict=True):
        if (ay > at[1]) != (by > at[1]) and at[0] < ax + (at[1] - ay) * (bx - ax) / (by - ay):
            odd = not odd
    return odd


def test_that_a_polygon_paints_the_pixels_whose_middle_lies_in_it() -> None:
    star = ((3.2, 20.1), (18.9, 2.3), (34.7, 20.9), (1.1, 9.4), (44.2, 7.8))
    mask = rasterised([Stroke(Tool.POLYGON, "sky", SIZE, star)], SIZE, NUMBERS)
    for y in range(SIZE[1]):
        for x in range(SIZE[0]):
            assert (mask[y, x] == 1) == within((x + 0.5, y + 0.5), star), (x, y)
    assert 50 < (mask == 1).sum() < 500


def test_that_an_eraser_takes_away() -> None:
    square = Stroke(Tool.POLYGON, "sky", SIZE, ((5, 5), (15, 5), (15, 15), (5, 15)))
    mask = rasterised([square], SIZE, NUMBERS)
    assert (mask[5:15, 5:15] == 1).all()
    assert (mask == 1).sum() == 100
    erased = rasterised([square, Stroke(Tool.ERASER, "", SIZE, ((10.5, 10.5),), 2.0)], SIZE, NUMBERS)
    assert erased[10, 10] == IGNORED
    assert erased[6, 6] == 1


def test_that_strokes_of_a_lost_class_or_another_size_teach_nothing() -> None:
    lost = Stroke(Tool.BRUSH, "tram", SIZE, ((10.5, 10.5),), 2.0)
    other = Stroke(Tool.BRUSH, "sky", (41, 24), ((10.5, 10.5),), 2.0)
    assert (rasterised([lost, other], SIZE, NUMBERS) == IGNORED).all()


@given(st.lists(STROKES, max_size=6), STROKES, st.data())
@settings(max_examples=60, deadline=None)
def test_that_laying_changes_nothing_outside_what_it_tells(
    before: list[Stroke], one: Stroke, data: st.DataObject
) -> None:
    mask = rasterised(before, SIZE, NUMBERS)
    after = mask.copy()
    left, top, right, bottom = paint_stroke(after, one, NUMBERS)
    changed = after != mask
    changed[top:bottom, left:right] = False
    assert not changed.any()
    assert (after == rasterised([*before, one], SIZE, NUMBERS)).all()
    left, top, right, bottom = stroke_window(one)
    undone = after.copy()
    repaint(undone, before, NUMBERS, (left, top, right, bottom))
    assert (undone == mask).all(), "undoing repaints no more than where the stroke was"
    x, y = data.draw(st.integers(0, 39)), data.draw(st.integers(0, 23))
    part = blank(SIZE)
    repaint(part, [*before, one], NUMBERS, (x, y, 40, 24))
    assert (part[y:, x:] == after[y:, x:]).all(), "a part is painted as it is in the whole"


@given(st.integers(0, 2**32 - 1), st.floats(0, 1), st.integers(1, 9), st.integers(1, 9))
@settings(deadline=None)
def test_that_runs_tell_every_region(seed: int, share: float, width: int, height: int) -> None:
    pixels = np.random.default_rng(seed).random((height, width)) < share
    runs = as_runs(pixels)
    assert sum(runs) == width * height
    assert (from_runs(runs, (width, height)) == pixels).all()
    assert not from_runs(runs, (width + 1, height)).any()


def test_that_a_region_hangs_together_by_its_sides() -> None:
    mask = np.array([[0, 0, 1, 0], [1, 0, 1, 0], [0, 1, 1, 0]], np.uint8)
    assert region_at(mask, 0, 0).tolist() == [[True, True, False, False], [False, True, False, False], [False] * 4]
    assert region_at(mask, 2, 0).sum() == 4


def test_that_the_most_doubtful_cell_that_is_not_painted_comes_first() -> None:
    uncertainty = np.zeros((16, 32), np.uint8)
    uncertainty[0:2, 0:2], uncertainty[8:10, 20:22], uncertainty[14:16, 30:32] = 100, 255, 180
    painted = np.zeros((16, 32), np.bool_)
    assert most_uncertain(uncertainty, painted) == [(20, 8, 22, 10), (30, 14, 32, 16), (0, 0, 2, 2)]
    painted[8:10, 20:22] = True
    assert most_uncertain(uncertainty, painted) == [(30, 14, 32, 16), (0, 0, 2, 2)]


@pytest.mark.parametrize("points", [(), ((3.0, 3.0),)])
def test_that_a_polygon_of_no_area_paints_nothing(points: tuple[Point, ...]) -> None:
    assert (rasterised([Stroke(Tool.POLYGON, "sky", SIZE, points)], SIZE, NUMBERS) == IGNORED).all()


def test_that_doubt_is_drawn_within_an_image_and_noise_stays_dark() -> None:
    uncertainty = np.linspace(100, 200, 1000).astype(np.uint8).reshape(20, 50)  # a model that is unsure of everything
    drawn = stretched_contrast(uncertainty)
    assert drawn[0, 0] == 0
    assert drawn[-1, -1] == 255
    assert (np.diff(drawn.ravel().astype(int)) >= 0).all()
    uncertainty = np.arange(4, dtype=np.uint8).reshape(2, 2)
    assert stretched_contrast(uncertainty).max() < 32, "a model that is sure of everything"


@given(st.lists(STROKES, max_size=4), STROKES, st.sampled_from(sorted(NUMBERS.values())))
def test_that_protected_pixels_keep_their_class_and_all_others_are_painted(
    below: list[Stroke], stroke: Stroke, chosen: int
) -> None:
    before = rasterised(below, SIZE, NUMBERS)
    plain, protected = before.copy(), before.copy()
    paint_stroke(plain, stroke, NUMBERS)
    paint_protected(protected, stroke, NUMBERS, before, chosen)
    others = (before != IGNORED) & (before != chosen)
    assert (protected[others] == before[others]).all()
    assert (protected[~others] == plain[~others]).all()


@given(st.lists(STROKES, max_size=4), STROKES)
def test_that_a_stroke_stored_as_a_difference_has_the_same_effect(below: list[Stroke], stroke: Stroke) -> None:
    before, after = (rasterised(strokes, SIZE, NUMBERS) for strokes in (below, [*below, stroke]))
    stored = difference_stroke(before, after, stroke.label)
    assert (stored is None) == bool((before == after).all())
    if stored is not None:
        again = before.copy()
        window = paint_stroke(again, stored, NUMBERS)
        assert (again == after).all()
        assert window == stroke_window(stored)
