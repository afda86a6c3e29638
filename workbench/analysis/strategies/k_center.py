"""K-center: core-set selection (Sener and Savarese, arXiv:1708.00489)."""

import numpy as np

from workbench.analysis.strategies.contract import ChosenRow, Pool, unit, with_reasons

TITLE = "K-center"
PAPER = "https://arxiv.org/abs/1708.00489"
SUMMARY = "Spreads labels over the whole target, independent of predictions. Selects outliers early."


def choose(pool: Pool, count: int, seed: int) -> list[ChosenRow]:
    """Greedy k-center (algorithm 1): repeatedly the sample farthest from all labelled and chosen ones."""
    features, open_ = unit(pool.features), pool.open
    if not len(open_):
        return []
    chosen: list[int] = []
    nearest_distances = np.full(len(features), np.inf)
    for row in pool.labelled:
        nearest_distances = np.minimum(nearest_distances, _distances(features, int(row)))
    while len(chosen) < min(count, len(open_)):
        if not chosen and not len(pool.labelled):
            row = int(open_[np.argmin(_distances_to(features[open_], features.mean(axis=0)))])  # start at the centre
        else:
            row = int(open_[np.argmax(nearest_distances[open_])])
        chosen.append(row)
        nearest_distances = np.minimum(nearest_distances, _distances(features, row))
        nearest_distances[row] = -np.inf
    return with_reasons(chosen, ["far from all labelled images"] * len(chosen))


def _distances(features: np.ndarray, row: int) -> np.ndarray:
    return _distances_to(features, features[row])


def _distances_to(features: np.ndarray, point: np.ndarray) -> np.ndarray:
    distances: np.ndarray = ((features - point) ** 2).sum(axis=1)
    return distances
