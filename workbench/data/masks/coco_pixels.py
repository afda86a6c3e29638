"""Rasterising of COCO objects: polygons and run lengths, drawn in order."""

from collections.abc import Mapping, Sequence
from math import ceil

import msgspec
import numpy as np
from numpy.typing import NDArray

from workbench.core.domain import Reason
from workbench.data.decode import MAX_PIXELS, Unreadable
from workbench.data.masks.coco_entries import Id, Thing
from workbench.data.masks.contract import Numbers
from workbench.data.masks.rle import decode_runs

FAR = 1e9  # pixels: coordinates beyond are damaged, and would overflow
Polygon = list[float]  # x and y, alternating; the centre of the first pixel is at 0.5


class _Runs(msgspec.Struct, frozen=True):
    size: tuple[int, int]  # height and width
    counts: list[int] | str


def draw(things: Sequence[Thing], numbers: Mapping[Id, int], size: tuple[int, int]) -> Numbers:
    """Class indices (H, W), 0 where there is no object; later objects cover earlier ones. Raises Unreadable.

    `numbers`: class index by category id.
    """
    if size[0] * size[1] > MAX_PIXELS:
        raise Unreadable(Reason.TOO_LARGE, f"a mask of {size[1]} × {size[0]} pixels")
    mask = np.zeros(size, np.uint8)
    for thing in things:
        if thing.category_id not in numbers:
            raise Unreadable(Reason.MASK_COLOUR, f"category {thing.category_id} is not listed")
        try:
            shape = msgspec.json.decode(thing.segmentation, type=list[Polygon] | _Runs | None)
        except (msgspec.MsgspecError, RecursionError) as error:
            raise Unreadable(Reason.UNREADABLE, f"invalid segmentation: {error}") from error
        if isinstance(shape, _Runs):
            if tuple(shape.size) != size:
                raise Unreadable(Reason.MASK_SIZE, f"run lengths of {shape.size[1]} × {shape.size[0]} pixels")
            mask[decode_runs(shape.counts, size)] = numbers[thing.category_id]
        for polygon in shape if isinstance(shape, list) else ():
            _fill(mask, polygon, numbers[thing.category_id])
    return mask


def canvas(things: Sequence[Thing], listed: tuple[int, int], shown: tuple[int, int]) -> tuple[int, int]:
    """The size (H, W) on which shapes were drawn: the `listed` one, or one on which all of them fit.

    EXIF data may turn a photograph: tools draw on the turned image of the size `shown`, or on the stored one.
    """
    turned = (shown[1], shown[0])
    if listed not in (shown, turned):
        return listed
    run_sizes, high, wide = _extent(things)
    candidates = dict.fromkeys((listed, shown, turned))
    if run_sizes:
        return next((size for size in candidates if run_sizes == {size}), listed)
    fitting = (size for size in candidates if high <= size[0] + _slack(size) and wide <= size[1] + _slack(size))
    return next(fitting, listed)


def _slack(size: tuple[int, int]) -> float:
    return 1 + 0.02 * max(size)


def _extent(things: Sequence[Thing]) -> tuple[set[tuple[int, int]], float, float]:
    """The sizes of run lengths, and the largest y and x of polygons. Shapes that cannot be read are left out."""
    sizes: set[tuple[int, int]] = set()
    high = wide = 0.0
    for thing in things:
        try:
            shape = msgspec.json.decode(thing.segmentation, type=list[Polygon] | _Runs | None)
        except msgspec.MsgspecError:
            continue
        if isinstance(shape, _Runs):
            sizes.add((shape.size[0], shape.size[1]))
        for polygon in shape if isinstance(shape, list) else ():
            high, wide = max([high, *polygon[1::2]]), max([wide, *polygon[::2]])
    return sizes, high, wide


def _fill(mask: Numbers, polygon: Polygon, number: int) -> None:
    """Set the pixels whose centres are inside a polygon, by the even-odd rule."""
    corners = np.array(polygon[: len(polygon) // 2 * 2], np.float64).reshape(-1, 2)
    if len(corners) < 3 or not (np.abs(corners) < FAR).all():  # also NaN
        return
    tall, wide = mask.shape
    top, bottom = max(0, ceil(corners[:, 1].min() - 0.5)), min(tall, ceil(corners[:, 1].max() - 0.5))
    if top >= bottom:
        return
    crossed = np.zeros((bottom - top, wide + 1), np.uint8)
    for edge in zip(corners.tolist(), np.roll(corners, -1, 0).tolist(), strict=True):
        (x, y), (to_x, to_y) = sorted(edge, key=lambda corner: corner[1])
        rows = np.arange(max(top, ceil(y - 0.5)), min(bottom, ceil(to_y - 0.5)))
        if rows.size:
            at = x + (rows + 0.5 - y) * (to_x - x) / (to_y - y)
            crossed[rows - top, np.clip(np.ceil(at - 0.5), 0, wide).astype(int)] ^= 1
    inside: NDArray[np.bool_] = np.bitwise_xor.accumulate(crossed, axis=1)[:, :wide] == 1
    mask[top:bottom][inside] = number
