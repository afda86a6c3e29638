"""Two models compared on the same labels."""

from statistics import NormalDist

import msgspec

from workbench.core.target_quality import AccuracyDifference

LEVEL = 0.95
Z = NormalDist().inv_cdf((1 + LEVEL) / 2)
POWER = NormalDist().inv_cdf(0.8)  # of the number of labels that would settle a comparison


def paired_difference(gained: int, lost: int, total: int, population: int | None = None) -> AccuracyDifference:
    """Accuracy of the second model minus that of the first, on the same `total` ≥ 1 labels.

    `gained`: how many only the second one has right; `lost`: how many only the first one. `population`: size of the
    finite population that was sampled without replacement. Interval of Bonett and Price, British Journal of
    Mathematical and Statistical Psychology 65 (2012), eq. 10: one sample is added to each discordant cell.
    """
    more_right, less_right = (gained + 1) / (total + 2), (lost + 1) / (total + 2)
    difference = more_right - less_right
    variance = more_right + less_right - difference**2
    finite = 1.0 if population is None or population <= 1 else max(population - total, 0) / (population - 1)
    half = Z * (variance / (total + 2) * finite) ** 0.5
    observed = (gained - lost) / total
    low, high = (observed, observed) if finite == 0 else (max(-1.0, difference - half), min(1.0, difference + half))
    comparison = AccuracyDifference(observed, min(low, observed), max(high, observed), total)
    if comparison.settled or finite == 0:
        return comparison
    needed = (Z + POWER) ** 2 * variance / difference**2 if difference else float("inf")
    possible = float("inf") if population is None else population
    more = None if needed >= possible else max(int(-(-needed // 1)) - total, 1)
    return msgspec.structs.replace(comparison, more=more)
