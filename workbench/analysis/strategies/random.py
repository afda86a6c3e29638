"""Random sampling, the baseline of all other strategies."""

import numpy as np

from workbench.analysis.strategies.contract import ChosenRow, Pool, with_reasons

TITLE = "Random"
PAPER = ""
SUMMARY = "Selects images at random: unbiased, and the baseline of all other strategies."


def choose(pool: Pool, count: int, seed: int) -> list[ChosenRow]:
    """Uniform sampling without replacement."""
    rows = np.random.default_rng(seed).permutation(pool.open)[:count]
    return with_reasons(rows, ["drawn at random"] * len(rows))
