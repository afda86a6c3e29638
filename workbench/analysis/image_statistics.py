"""Plain properties of images over two domains: which of them explain the shift."""

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
    """Each statistic over both domains, the largest difference first; those that never vary are left out."""
    found = []
    for name, (title, unit) in TITLES.items():
        ours, theirs = (values[name].astype(np.float64) for values in (source, target))
        both = np.concatenate([ours, theirs])
        low, high = (float(edge) for edge in np.quantile(both, (0.005, 0.995)))
        if both.min() == both.max():
            continue
        low, high = (low, high) if high > low else (float(both.min()), float(both.max()))
        edges = np.linspace(low, high, BINS + 1)
        shares = [np.histogram(values.clip(low, high), edges)[0] / len(values) for values in (ours, theirs)]
        found.append(
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
    return tuple(sorted(found, key=lambda one: -abs(one.more - 0.5)))


def more(source: NDArray[np.floating], target: NDArray[np.floating]) -> float:
    """How often a random one of (M,) target values exceeds a random one of (N,), ties counting half (Mann–Whitney)."""
    ranks = rankdata(np.concatenate([source, target]))
    count = len(target)
    return float((ranks[len(source) :].sum() - count * (count + 1) / 2) / (count * len(source)))
