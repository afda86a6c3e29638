"""BADGE: k-means++ on gradient embeddings of the last layer (Ash et al., arXiv:1906.03671)."""

import numpy as np
from numpy.typing import NDArray

from workbench.analysis.strategies.contract import ChosenRow, Pool, with_reasons

TITLE = "BADGE"
PAPER = "https://arxiv.org/abs/1906.03671"
SUMMARY = "Selects images with large and diverse gradients. Strong from about 50 labels."


def choose(pool: Pool, count: int, seed: int) -> list[ChosenRow]:
    """k-means++ (Arthur and Vassilvitskii, 2007) on g = a ⊗ h, with a = p − onehot(ŷ) and features h.

    The K·D-dimensional vectors g are not computed: ‖g − g′‖² = ‖a‖²‖h‖² + ‖a′‖²‖h′‖² − 2 (a·a′)(h·h′).
    """
    open_ = pool.open
    if not min(count, len(open_)):
        return []
    h = pool.features[open_].astype(np.float64)  # (M, D)
    a = pool.probabilities[open_].astype(np.float64)  # (M, K)
    a[np.arange(len(a)), a.argmax(axis=1)] -= 1.0
    size = (a**2).sum(axis=1) * (h**2).sum(axis=1)  # ‖g‖²

    def squared_distances(place: int) -> NDArray[np.float64]:
        squared: NDArray[np.float64] = size + size[place] - 2 * (a @ a[place]) * (h @ h[place])
        return np.maximum(squared, 0.0)

    random = np.random.default_rng(seed)
    chosen = [int(size.argmax())]  # as in the authors' code
    nearest = squared_distances(chosen[0])
    while len(chosen) < min(count, len(open_)):
        nearest[chosen] = 0.0
        total = nearest.sum()
        left = np.setdiff1d(np.arange(len(open_)), chosen)
        place = int(random.choice(len(open_), p=nearest / total)) if total > 0 else int(left[0])
        chosen.append(place)
        nearest = np.minimum(nearest, squared_distances(place))
    return with_reasons(open_[chosen], ["large gradient, unlike the others"] * len(chosen))
