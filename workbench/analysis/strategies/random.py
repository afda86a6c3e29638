"""Any: the reference that every other strategy has to beat."""

import numpy as np

from workbench.analysis.strategies.contract import ChosenRow, Pool, first

TITLE = "Random"
PAPER = ""
SUMMARY = "Draws images by lot: no bias, and what the others are measured against."


def choose(pool: Pool, count: int, seed: int) -> list[ChosenRow]:
    """Uniformly, without replacement."""
    rows = np.random.default_rng(seed).permutation(pool.open)[:count]
    return first(rows, ["drawn by lot"] * len(rows))
