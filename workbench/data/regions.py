"""Regions of masks: connected components, run-length encoding, and the most uncertain cells."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.uint8]  # (H, W) class indices, or IGNORED
Pixels = NDArray[np.bool_]  # (H, W)
Window = tuple[int, int, int, int]  # left, top, right and bottom; right and bottom are exclusive

CELLS = 8  # cells across the shorter side
SURE, UNSURE = 0.1, 0.95  # quantiles of the uncertainty that are mapped to 0 and 255
LEAST = 48  # least difference of these quantiles, of 255
FEW = 1 / 16  # share of unpainted pixels below which a cell is finished


def region_at(mask: Mask, x: int, y: int) -> Pixels:
    """The 4-connected region of equal class that contains (x, y)."""
    from scipy import ndimage  # imported late, as it is rarely needed

    labelled, _ = ndimage.label(mask == mask[y, x])
    region: Pixels = labelled == labelled[y, x]
    return region


def as_runs(pixels: Pixels) -> tuple[int, ...]:
    """Run-length encode in row-major order: numbers of pixels outside and inside, alternating, starting outside."""
    flat = pixels.ravel()
    edges = np.flatnonzero(flat[1:] != flat[:-1]) + 1
    counts = np.diff(np.concatenate(([0], edges, [flat.size]))).tolist()
    return (0, *counts) if flat.size and flat[0] else tuple(counts)


def from_runs(runs: tuple[int, ...], size: tuple[int, int]) -> Pixels:
    """Decode run lengths to pixels of `size` (width, height). If the lengths do not match, no pixel is inside."""
    width, height = size
    counts = np.asarray(runs, np.int64)
    if counts.sum() != width * height or (counts < 0).any():
        return np.zeros((height, width), np.bool_)
    inside = np.arange(len(runs)) % 2 == 1
    return np.repeat(inside, counts).reshape(height, width)


def extent(pixels: Pixels) -> Window:
    """The bounding window of the pixels that are set; (0, 0, 0, 0) if there are none."""
    rows, columns = np.flatnonzero(pixels.any(1)), np.flatnonzero(pixels.any(0))
    if not len(rows):
        return (0, 0, 0, 0)
    return (int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)


def most_uncertain(uncertainty: NDArray[np.uint8], painted: Pixels) -> list[Window]:
    """Square cells of an image in descending order of the uncertainty of unpainted pixels; painted cells are left out.

    `uncertainty` (H, W): from 0 for certain to 255 for equally probable classes.
    """
    height, width = uncertainty.shape
    side = max(1, min(height, width) // CELLS)
    open_ = ~painted
    totals = []
    for window in _cells(width, height, side):
        left, top, right, bottom = window
        free = open_[top:bottom, left:right]
        if free.sum() >= max(1, FEW * free.size):
            totals.append((int(uncertainty[top:bottom, left:right][free].sum()), window))
    return [window for total, window in sorted(totals, key=lambda cell: -cell[0]) if total]


def stretched_contrast(uncertainty: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Stretch the uncertainty to the range 0 to 255 within an image, so that relative differences are visible."""
    below = np.cumsum(np.bincount(uncertainty.ravel(), minlength=256)) / max(uncertainty.size, 1)
    low, high = np.searchsorted(below, (SURE, UNSURE))
    shares = (np.arange(256) - int(low)) / max(int(high) - int(low), LEAST)
    numbers: NDArray[np.uint8] = np.round(255 * np.clip(shares, 0, 1)).astype(np.uint8)
    return numbers[uncertainty]


def _cells(width: int, height: int, side: int) -> Iterator[Window]:
    for top in range(0, height, side):
        for left in range(0, width, side):
            yield (left, top, min(left + side, width), min(top + side, height))
