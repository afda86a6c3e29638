"""What a strategy is given, what it answers, and where all strategies are found."""

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
    """N target samples as the model at hand sees them: `features` (N, D), `probabilities` (N, K).

    `labelled`: rows that a person has named already. They are never chosen.
    """

    features: Floats
    probabilities: Floats
    labelled: NDArray[np.int64]

    @property
    def open(self) -> NDArray[np.int64]:
        """The rows that can be chosen."""
        return np.setdiff1d(np.arange(len(self.features)), self.labelled)


class ChosenRow(NamedTuple):
    """A row, and why it was chosen, in a few words."""

    row: int
    why: str


class Strategy(Protocol):
    """A module of this package, or of another package through the entry-point group `workbench.strategies`."""

    TITLE: str
    PAPER: str
    SUMMARY: str

    def choose(self, pool: Pool, count: int, seed: int) -> list[ChosenRow]:
        """At most `count` different rows of `pool.open`, the most useful first."""
        ...


def strategies() -> dict[str, Strategy]:
    """Return all strategies by name: the modules of this package except this one, and those of other packages."""
    package = importlib.import_module("workbench.analysis.strategies")
    names = sorted(module.name for module in pkgutil.iter_modules(package.__path__) if module.name != "contract")
    own = {name: importlib.import_module(f"{package.__name__}.{name}") for name in names}
    return plugins(STRATEGIES) | own


def strategy(name: str) -> Strategy:
    """The strategy of that name. Raises UserError when there is none."""
    known = strategies()
    if name not in known:
        raise UserError(f"There is no strategy “{name}”.", f"Choose from: {', '.join(known)}.")
    return known[name]


def entropy(probabilities: Floats) -> NDArray[np.float64]:
    """(N,) of (N, K) probabilities, as a share of the largest there can be, log K."""
    p = probabilities.astype(np.float64)
    found: NDArray[np.float64] = -(p * np.log(np.maximum(p, 1e-12))).sum(axis=1) / np.log(max(p.shape[1], 2))
    return found


def unit(features: Floats) -> Floats:
    """(N, D) features of length 1."""
    made: Floats = features / np.maximum(np.linalg.norm(features, axis=1, keepdims=True), 1e-12)
    return made


def clustered(
    points: NDArray[np.floating], count: int, seed: int, weights: NDArray[np.float64] | None = None
) -> "KMeans":
    """k-means; where fewer points than clusters differ, some clusters stay empty."""
    from sklearn.cluster import KMeans  # seconds: who only lists the strategies need not wait for it
    from sklearn.exceptions import ConvergenceWarning

    with warnings.catch_warnings(), threadpool_limits(1):  # more threads cost more than they bring here
        warnings.simplefilter("ignore", ConvergenceWarning)
        return KMeans(count, n_init=1, random_state=seed).fit(points, sample_weight=weights)


def first(rows: Sequence[int] | NDArray[np.integer], why: Sequence[str]) -> list[ChosenRow]:
    """Rows with their reasons."""
    return [ChosenRow(int(row), said) for row, said in zip(rows, why, strict=True)]
