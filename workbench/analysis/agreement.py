"""Agreement of two models, an estimate of their accuracy without labels (Jiang et al., arXiv:2106.13799)."""

from collections.abc import Mapping

LOW = 0.5  # below this, two seeds of one job have converged to different solutions


def agreement(first: Mapping[str, str], second: Mapping[str, str]) -> float:
    """Share in [0, 1] of the common samples that both models assign to the same class. Predictions by path.

    For two runs of one job with different seeds, it is close to their accuracy if they are calibrated on average
    (theorem 4.1). Raises ValueError if there is no common sample.
    """
    common = first.keys() & second.keys()
    if not common:
        raise ValueError("the predictions have no sample in common")
    return sum(first[path] == second[path] for path in common) / len(common)
