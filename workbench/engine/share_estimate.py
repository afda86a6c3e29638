"""The share of samples of a kind, with its interval. Torch is not imported."""

from scipy.stats import binomtest

from workbench.core.scores import Estimate


def share_estimate(right: int, count: int) -> Estimate:
    """The share `right` / `count` with its 95 % interval (Wilson, 1927); `count` ≥ 1."""
    interval = binomtest(right, count).proportion_ci(method="wilson")
    return Estimate(right / count, float(interval.low), float(interval.high), count)
