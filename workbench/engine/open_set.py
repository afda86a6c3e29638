"""Samples that belong to no class of the source: when they are rejected, and how well that went."""

import math

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score
from torch import Tensor

from workbench.core.job import Shift
from workbench.core.scores import OpenScores
from workbench.losses.information import entropy

UNLABELLED, FOREIGN = -1, -2  # class numbers: without a label; of a class that the source lacks
OPEN = (Shift.OPEN, Shift.OPEN_PARTIAL)


def rejected(logits: Tensor, shift: Shift) -> NDArray[np.bool_]:
    """Which samples are taken for none of the K classes, (N,): where H(p) > log(K)/2 (DANCE, arXiv:2002.07953, §3.3).

    The same rule serves every method. Where the target has no other classes, none.
    """
    if shift not in OPEN:
        return np.zeros(len(logits), bool)
    found: NDArray[np.bool_] = (entropy(logits) > math.log(logits.shape[1]) / 2).numpy()
    return found


def open_scores(logits: Tensor, labels: NDArray[np.int64], shift: Shift) -> OpenScores | None:
    """How well known and unknown samples are told apart; None where not both are labelled.

    `logits` (N, K); `labels` (N,) class numbers, FOREIGN for samples whose right answer is “unknown”.
    """
    known, foreign = labels >= 0, labels == FOREIGN
    if shift not in OPEN or not known.any() or not foreign.any():
        return None
    away, classes = rejected(logits, shift), logits.argmax(dim=1).numpy()
    right = (classes == labels) & ~away
    each = [float(right[labels == label].mean()) for label in np.unique(labels[known])]
    unknown = float(away[foreign].mean())
    of_known = float(np.mean(each))
    judged = known | foreign
    uncertainty = entropy(logits).numpy()
    return OpenScores(
        known=float(right[known].mean()),
        unknown=unknown,
        os_star=of_known,
        os=(sum(each) + unknown) / (len(each) + 1),
        h=2 * of_known * unknown / (of_known + unknown) if of_known + unknown else 0.0,
        auroc=float(roc_auc_score(foreign[judged], torch.from_numpy(uncertainty[judged]).float())),
    )
