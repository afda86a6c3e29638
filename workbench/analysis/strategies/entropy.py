"""Uncertainty sampling by entropy (Shannon, 1948)."""

import numpy as np

from workbench.analysis.strategies.contract import ChosenRow, Pool, with_reasons
from workbench.analysis.strategies.contract import entropy as entropy_of

TITLE = "Entropy"
PAPER = "https://minds.wisconsin.edu/handle/1793/60660"
SUMMARY = "Selects the images with the most uncertain predictions. A batch may contain similar images."


def choose(pool: Pool, count: int, seed: int) -> list[ChosenRow]:
    """The samples with the largest entropy H(p)."""
    open_ = pool.open
    uncertainty = entropy_of(pool.probabilities[open_])
    order = np.argsort(-uncertainty, kind="stable")[:count]
    return with_reasons(open_[order], [f"entropy {uncertainty[place]:.0%} of the maximum" for place in order])
