"""Comparison of image properties between the domains, to find those that explain the shift."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from workbench.core.shift_report import ImageStatistic
from workbench.data.properties import TITLES

BINS = 24


def compare(
    source: Mapping[str, NDArray[np.float32]], target: Mapping[str, NDArray[np.float32]]
) -> tuple[ImageStatistic, ...]:
    """The distribution of each property in both domains, largest shift first. Constant properties are left out."""
    statistics = []
    for name, (title, unit) in TITLES.items():
        ours, theirs = (values[name].astype(np.float64) for values in (source, target))
        pooled = np.concatenate([ours, theirs])
        low, high = (float(edge) for edge in np.quantile(pooled, (0.005, 0.995)))
        if pooled.min() == pooled.max():
            continue
        low, high = (low, high) if high > low else (float(pooled.min()), float(pooled.max()))
        edges = np.linspace(low, high, BINS + 1)
        shares = [np.histogram(values.clip(low, high), edges)[0] / len(values) for values in (ours, theirs)]
        statistics.append(
            ImageStatistic(
                name=name,
                title=title,
                unit=unit,
                source_median=float(np.median(ours)),
                target_median=float(np.median(theirs)),
                more=more(ours, theirs),
                edges=tuple(edges.tolist()),
                source=tuple(shares[0].tolist()),
                target=tuple(shares[1].tolist()),
            )
        )
    return tuple(sorted(statistics, key=lambda statistic: -abs(statistic.more - 0.5)))


def more(source: NDArray[np.floating], target: NDArray[np.floating]) -> float:
    """Probability that a target value (M,) exceeds a source value (N,); ties count one half (Mann–Whitney)."""
    ranks = rankdata(np.concatenate([source, target]))
    count = len(target)
    return float((ranks[len(source) :].sum() - count * (count + 1) / 2) / (count * len(source)))
