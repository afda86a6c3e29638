"""Rasterising of strokes: a pixel is painted if its centre lies under the tool."""

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.core.masks import IGNORED
from workbench.core.strokes import Point, Stroke, Tool
from workbench.data.regions import Mask, Pixels, Window, as_runs, extent, from_runs

NOWHERE: Window = (0, 0, 0, 0)


def blank(size: tuple[int, int]) -> Mask:
    """An unpainted mask of `size` (width, height)."""
    return np.full((size[1], size[0]), IGNORED, np.uint8)


def rasterised(strokes: Iterable[Stroke], size: tuple[int, int], numbers: Mapping[str, int]) -> Mask:
    """The mask (H, W) of strokes, painted in order, with IGNORED on unpainted pixels.

    `numbers`: class indices by name; strokes of other classes paint IGNORED. Strokes for another image size, from an
    earlier image at the same path, are left out.
    """
    mask = blank(size)
    for stroke in strokes:
        paint_stroke(mask, stroke, numbers)
    return mask


def repaint(mask: Mask, strokes: Iterable[Stroke], numbers: Mapping[str, int], within: Window) -> None:
    """Replace a window of a mask by that of the strokes, as in `rasterised`."""
    left, top, right, bottom = within
    mask[top:bottom, left:right] = IGNORED
    for stroke in strokes:
        paint_stroke(mask, stroke, numbers, within)


def paint_stroke(mask: Mask, stroke: Stroke, numbers: Mapping[str, int], within: Window | None = None) -> Window:
    """Paint a stroke on a mask, limited to a window. Returns the window that may have changed."""
    height, width = mask.shape
    if stroke.size != (width, height):
        return NOWHERE
    number, within = numbers.get(stroke.label, IGNORED), within or (0, 0, width, height)
    if stroke.is_region:
        pixels = from_runs(stroke.runs, stroke.size)
        window = _common(extent(pixels), within)
        _set(mask, window, _part(pixels, window), number)
        return window
    window = _common(stroke_window(stroke), within)
    if window == NOWHERE:
        return NOWHERE
    if stroke.tool is Tool.POLYGON:
        _set(mask, window, _inside(stroke.points, window), number)
    else:
        for start, end in _segments(stroke.points):
            part = _common(_around((start, end), stroke.radius), window)
            if part != NOWHERE:
                _set(mask, part, _near(start, end, stroke.radius, part), number)
    return window


def paint_protected(mask: Mask, stroke: Stroke, numbers: Mapping[str, int], before: Mask, chosen: int) -> Window:
    """As `paint_stroke`, but pixels that have another class than `chosen` in `before` (H, W) stay as they are there."""
    window = paint_stroke(mask, stroke, numbers)
    part, old = _part(mask, window), _part(before, window)
    keep = (old != IGNORED) & (old != chosen)
    part[keep] = old[keep]
    return window


def region_stroke(label: str, pixels: Pixels) -> Stroke:
    """The stroke that paints a region (H, W) with a class; erases it if the label is empty."""
    height, width = pixels.shape
    return Stroke(Tool.REGION if label else Tool.ERASER, label, (width, height), runs=as_runs(pixels))


def difference_stroke(before: Mask, after: Mask, label: str) -> Stroke | None:
    """The stroke that changes one mask (H, W) into another: paint of one class, or erased pixels if the label is empty.

    None if the masks are equal.
    """
    changed = before != after
    return region_stroke(label, changed) if changed.any() else None


def stroke_window(stroke: Stroke) -> Window:
    """The window that a stroke can change."""
    if stroke.is_region:
        return extent(from_runs(stroke.runs, stroke.size))
    window = _around(stroke.points, stroke.radius if stroke.tool is not Tool.POLYGON else 1.0)
    return _common(window, (0, 0, *stroke.size))


def bounding_window(windows: Iterable[Window]) -> Window:
    """The smallest window that contains all others."""
    non_empty = [window for window in windows if window != NOWHERE] or [NOWHERE]
    left, top, right, bottom = zip(*non_empty, strict=True)
    return (min(left), min(top), max(right), max(bottom))


def meets(first: Window, second: Window) -> bool:
    """Whether two windows overlap."""
    return _common(first, second) != NOWHERE


def _segments(points: tuple[Point, ...]) -> list[tuple[Point, Point]]:
    return list(pairwise(points)) or [(point, point) for point in points]


def _around(points: tuple[Point, ...], margin: float) -> Window:
    if not points:
        return NOWHERE
    across, down = [x for x, _ in points], [y for _, y in points]
    low = (int(np.floor(min(across) - margin)), int(np.floor(min(down) - margin)))
    return (*low, int(np.ceil(max(across) + margin)), int(np.ceil(max(down) + margin)))


def _common(first: Window, second: Window) -> Window:
    left, top = max(first[0], second[0]), max(first[1], second[1])
    right, bottom = min(first[2], second[2]), min(first[3], second[3])
    return (left, top, right, bottom) if left < right and top < bottom else NOWHERE


def _part(pixels: NDArray[Any], window: Window) -> NDArray[Any]:
    left, top, right, bottom = window
    return pixels[top:bottom, left:right]


def _set(mask: Mask, window: Window, pixels: Pixels, number: int) -> None:
    left, top, right, bottom = window
    mask[top:bottom, left:right][pixels] = number


def _near(start: Point, end: Point, radius: float, window: Window) -> Pixels:
    """The pixels of a window whose centres are within `radius` of a line segment."""
    left, top, right, bottom = window
    x = np.arange(left, right)[None, :] + 0.5 - start[0]  # (1, W)
    y = np.arange(top, bottom)[:, None] + 0.5 - start[1]  # (H, 1)
    along_x, along_y = end[0] - start[0], end[1] - start[1]
    length = along_x**2 + along_y**2
    share = np.clip((x * along_x + y * along_y) / (length or 1.0), 0.0, 1.0)  # (H, W), from start to end
    near: Pixels = (x - share * along_x) ** 2 + (y - share * along_y) ** 2 <= radius**2
    return near


def _inside(corners: tuple[Point, ...], window: Window) -> Pixels:
    """The pixels of a window whose centres lie in a polygon, by the even-odd rule."""
    left, top, right, bottom = window
    width, middles = right - left, np.arange(top, bottom) + 0.5
    passed = np.zeros((bottom - top, width + 1), np.uint8)
    for (ax, ay), (bx, by) in zip(corners, (*corners[1:], *corners[:1]), strict=True):
        (rows,) = np.nonzero((ay > middles) != (by > middles))
        if len(rows):
            crossings = ax + (middles[rows] - ay) * (bx - ax) / (by - ay)
            passed[rows, np.clip(np.ceil(crossings - 0.5 - left), 0, width).astype(np.int64)] ^= 1
    inside: Pixels = np.bitwise_xor.accumulate(passed, axis=1)[:, :width].astype(np.bool_)
    return inside
