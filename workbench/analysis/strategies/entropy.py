"""The images that the model is least sure of, over all classes (Shannon, 1948)."""

import numpy as np

from workbench.analysis.strategies.contract import ChosenRow, Pool, first
from workbench.analysis.strategies.contract import entropy as entropy_of

TITLE = "Entropy"
PAPER = "https://minds.wisconsin.edu/handle/1793/60660"
SUMMARY = "Takes the images that the model is least sure of; many of a batch may look alike."


def choose(pool: Pool, count: int, seed: int) -> list[ChosenRow]:
    """H(p), the largest first."""
    open_ = pool.open
    doubt = entropy_of(pool.probabilities[open_])
    order = np.argsort(-doubt, kind="stable")[:count]
    return first(open_[order], [f"unsure: {doubt[place]:.0%} of the most it could be" for place in order])
