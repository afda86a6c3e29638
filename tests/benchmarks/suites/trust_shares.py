"""Class shares in the suite `trust`: how far estimates without labels are from the truth."""

from collections.abc import Sequence
from statistics import mean
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tests.benchmarks.suites.trust_models import TrustModel

ROUNDS = 200  # of expectation maximisation

Shares = NDArray[np.float64]


class SharesRow(NamedTuple):
    """The mean total variation distance in [0, 1] of estimated class shares from the truth, for a method's models."""

    method: str
    counted: float
    likeliest: float
    source: float


def shares_rows(models: Sequence[TrustModel]) -> list[SharesRow]:
    """A row for each method: predictions counted, MLLS, and the source's own shares."""
    rows = []
    for method in dict.fromkeys(model.method for model in models):
        errors = [_errors(model) for model in models if model.method == method]
        rows.append(SharesRow(method, *(mean(each) for each in zip(*errors, strict=True))))
    return rows


def _errors(model: TrustModel) -> tuple[float, float, float]:
    classes = model.probabilities.shape[1]
    truth = np.bincount(model.labels, minlength=classes) / len(model.labels)
    counted = np.bincount(model.predicted, minlength=classes) / len(model.labels)
    estimates = counted, likeliest_shares(model.probabilities, model.source_shares), model.source_shares
    counts, likeliest, source = (float(np.abs(each - truth).sum() / 2) for each in estimates)
    return counts, likeliest, source


def likeliest_shares(probabilities: NDArray[np.float32], source: Shares) -> Shares:
    """MLLS: the class shares (K,) that make (M, K) calibrated probabilities likeliest, by expectation maximisation.

    Saerens et al., Neural Computation 14, 2002; with calibration, Alexandari et al., arXiv:1901.06852.
    """
    weights = probabilities.astype(np.float64) / np.maximum(source, 1e-9)
    shares = np.maximum(source, 1e-6)
    for _ in range(ROUNDS):
        joint = weights * shares
        shares = (joint / np.maximum(joint.sum(axis=1, keepdims=True), 1e-12)).mean(axis=0)
    return np.asarray(shares)
