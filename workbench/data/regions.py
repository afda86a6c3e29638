"""Regions of a mask: the pixels that hang together, how they are written down, and which ones are the most in doubt."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.uint8]  # (H, W) numbers of classes, IGNORED where there is none
Pixels = NDArray[np.bool_]  # (H, W)
Window = tuple[int, int, int, int]  # left, top, right and bottom, the last two outside

CELLS = 8  # across the shorter side, of which the most doubtful are told
FEW = 1 / 16  # of a cell's pixels: where fewer are left unpainted, it is done


def region_at(mask: Mask, x: int, y: int) -> Pixels:
    """The pixels of the same number that hang together, by their sides, with the one at (x, y)."""
    from scipy import ndimage  # imported late: many sessions fill no region

    labelled, _ = ndimage.label(mask == mask[y, x])
    found: Pixels = labelled == labelled[y, x]
    return found


def as_runs(pixels: Pixels) -> tuple[int, ...]:
    """Numbers of pixels outside and inside in turn, row by row, beginning outside."""
    flat = pixels.ravel()
    edges = np.flatnonzero(flat[1:] != flat[:-1]) + 1
    counts = np.diff(np.concatenate(([0], edges, [flat.size]))).tolist()
    return (0, *counts) if flat.size and flat[0] else tuple(counts)


def from_runs(runs: tuple[int, ...], size: tuple[int, int]) -> Pixels:
    """The pixels of an image of this (width, height); none is inside where the runs are of another size."""
    width, height = size
    counts = np.asarray(runs, np.int64)
    if counts.sum() != width * height or (counts < 0).any():
        return np.zeros((height, width), np.bool_)
    inside = np.arange(len(runs)) % 2 == 1
    return np.repeat(inside, counts).reshape(height, width)


def extent(pixels: Pixels) -> Window:
    """The smallest window around the pixels inside; (0, 0, 0, 0) where there are none."""
    rows, columns = np.flatnonzero(pixels.any(1)), np.flatnonzero(pixels.any(0))
    if not len(rows):
        return (0, 0, 0, 0)
    return (int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)


def most_doubtful(doubt: NDArray[np.uint8], painted: Pixels) -> list[Window]:
    """Square cells of an image, the one with the most doubt in what is not painted yet first; painted ones left out.

    `doubt` (H, W): 255 where all classes are as likely, 0 where one is sure.
    """
    height, width = doubt.shape
    side = max(1, min(height, width) // CELLS)
    open_ = ~painted
    summed = []
    for window in _cells(width, height, side):
        left, top, right, bottom = window
        free = open_[top:bottom, left:right]
        if free.sum() >= max(1, FEW * free.size):
            summed.append((int(doubt[top:bottom, left:right][free].sum()), window))
    return [window for total, window in sorted(summed, key=lambda one: -one[0]) if total]


def _cells(width: int, height: int, side: int) -> Iterator[Window]:
    for top in range(0, height, side):
        for left in range(0, width, side):
            yield (left, top, min(left + side, width), min(top + side, height))
