"""How often two models agree: an estimate of accuracy that needs no label (Jiang et al., arXiv:2106.13799)."""

from collections.abc import Mapping

LOW = 0.5  # below this, two seeds of one recipe have found different answers


def agreement(one: Mapping[str, str], other: Mapping[str, str]) -> float:
    """Share of the samples that both predicted, by path, on which they say the same class; in [0, 1].

    For two runs of one recipe with different seeds it is close to their accuracy, where both are calibrated on
    average (theorem 4.1). Raises ValueError where they have no sample in common.
    """
    common = one.keys() & other.keys()
    if not common:
        raise ValueError("the predictions have no sample in common")
    return sum(one[path] == other[path] for path in common) / len(common)
