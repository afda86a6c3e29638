"""ProbCover: greedy maximum coverage by balls around labelled samples (Yehuda et al., arXiv:2205.11320)."""

import numpy as np
from numpy.typing import NDArray

from workbench.analysis.strategies.contract import ChosenRow, Pool, clustered, unit, with_reasons

TITLE = "ProbCover"
PAPER = "https://arxiv.org/abs/2205.11320"
SUMMARY = "Selects images that represent the most similar images not covered yet. For very few labels."
PURITY = 0.95  # α of the paper
MOST = 4096  # largest number of candidates; of more, a random sample is used


def choose(pool: Pool, count: int, seed: int) -> list[ChosenRow]:
    """Greedy (algorithm 1): repeatedly the sample whose ball of radius δ contains the most uncovered samples."""
    open_ = pool.open
    count = min(count, len(open_))
    if not count:
        return []
    drawn = np.sort(np.random.default_rng(seed).permutation(open_)[: max(MOST, count)])
    rows = np.concatenate([drawn, pool.labelled])
    features = unit(pool.features[rows]).astype(np.float64)
    from sklearn.metrics import pairwise_distances

    distances = pairwise_distances(features)
    radius = _radius(features, distances, max(pool.probabilities.shape[1], 2), seed)
    near = distances <= radius  # (M, M); every sample is in its own ball
    covered = near[len(drawn) :].any(axis=0)
    chosen: list[int] = []
    reach: list[int] = []
    free = np.arange(len(rows)) < len(drawn)
    while len(chosen) < count:
        new = (near & ~covered).sum(axis=1)
        if not new[free].any():  # everything is covered: continue with the densest balls
            new = near.sum(axis=1)
        place = int(np.where(free, new, -1).argmax())
        chosen.append(place)
        reach.append(int(new[place]))
        free[place] = False
        covered |= near[place]
    return with_reasons(rows[chosen], [f"represents {size:,} similar images" for size in reach])


def _radius(features: NDArray[np.float64], distances: NDArray[np.float64], classes: int, seed: int) -> float:
    """The largest δ at which a share PURITY of the balls contains samples of a single k-means cluster (§3.3)."""
    cluster = clustered(features, min(classes, len(features)), seed).labels_
    other = np.where(cluster[:, None] == cluster, np.inf, distances).min(axis=1)  # to the nearest of another cluster
    order = np.sort(other)
    radius = float(order[int((1 - PURITY) * len(order))])
    return float(np.nextafter(radius, 0)) if np.isfinite(radius) else float(distances.max())
