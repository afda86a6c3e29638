"""From strokes to the mask that they paint: a pixel is painted where its middle lies under the tool."""

from collections.abc import Iterable, Mapping
from itertools import pairwise

import numpy as np

from workbench.core.masks import IGNORED
from workbench.core.strokes import Point, Stroke, Tool
from workbench.data.regions import Mask, Pixels, Window, extent, from_runs

NOWHERE: Window = (0, 0, 0, 0)


def blank(size: tuple[int, int]) -> Mask:
    """A mask of this (width, height) on which nothing is painted."""
    return np.full((size[1], size[0]), IGNORED, np.uint8)


def replayed(strokes: Iterable[Stroke], size: tuple[int, int], numbers: Mapping[str, int]) -> Mask:
    """The (H, W) mask that strokes leave, in their order, IGNORED where nothing is painted.

    `numbers`: of the classes; a stroke of a class that is none of them leaves IGNORED too. Strokes on an image of
    another size, which was at this path before, are left out.
    """
    mask = blank(size)
    for stroke in strokes:
        lay(mask, stroke, numbers)
    return mask


def repaint(mask: Mask, strokes: Iterable[Stroke], numbers: Mapping[str, int], within: Window) -> None:
    """Replay strokes on a part of a mask: as `replayed`, but only there."""
    left, top, right, bottom = within
    mask[top:bottom, left:right] = IGNORED
    for stroke in strokes:
        lay(mask, stroke, numbers, within)


def lay(mask: Mask, stroke: Stroke, numbers: Mapping[str, int], within: Window | None = None) -> Window:
    """Paint a stroke over a mask, at most within a window; the part of the mask that it may have changed."""
    height, width = mask.shape
    if stroke.size != (width, height):
        return NOWHERE
    number, within = numbers.get(stroke.label, IGNORED), within or (0, 0, width, height)
    if stroke.tool is Tool.REGION:
        pixels = from_runs(stroke.runs, stroke.size)
        window = _common(extent(pixels), within)
        _set(mask, window, _part(pixels, window), number)
        return window
    window = _common(reach(stroke), within)
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


def reach(stroke: Stroke) -> Window:
    """The window outside of which a stroke changes nothing."""
    if stroke.tool is Tool.REGION:
        return extent(from_runs(stroke.runs, stroke.size))
    found = _around(stroke.points, stroke.radius if stroke.tool is not Tool.POLYGON else 1.0)
    return _common(found, (0, 0, *stroke.size))


def around(windows: Iterable[Window]) -> Window:
    """The smallest window around others."""
    some = [one for one in windows if one != NOWHERE] or [NOWHERE]
    left, top, right, bottom = zip(*some, strict=True)
    return (min(left), min(top), max(right), max(bottom))


def _segments(points: tuple[Point, ...]) -> list[tuple[Point, Point]]:
    return list(pairwise(points)) or [(point, point) for point in points]


def _around(points: tuple[Point, ...], margin: float) -> Window:
    if not points:
        return NOWHERE
    across, down = [x for x, _ in points], [y for _, y in points]
    low = (int(np.floor(min(across) - margin)), int(np.floor(min(down) - margin)))
    return (*low, int(np.ceil(max(across) + margin)), int(np.ceil(max(down) + margin)))


def _common(one: Window, other: Window) -> Window:
    left, top = max(one[0], other[0]), max(one[1], other[1])
    right, bottom = min(one[2], other[2]), min(one[3], other[3])
    return (left, top, right, bottom) if left < right and top < bottom else NOWHERE


def _part(pixels: Pixels, window: Window) -> Pixels:
    left, top, right, bottom = window
    return pixels[top:bottom, left:right]


def _set(mask: Mask, window: Window, pixels: Pixels, number: int) -> None:
    left, top, right, bottom = window
    mask[top:bottom, left:right][pixels] = number


def _near(start: Point, end: Point, radius: float, window: Window) -> Pixels:
    """The pixels of a window whose middle is at most a radius away from a line."""
    left, top, right, bottom = window
    x = np.arange(left, right)[None, :] + 0.5 - start[0]  # (1, W)
    y = np.arange(top, bottom)[:, None] + 0.5 - start[1]  # (H, 1)
    along_x, along_y = end[0] - start[0], end[1] - start[1]
    length = along_x**2 + along_y**2
    share = np.clip((x * along_x + y * along_y) / (length or 1.0), 0.0, 1.0)  # (H, W), from start to end
    found: Pixels = (x - share * along_x) ** 2 + (y - share * along_y) ** 2 <= radius**2
    return found


def _inside(corners: tuple[Point, ...], window: Window) -> Pixels:
    """The pixels of a window whose middle lies in a polygon: an odd number of its sides are passed on the way there."""
    left, top, right, bottom = window
    width, middles = right - left, np.arange(top, bottom) + 0.5
    passed = np.zeros((bottom - top, width + 1), np.uint8)
    for (ax, ay), (bx, by) in zip(corners, (*corners[1:], *corners[:1]), strict=True):
        (rows,) = np.nonzero((ay > middles) != (by > middles))
        if len(rows):
            crossings = ax + (middles[rows] - ay) * (bx - ax) / (by - ay)
            passed[rows, np.clip(np.ceil(crossings - 0.5 - left), 0, width).astype(np.int64)] ^= 1
    found: Pixels = np.bitwise_xor.accumulate(passed, axis=1)[:, :width].astype(np.bool_)
    return found
