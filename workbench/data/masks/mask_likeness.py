"""Whether images look like masks: few values cover nearly all of their pixels."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from workbench.data.decode import Unreadable
from workbench.data.masks.mask_file import read_pixels

VALUES = 8
FEW = 16  # values in a mask that no name tells to be one
COVERED = 0.9  # share of the pixels that the most frequent values have in a mask
PROBED = 4


def look_like_masks(paths: Sequence[Path]) -> bool:
    """Whether the readable ones of a few evenly spaced images look like masks. False if none is readable."""
    shares = [counts[:VALUES].sum() / counts.sum() for counts in _counts(paths)]
    return bool(shares) and min(shares) >= COVERED


def have_few_values(paths: Sequence[Path]) -> bool:
    """Whether the readable ones of a few evenly spaced images have few values, as masks of some classes."""
    counts = _counts(paths)
    return bool(counts) and 1 < max(map(len, counts)) <= FEW


def _counts(paths: Sequence[Path]) -> list[NDArray[np.int64]]:
    """For a few evenly spaced images that can be read, the numbers of pixels of their values, the largest first."""
    counts = []
    for index in np.unique(np.linspace(0, len(paths) - 1, PROBED).astype(int)).tolist() if paths else ():
        try:
            pixels = read_pixels(paths[index])
        except Unreadable:
            continue
        if pixels.ndim == 3:
            wide = pixels.astype(np.uint32)
            pixels = wide[..., 0] << 16 | wide[..., 1] << 8 | wide[..., 2]
        counts.append(np.sort(np.unique(pixels, return_counts=True)[1])[::-1])
    return counts
