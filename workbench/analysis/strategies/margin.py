"""The images between two classes (Scheffer et al., 2001)."""

import numpy as np

from workbench.analysis.strategies.contract import ChosenRow, Pool, first

TITLE = "Margin"
PAPER = "https://doi.org/10.1007/3-540-44816-0_31"
SUMMARY = "Takes the images whose two most probable classes are nearly as probable: it settles what is confused."


def choose(pool: Pool, count: int, seed: int) -> list[ChosenRow]:
    """p₁ − p₂, the smallest first."""
    open_ = pool.open
    two = -np.sort(-pool.probabilities[open_], axis=1)[:, :2]  # (M, 2)
    margin = two[:, 0] - two[:, 1] if two.shape[1] == 2 else two[:, 0]
    order = np.argsort(margin, kind="stable")[:count]
    return first(open_[order], [f"between two classes, {margin[place]:.0%} apart" for place in order])
