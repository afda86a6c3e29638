"""Images that leave no other far from a labelled one: a core-set (Sener and Savarese, arXiv:1708.00489)."""

import numpy as np

from workbench.analysis.strategies.contract import ChosenRow, Pool, first, unit

TITLE = "K-center"
PAPER = "https://arxiv.org/abs/1708.00489"
SUMMARY = "Spreads the labels over all that the target holds, whatever the model thinks; outliers come early."


def choose(pool: Pool, count: int, seed: int) -> list[ChosenRow]:
    """Greedy (algorithm 1): again and again the sample that lies farthest from all that are labelled or chosen."""
    features, open_ = unit(pool.features), pool.open
    if not len(open_):
        return []
    chosen: list[int] = []
    away = np.full(len(features), np.inf)
    for row in pool.labelled:
        away = np.minimum(away, _distances(features, int(row)))
    while len(chosen) < min(count, len(open_)):
        if not chosen and not len(pool.labelled):
            row = int(open_[np.argmin(_distances_to(features[open_], features.mean(axis=0)))])  # begin in the middle
        else:
            row = int(open_[np.argmax(away[open_])])
        chosen.append(row)
        away = np.minimum(away, _distances(features, row))
        away[row] = -np.inf
    return first(chosen, ["far from all that is labelled"] * len(chosen))


def _distances(features: np.ndarray, row: int) -> np.ndarray:
    return _distances_to(features, features[row])


def _distances_to(features: np.ndarray, point: np.ndarray) -> np.ndarray:
    found: np.ndarray = ((features - point) ** 2).sum(axis=1)
    return found
