"""How good a validator is at choosing: what it would have cost to trust it instead of target labels."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np


class ValidatorChoice(NamedTuple):
    """Of one validator over a set of candidate models.

    `correlation`: Spearman's rank correlation with target accuracy, in [−1, 1]; 0 where either does not vary.
    `lost`: accuracy of the truly best candidate less that of the one chosen, in [0, 1].
    """

    correlation: float
    lost: float


def judge(scores: Sequence[float], accuracies: Sequence[float]) -> ValidatorChoice:
    """How a validator's scores of N models agree with their true accuracies."""
    from scipy.stats import spearmanr

    if len(scores) != len(accuracies) or not scores:
        raise ValueError("as many scores as accuracies, and at least one")
    varied = len(set(scores)) > 1 and len(set(accuracies)) > 1
    correlation = float(spearmanr(scores, accuracies).statistic) if varied else 0.0
    chosen = int(np.argmax(scores))
    return ValidatorChoice(correlation, max(accuracies) - accuracies[chosen])
