"""Regret of a validator: the accuracy lost by selecting models with it instead of with target labels."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np


class ValidatorChoice(NamedTuple):
    """The quality of a validator on a set of candidate models.

    `correlation`: Spearman's rank correlation with target accuracy, in [−1, 1]; 0 if either is constant.
    `lost`: accuracy of the best candidate minus that of the chosen one, in [0, 1].
    """

    correlation: float
    lost: float


def validator_choice(scores: Sequence[float], accuracies: Sequence[float]) -> ValidatorChoice:
    """Compare a validator's scores of N models with their target accuracies. Raises ValueError for unequal lengths."""
    from scipy.stats import spearmanr

    if len(scores) != len(accuracies) or not scores:
        raise ValueError("as many scores as accuracies, and at least one")
    varied = len(set(scores)) > 1 and len(set(accuracies)) > 1
    correlation = float(spearmanr(scores, accuracies).statistic) if varied else 0.0
    chosen = int(np.argmax(scores))
    return ValidatorChoice(correlation, max(accuracies) - accuracies[chosen])
