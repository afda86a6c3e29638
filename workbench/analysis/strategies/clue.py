"""CLUE: clustering of uncertainty-weighted features, for domain shift (Prabhu et al., arXiv:2010.08666)."""

import numpy as np

from workbench.analysis.strategies.contract import ChosenRow, Pool, clustered, entropy, with_reasons

TITLE = "CLUE"
PAPER = "https://arxiv.org/abs/2010.08666"
SUMMARY = "Selects the centres of clusters that are weighted by uncertainty: diverse and uncertain images."


def choose(pool: Pool, count: int, seed: int) -> list[ChosenRow]:
    """k-means with samples weighted by entropy (eq. 2); the sample nearest to each centre is chosen."""
    open_ = pool.open
    count = min(count, len(open_))
    if not count:
        return []
    features, uncertainty = pool.features[open_].astype(np.float64), entropy(pool.probabilities[open_])
    clusters = clustered(features, count, seed, weights=uncertainty + 1e-6)
    from sklearn.metrics import pairwise_distances_argmin_min

    nearest, _ = pairwise_distances_argmin_min(clusters.cluster_centers_, features)
    weights = np.bincount(clusters.labels_, weights=uncertainty, minlength=count)
    order = [int(place) for place in nearest[np.argsort(-weights, kind="stable")]]
    chosen = list(dict.fromkeys(order))  # two centres may have the same nearest sample
    for place in np.argsort(-uncertainty, kind="stable"):
        if len(chosen) == count:
            break
        if place not in chosen:
            chosen.append(int(place))
    return with_reasons(open_[chosen], [f"in an uncertain region ({uncertainty[place]:.0%})" for place in chosen])
