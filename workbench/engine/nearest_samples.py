"""Finds the nearest source samples of each target sample in feature space."""

import numpy as np
from numpy.typing import NDArray

BLOCK = 1024  # rows of the target at a time


def nearest_rows(source: NDArray[np.float32], target: NDArray[np.float32], count: int) -> NDArray[np.int64]:
    """(M, count) row numbers of the (N, D) source features with the highest cosine to each of the (M, D) target ones.

    The nearest comes first. If the source has fewer than `count` samples, the last columns are −1.
    """
    ours, theirs = _unit(source), _unit(target)
    kept = min(count, len(ours))
    nearest = np.full((len(theirs), count), -1, np.int64)
    for start in range(0, len(theirs), BLOCK):
        cosines = theirs[start : start + BLOCK] @ ours.T  # (B, N)
        best = np.argpartition(-cosines, kept - 1, axis=1)[:, :kept]
        order = np.argsort(-np.take_along_axis(cosines, best, axis=1), axis=1, kind="stable")
        nearest[start : start + BLOCK, :kept] = np.take_along_axis(best, order, axis=1)
    return nearest


def _unit(features: NDArray[np.float32]) -> NDArray[np.float32]:
    lengths = np.maximum(np.linalg.norm(features, axis=1, keepdims=True), 1e-12)
    unit: NDArray[np.float32] = features / lengths
    return unit
