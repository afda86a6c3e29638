"""Contrast-limited adaptive histogram equalisation (CLAHE).

Zuiderveld, “Contrast limited adaptive histogram equalization”, Graphics Gems IV, 1994; with the conventions of OpenCV.
"""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

TILES = 8  # in each direction
LEVELS = 256

Grey = NDArray[np.uint8]
Tables = NDArray[np.float32]


def equalised(grey: Grey, limit: float) -> Grey:
    """Equalise a grey image (H, W) locally. `limit`: the most that a level may occur, relative to even shares."""
    height, width = grey.shape
    tall, wide = -(-height // TILES), -(-width // TILES)
    padding = ((0, tall * TILES - height), (0, wide * TILES - width))
    padded = np.pad(grey, padding, mode="reflect" if min(height, width) > TILES else "edge")
    tables = _tables(padded, tall, wide, limit)
    result = np.empty_like(grey)
    for rows in _bands(height, tall):
        for columns in _bands(width, wide):
            result[rows, columns] = _blended(grey[rows, columns], rows, columns, tables, (tall, wide))
    return result


def _tables(padded: Grey, tall: int, wide: int, limit: float) -> Tables:
    """The lookup table (TILES, TILES, LEVELS) of each tile: its cumulative histogram, clipped."""
    area = tall * wide
    tiles = padded.reshape(TILES, tall, TILES, wide).transpose(0, 2, 1, 3).reshape(TILES * TILES, area)
    counts = np.stack([np.bincount(tile, minlength=LEVELS) for tile in tiles])
    most = max(int(limit * area / LEVELS), 1)
    excess = np.maximum(counts - most, 0).sum(axis=1)
    counts = np.minimum(counts, most) + (excess // LEVELS)[:, None]
    for table, left in zip(counts, excess % LEVELS, strict=True):  # the remainder, spread evenly
        if left:
            table[: left * max(LEVELS // left, 1) : max(LEVELS // left, 1)] += 1
    scaled = np.cumsum(counts, axis=1) * ((LEVELS - 1) / area)
    return scaled.round().clip(0, LEVELS - 1).astype(np.float32).reshape(TILES, TILES, LEVELS)


def _bands(length: int, tile: int) -> list[slice]:
    """The parts of an axis whose pixels lie between the centres of the same two tiles."""
    edges = sorted({0, length, *(min(-(-tile * (2 * n + 1) // 2), length) for n in range(TILES))})
    return [slice(start, end) for start, end in pairwise(edges)]


def _blended(part: Grey, rows: slice, columns: slice, tables: Tables, tile: tuple[int, int]) -> Grey:
    """Look up the levels of a part in the tables of the four tiles around it, weighted by distance."""
    top, bottom, y = _between(rows, tile[0])
    left, right, x = _between(columns, tile[1])
    upper = tables[top, left][part] * (1 - x) + tables[top, right][part] * x
    lower = tables[bottom, left][part] * (1 - x) + tables[bottom, right][part] * x
    mixed = upper * (1 - y[:, None]) + lower * y[:, None]
    blended: Grey = mixed.round().astype(np.uint8)
    return blended


def _between(band: slice, tile: int) -> tuple[int, int, NDArray[np.float32]]:
    """The tiles before and behind a band, and the weight of the latter for each of its pixels."""
    places = (np.arange(band.start, band.stop) / tile - 0.5).astype(np.float32)
    before = int(np.floor(places[0]))
    return max(before, 0), min(before + 1, TILES - 1), (places - before).astype(np.float32)
