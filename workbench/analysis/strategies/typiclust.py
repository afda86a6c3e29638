"""TypiClust: typical samples of clusters without a label (Hacohen et al., arXiv:2202.02794)."""

import numpy as np
from numpy.typing import NDArray

from workbench.analysis.strategies.contract import ChosenRow, Pool, clustered, unit, with_reasons

TITLE = "TypiClust"
PAPER = "https://arxiv.org/abs/2202.02794"
SUMMARY = "Selects the most typical image of each cluster without a label. Best for the first 10 to 20 labels."
MOST_CLUSTERS, NEIGHBOURS, SMALLEST = 500, 20, 5  # as in the paper


def choose(pool: Pool, count: int, seed: int) -> list[ChosenRow]:
    """Form |labelled| + count clusters; choose the most typical sample (eq. 4) of the largest unlabelled cluster."""
    open_ = pool.open
    count = min(count, len(open_))
    if not count:
        return []
    features = unit(pool.features).astype(np.float64)
    number = min(len(pool.labelled) + count, MOST_CLUSTERS, len(features))
    cluster = clustered(features, number, seed).labels_
    labels = np.bincount(cluster[pool.labelled], minlength=number)  # per cluster
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
    return with_reasons(chosen, [f"typical of {sizes[cluster[row]]:,} similar images" for row in chosen])


def _typicality(features: NDArray[np.float64]) -> NDArray[np.float64]:
    """Typicality (M,): the inverse mean distance to the nearest neighbours (eq. 4), in a cluster's features (M, D)."""
    if len(features) == 1:
        return np.ones(1)
    from sklearn.neighbors import NearestNeighbors

    near = min(NEIGHBOURS, len(features) - 1)
    distances, _ = NearestNeighbors(n_neighbors=near + 1).fit(features).kneighbors(features)
    typicality: NDArray[np.float64] = 1 / np.maximum(distances[:, 1:].mean(axis=1), 1e-12)
    return typicality
