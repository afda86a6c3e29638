"""Margin sampling (Scheffer et al., 2001)."""

import numpy as np

from workbench.analysis.strategies.contract import ChosenRow, Pool, with_reasons

TITLE = "Margin"
PAPER = "https://doi.org/10.1007/3-540-44816-0_31"
SUMMARY = "Selects images whose two most probable classes have similar probabilities, to resolve confusions."


def choose(pool: Pool, count: int, seed: int) -> list[ChosenRow]:
    """The samples with the smallest margin p₁ − p₂."""
    open_ = pool.open
    two = -np.sort(-pool.probabilities[open_], axis=1)[:, :2]  # (M, 2)
    margin = two[:, 0] - two[:, 1] if two.shape[1] == 2 else two[:, 0]
    order = np.argsort(margin, kind="stable")[:count]
    return with_reasons(open_[order], [f"between two classes, margin {margin[place]:.0%}" for place in order])
