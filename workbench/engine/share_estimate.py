"""The share of samples of a kind, with its interval. Torch is not imported."""

from workbench.core.scores import Estimate


def share_estimate(right: int, count: int) -> Estimate:
    """The share `right` / `count` with its 95 % interval (Wilson, 1927); `count` ≥ 1."""
    from scipy.stats import binomtest  # imported late: it takes half a second, which no start need wait for

    interval = binomtest(right, count).proportion_ci(method="wilson")
    return Estimate(right / count, float(interval.low), float(interval.high), count)
