"""The class shares of a target on random labels, beside those of the source."""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from workbench.core.catalogue import MethodCard

FEWEST = 20  # labels
QUANTILE = 0.99  # of the distances that labels of a target with the source's shares would have
DRAWS = 2000


class ShareDifference(NamedTuple):
    """The class whose share in [0, 1] differs most between the random labels of a target and the source."""

    name: str
    target: float
    source: float


def share_difference(labels: Mapping[str, int], source: Mapping[str, int]) -> ShareDifference | None:
    """The largest difference where random labels show that the target has other class shares than the source.

    Both are numbers of samples by class. None for fewer than FEWEST labels, and where as many labels of a target with
    the source's shares would be as far from them (in total variation) in more than one of a hundred draws.
    """
    names = [name for name, number in source.items() if number]
    counts = np.array([labels.get(name, 0) for name in names])
    total = int(counts.sum())
    if total < FEWEST:
        return None
    numbers = tuple(source[name] for name in names)
    found, expected = counts / total, np.array(numbers) / sum(numbers)
    if np.abs(found - expected).sum() <= _usual_distance(total, numbers):
        return None
    most = int(np.abs(found - expected).argmax())
    return ShareDifference(names[most], float(found[most]), float(expected[most]))


@lru_cache(maxsize=64)  # asked again after each label
def _usual_distance(labels: int, source: tuple[int, ...]) -> float:
    """The distance from the source's shares that so many labels of a target with these shares rarely exceed."""
    expected = np.array(source) / sum(source)
    drawn = np.random.default_rng(0).multinomial(labels, expected, DRAWS) / labels
    return float(np.quantile(np.abs(drawn - expected).sum(axis=1), QUANTILE))


def share_mismatch(card: MethodCard, labels: Mapping[str, int], source: Mapping[str, int]) -> str:
    """Why a method that balances its predictions may do harm on a target with these random labels; else empty."""
    difference = share_difference(labels, source) if card.balances else None
    if difference is None:
        return ""
    return (
        f"{difference.target:.0%} of the random labels are “{difference.name}”, but {difference.source:.0%} of the "
        f"source: {card.title} balances its predictions, which may do harm on a target with other class shares."
    )
