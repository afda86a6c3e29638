"""Uncertainty-weighted clustering, made for domain shift: CLUE (Prabhu et al., arXiv:2010.08666)."""

import numpy as np

from workbench.analysis.strategies.contract import ChosenRow, Pool, clustered, entropy, first

TITLE = "CLUE"
PAPER = "https://arxiv.org/abs/2010.08666"
SUMMARY = "Takes an image from each region of doubt: diverse as clustering is, and drawn to where the model is unsure."


def choose(pool: Pool, count: int, seed: int) -> list[ChosenRow]:
    """k-means on features weighted by entropy (eq. 2), and of each cluster the sample nearest to its centre."""
    open_ = pool.open
    count = min(count, len(open_))
    if not count:
        return []
    features, doubt = pool.features[open_].astype(np.float64), entropy(pool.probabilities[open_])
    found = clustered(features, count, seed, weights=doubt + 1e-6)
    from sklearn.metrics import pairwise_distances_argmin_min

    nearest, _ = pairwise_distances_argmin_min(found.cluster_centers_, features)
    weights = np.bincount(found.labels_, weights=doubt, minlength=count)
    order = [int(place) for place in nearest[np.argsort(-weights, kind="stable")]]
    chosen = list(dict.fromkeys(order))  # two centres may share their nearest sample
    for place in np.argsort(-doubt, kind="stable"):
        if len(chosen) == count:
            break
        if place not in chosen:
            chosen.append(int(place))
    return first(open_[chosen], [f"stands for a region of doubt ({doubt[place]:.0%})" for place in chosen])
