"""Typical images of regions without a label, for very few labels: TypiClust (Hacohen et al., arXiv:2202.02794)."""

import numpy as np
from numpy.typing import NDArray

from workbench.analysis.strategies.contract import ChosenRow, Pool, clustered, first, unit

TITLE = "TypiClust"
PAPER = "https://arxiv.org/abs/2202.02794"
SUMMARY = "Takes the most typical image of each group that has no label yet; best for the first ten to twenty labels."
MOST_CLUSTERS, NEIGHBOURS, SMALLEST = 500, 20, 5  # as the authors set them


def choose(pool: Pool, count: int, seed: int) -> list[ChosenRow]:
    """|labelled| + count clusters; from the largest without a label, the sample of highest typicality (eq. 4)."""
    open_ = pool.open
    count = min(count, len(open_))
    if not count:
        return []
    features = unit(pool.features).astype(np.float64)
    number = min(len(pool.labelled) + count, MOST_CLUSTERS, len(features))
    cluster = clustered(features, number, seed).labels_
    labels = np.bincount(cluster[pool.labelled], minlength=number)  # in each cluster
    sizes = np.bincount(cluster, minlength=number)
    free = np.isin(np.arange(len(features)), open_)
    chosen: list[int] = []
    while len(chosen) < count:
        large = sizes >= min(SMALLEST, sizes.max())
        having = np.array([free[cluster == c].any() for c in range(number)])
        ranked = sorted((c for c in range(number) if having[c]), key=lambda c: (not large[c], labels[c], -sizes[c]))
        members = np.flatnonzero(cluster == ranked[0])
        typical = _typicality(features[members])
        typical[~free[members]] = -np.inf
        row = int(members[typical.argmax()])
        chosen.append(row)
        free[row] = False
        labels[ranked[0]] += 1
    return first(chosen, [f"typical of {sizes[cluster[row]]:,} images alike" for row in chosen])


def _typicality(features: NDArray[np.float64]) -> NDArray[np.float64]:
    """1 / the mean distance to the nearest neighbours (eq. 4), of the (M, D) members of a cluster."""
    if len(features) == 1:
        return np.ones(1)
    from sklearn.neighbors import NearestNeighbors

    near = min(NEIGHBOURS, len(features) - 1)
    distances, _ = NearestNeighbors(n_neighbors=near + 1).fit(features).kneighbors(features)
    found: NDArray[np.float64] = 1 / np.maximum(distances[:, 1:].mean(axis=1), 1e-12)
    return found
