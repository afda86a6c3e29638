"""An index of the target's images: a short vector for each, near for images that look alike, and groups of them."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

COMPONENTS = 128  # of the features, as in the linear classifier of an inspection
FITTED = 20_000  # images from which the components are computed
TYPICAL = 12  # images of a group: little more than are shown, as groups are to be pure rather than large
CELL = 1_500  # the most images that are grouped at once; more are divided into cells first

Floats = NDArray[np.float32]
Rows = NDArray[np.int64]


class TargetIndex(NamedTuple):
    """N images. `points` (N, D) of unit length; `probabilities` (N, K) of `classes`; `groups` (N,): group numbers."""

    paths: tuple[str, ...]
    points: Floats
    probabilities: Floats
    classes: tuple[str, ...]
    groups: Rows


def target_index(
    paths: Sequence[str], features: Floats, probabilities: Floats, classes: Sequence[str], seed: int = 0
) -> TargetIndex:
    """Index N images by `features` (N, F) and `probabilities` (N, K)."""
    with threadpool_limits(1):  # more threads are slower here
        points = unit(_components(np.asarray(features, np.float32), seed))
        return TargetIndex(tuple(paths), points, probabilities, tuple(classes), grouped(points, seed))


def unit(vectors: Floats) -> Floats:
    """Vectors (N, D) scaled to unit length; zero vectors stay."""
    scaled: Floats = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    return scaled


def grouped(points: Floats, seed: int) -> Rows:
    """Group numbers (N,) of points (N, D): Ward's clustering within cells of k-means.

    Many small groups are formed, of TYPICAL images in the mean.
    """
    groups, used = np.zeros(len(points), np.int64), 0
    for rows in _cells(points, seed):
        numbers = _ward(points[rows])
        groups[rows] = numbers + used
        used += int(numbers.max(initial=-1)) + 1
    return groups


def _cells(points: Floats, seed: int) -> list[Rows]:
    """Rows of each cell of points (N, D)."""
    from sklearn.cluster import MiniBatchKMeans

    pending, cells = [np.arange(len(points))], []
    while pending:
        rows = pending.pop()
        if len(rows) <= CELL:
            cells.append(rows)
            continue
        count = min(-(-2 * len(rows) // CELL), 64)
        numbers = MiniBatchKMeans(count, n_init=1, random_state=seed, batch_size=4096).fit_predict(points[rows])
        parts = [rows[numbers == number] for number in range(count)]
        if max(map(len, parts)) == len(rows):  # equal points: any division is as good
            parts = np.array_split(rows, -(-len(rows) // CELL))
        pending += [part for part in parts if len(part)]
    return cells


def _ward(points: Floats) -> Rows:
    from sklearn.cluster import AgglomerativeClustering

    count = round(len(points) / TYPICAL)
    if count < 2:
        return np.zeros(len(points), np.int64)
    numbers: Rows = AgglomerativeClustering(count, linkage="ward").fit_predict(points)
    return numbers


def _components(features: Floats, seed: int) -> Floats:
    """Up to COMPONENTS principal components (N, C) of standardised features (N, F)."""
    from sklearn.decomposition import PCA

    rows = np.random.default_rng(seed).permutation(len(features))[:FITTED]
    mean, scale = features[rows].mean(axis=0), features[rows].std(axis=0)
    count = min(COMPONENTS, features.shape[1], max(len(rows) - 1, 1))
    scaled = (features - mean) / np.maximum(scale, 1e-6)
    fitted = PCA(count, svd_solver="randomized", random_state=seed).fit(scaled[rows])
    components: Floats = fitted.transform(scaled).astype(np.float32)
    return components
