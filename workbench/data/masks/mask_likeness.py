"""Whether images look like masks: few values cover nearly all of their pixels."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from workbench.data.decode import Unreadable
from workbench.data.masks.mask_file import read_pixels

VALUES = 8
COVERED = 0.9  # share of the pixels that the most frequent values have in a mask
PROBED = 4


def look_like_masks(paths: Sequence[Path]) -> bool:
    """Whether the readable ones of a few evenly spaced images look like masks. False if none is readable."""
    if not paths:
        return False
    probed = [paths[index] for index in np.unique(np.linspace(0, len(paths) - 1, PROBED).astype(int))]
    shares = [share for path in probed if (share := _covered(path)) is not None]
    return bool(shares) and min(shares) >= COVERED


def _covered(path: Path) -> float | None:
    """The share of the pixels with one of the most frequent values; None if the image cannot be read."""
    try:
        pixels = read_pixels(path)
    except Unreadable:
        return None
    if pixels.ndim == 3:
        wide = pixels.astype(np.uint32)
        pixels = wide[..., 0] << 16 | wide[..., 1] << 8 | wide[..., 2]
    counts = np.sort(np.unique(pixels, return_counts=True)[1])[::-1]
    return float(counts[:VALUES].sum() / max(counts.sum(), 1))
