"""Points of the scatter plot as arrays: their bounds, the points inside a lasso, and the nearest point."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from workbench.core.domain import Side

Mask = NDArray[np.bool_]

_MANY = 20_000  # from so many points on, rasterizing the polygon is faster than the even-odd formula
_CELLS, _INSIDE, _EDGE = 1024, 1, 2


@dataclass(frozen=True)
class ScatterPoints:
    """N samples of one domain in the plane.

    `xy` float32 (N, 2), `classes` integers (N,) with -1 for none, `confidence` float32 (N,) in [0, 1].
    Rows of `xy` that are not finite are not drawn.
    """

    paths: list[str] = field(default_factory=list)
    xy: NDArray[np.float32] = field(default_factory=lambda: np.zeros((0, 2), np.float32))
    classes: NDArray[np.integer] = field(default_factory=lambda: np.zeros(0, np.int16))
    confidence: NDArray[np.float32] = field(default_factory=lambda: np.zeros(0, np.float32))

    def __post_init__(self) -> None:
        assert self.xy.shape == (len(self.paths), 2)
        assert self.classes.shape == self.confidence.shape == (len(self.paths),)


def subset(points: ScatterPoints, keep: Mask) -> ScatterPoints:
    """Return the points selected by an (N,) mask."""
    rows = np.flatnonzero(keep)
    return ScatterPoints(
        [points.paths[row] for row in rows], points.xy[rows], points.classes[rows], points.confidence[rows]
    )


def finite(xy: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the rows of (N, 2) that are finite."""
    good = np.isfinite(xy[:, 0]) & np.isfinite(xy[:, 1])  # ten times faster than all(axis=1)
    return xy if good.all() else xy[good]


def bounds(*parts: NDArray[np.float32]) -> tuple[float, float, float, float] | None:
    """Return left, bottom, width and height of all finite points, or None without any."""
    points = [part for part in map(finite, parts) if len(part)]
    if not points:
        return None
    low = np.min([part.min(axis=0) for part in points], axis=0)
    high = np.max([part.max(axis=0) for part in points], axis=0)
    width, height = np.maximum(high - low, 1e-6)
    return float(low[0]), float(low[1]), float(width), float(height)


def inside(xy: NDArray[np.float32], polygon: NDArray[np.float64]) -> Mask:
    """Return which of (N, 2) points lie inside a closed (K, 2) polygon, by the even-odd rule."""
    result = np.zeros(len(xy), bool)
    with np.errstate(invalid="ignore"):
        (left, bottom), (right, top) = polygon.min(axis=0), polygon.max(axis=0)
        near = (xy[:, 0] >= left) & (xy[:, 0] <= right) & (xy[:, 1] >= bottom) & (xy[:, 1] <= top)
    rows = np.flatnonzero(near)
    if len(rows) > _MANY:  # the rasterized polygon decides all points but those near its edge
        cells = _drawn(polygon, (left, bottom), (right, top))
        places = ((xy[rows] - (left, bottom)) / np.maximum((right - left, top - bottom), 1e-12) * (_CELLS - 1)).astype(
            int
        )
        values = cells[places[:, 1], places[:, 0]]
        result[rows] = values == _INSIDE
        rows = rows[values == _EDGE]
    result[rows] = _crossed(xy[rows].astype(np.float64), polygon)
    return result


def _crossed(xy: NDArray[np.float64], polygon: NDArray[np.float64]) -> Mask:
    """Return whether a ray from each of (M, 2) points crosses an odd number of edges."""
    x, y = xy.T
    odd = np.zeros(len(x), bool)
    for (x0, y0), (x1, y1) in zip(polygon, np.roll(polygon, -1, axis=0), strict=True):
        if y0 == y1:
            continue
        crosses = (y0 > y) != (y1 > y)
        odd ^= crosses & (x < (x1 - x0) * (y - y0) / (y1 - y0) + x0)
    return odd


def _drawn(polygon: NDArray[np.float64], low: Sequence[float], high: Sequence[float]) -> NDArray[np.uint8]:
    """Rasterize a polygon to (_CELLS, _CELLS), rows by y: _INSIDE, 0 outside, _EDGE near the edge."""
    from PIL import Image, ImageDraw

    places = (polygon - low) / np.maximum(np.subtract(high, low), 1e-12) * (_CELLS - 1)
    corners = [(float(x), float(y)) for x, y in [*places, places[0]]]
    picture = Image.new("L", (_CELLS, _CELLS))
    pen = ImageDraw.Draw(picture)
    pen.polygon(corners, fill=_INSIDE)
    pen.line(corners, fill=_EDGE, width=5)
    return np.asarray(picture)


def nearest(xy: NDArray[np.float32], at: tuple[float, float], reach: tuple[float, float]) -> tuple[int, float] | None:
    """Return the row of (N, 2) nearest to `at` and its distance in units of `reach`; None if no point is within 1."""
    with np.errstate(invalid="ignore"):
        close = np.flatnonzero((np.abs(xy[:, 0] - at[0]) <= reach[0]) & (np.abs(xy[:, 1] - at[1]) <= reach[1]))
    if not len(close):
        return None
    away = (xy[close] - np.asarray(at, np.float32)) / np.asarray(reach, np.float32)
    distance = np.hypot(away[:, 0], away[:, 1])
    best = int(distance.argmin())
    return (int(close[best]), float(distance[best])) if distance[best] <= 1.0 else None


def under(
    shown: Mapping[Side, NDArray[np.float32]], at: tuple[float, float], reach: tuple[float, float]
) -> tuple[Side, int] | None:
    """Return the side and row of the shown point nearest to `at`, or None if none lies within `reach`."""
    best: tuple[float, Side, int] | None = None
    for side, xy in shown.items():
        hit = nearest(xy, at, reach)
        if hit and (best is None or hit[1] < best[0]):
            best = (hit[1], side, hit[0])
    return (best[1], best[2]) if best else None
