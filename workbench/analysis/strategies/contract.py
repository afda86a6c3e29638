"""The interface of labelling strategies, and their registry."""

import importlib
import pkgutil
import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from workbench.core.errors import UserError
from workbench.core.plugins import STRATEGIES, plugins

if TYPE_CHECKING:
    from sklearn.cluster import KMeans

Floats = NDArray[np.float32]


class Pool(NamedTuple):
    """N target samples: `features` (N, D) and class `probabilities` (N, K) of the current model.

    `labelled`: rows that already have a label or were skipped. They are not chosen again.
    """

    features: Floats
    probabilities: Floats
    labelled: NDArray[np.int64]

    @property
    def open(self) -> NDArray[np.int64]:
        """The rows that can be chosen, in ascending order."""
        return np.setdiff1d(np.arange(len(self.features)), self.labelled)


class ChosenRow(NamedTuple):
    """A chosen row, and the reason in a few words."""

    row: int
    why: str


class Strategy(Protocol):
    """A module of this package, or of another package through the entry-point group `workbench.strategies`."""

    TITLE: str
    PAPER: str
    SUMMARY: str

    def choose(self, pool: Pool, count: int, seed: int) -> list[ChosenRow]:
        """Choose up to `count` different rows of `pool.open`, most useful first."""
        ...


def strategies() -> dict[str, Strategy]:
    """Return all strategies by name: the modules of this package except this one, and those of other packages."""
    package = importlib.import_module("workbench.analysis.strategies")
    names = sorted(module.name for module in pkgutil.iter_modules(package.__path__) if module.name != "contract")
    own = {name: importlib.import_module(f"{package.__name__}.{name}") for name in names}
    return plugins(STRATEGIES) | own


def strategy(name: str) -> Strategy:
    """The strategy with that name. Raises UserError for an unknown name."""
    known = strategies()
    if name not in known:
        raise UserError(f"There is no strategy “{name}”.", f"Choose one of {', '.join(known)}.")
    return known[name]


def entropy(probabilities: Floats) -> NDArray[np.float64]:
    """Entropy (N,) of probabilities (N, K), divided by its maximum log K."""
    p = probabilities.astype(np.float64)
    normalised: NDArray[np.float64] = -(p * np.log(np.maximum(p, 1e-12))).sum(axis=1) / np.log(max(p.shape[1], 2))
    return normalised


def unit(features: Floats) -> Floats:
    """Features (N, D) scaled to unit length."""
    normalised: Floats = features / np.maximum(np.linalg.norm(features, axis=1, keepdims=True), 1e-12)
    return normalised


def clustered(
    points: NDArray[np.floating], count: int, seed: int, weights: NDArray[np.float64] | None = None
) -> "KMeans":
    """k-means clusters. With fewer distinct points than clusters, some clusters are empty."""
    from sklearn.cluster import KMeans  # takes seconds, and is not needed to list the strategies
    from sklearn.exceptions import ConvergenceWarning

    with warnings.catch_warnings(), threadpool_limits(1):  # more threads are slower here
        warnings.simplefilter("ignore", ConvergenceWarning)
        return KMeans(count, n_init=1, random_state=seed).fit(points, sample_weight=weights)


def with_reasons(rows: Sequence[int] | NDArray[np.integer], why: Sequence[str]) -> list[ChosenRow]:
    """Pair rows with reasons."""
    return [ChosenRow(int(row), reason) for row, reason in zip(rows, why, strict=True)]
