"""Images that cover the most of what lies around them: ProbCover (Yehuda et al., arXiv:2205.11320)."""

import numpy as np
from numpy.typing import NDArray

from workbench.analysis.strategies.contract import ChosenRow, Pool, clustered, first, unit

TITLE = "ProbCover"
PAPER = "https://arxiv.org/abs/2205.11320"
SUMMARY = "Takes the image with the most look-alikes that no labelled image stands for; made for very few labels."
PURITY = 0.95  # as the authors set it (α)
MOST = 4096  # images among which distances are taken; more are drawn from by lot


def choose(pool: Pool, count: int, seed: int) -> list[ChosenRow]:
    """Greedy (algorithm 1): again and again the sample whose ball of radius δ holds most that is not covered yet."""
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
    near = distances <= radius  # (M, M), each within its own ball
    covered = near[len(drawn) :].any(axis=0)
    chosen: list[int] = []
    reach: list[int] = []
    free = np.arange(len(rows)) < len(drawn)
    while len(chosen) < count:
        new = (near & ~covered).sum(axis=1)
        if not new[free].any():  # all is covered: the densest of what is left
            new = near.sum(axis=1)
        place = int(np.where(free, new, -1).argmax())
        chosen.append(place)
        reach.append(int(new[place]))
        free[place] = False
        covered |= near[place]
    return first(rows[chosen], [f"stands for {some:,} images alike" for some in reach])


def _radius(features: NDArray[np.float64], distances: NDArray[np.float64], classes: int, seed: int) -> float:
    """The largest δ at which a share PURITY of the balls holds samples of one k-means cluster alone (§3.3)."""
    cluster = clustered(features, min(classes, len(features)), seed).labels_
    other = np.where(cluster[:, None] == cluster, np.inf, distances).min(axis=1)  # to the nearest of another cluster
    order = np.sort(other)
    found = float(order[int((1 - PURITY) * len(order))])
    return float(np.nextafter(found, 0)) if np.isfinite(found) else float(distances.max())
