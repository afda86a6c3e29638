"""Open-set recognition: rejects target samples of unknown classes, and scores the rejection."""

import math

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score
from torch import Tensor

from workbench.core.job import Shift
from workbench.core.scores import OpenScores
from workbench.losses.information import entropy

UNLABELLED, FOREIGN = -1, -2  # class numbers of samples without a label, and of a class that the source lacks
OPEN = (Shift.OPEN, Shift.OPEN_PARTIAL)


def rejected(logits: Tensor, shift: Shift) -> NDArray[np.bool_]:
    """Which samples of (N, K) logits are rejected as unknown, (N,): those with H(p) > log(K)/2.

    Saito et al. (DANCE), arXiv:2002.07953, §3.3. All methods share this rule.
    Without an open shift, no sample is rejected.
    """
    if shift not in OPEN:
        return np.zeros(len(logits), bool)
    unknown: NDArray[np.bool_] = (entropy(logits) > math.log(logits.shape[1]) / 2).numpy()
    return unknown


def open_scores(logits: Tensor, labels: NDArray[np.int64], shift: Shift) -> OpenScores | None:
    """Open-set scores; None if the shift is not an open one, or if known or unknown samples have no labels.

    `logits`: (N, K). `labels`: (N,) class numbers; FOREIGN for samples of unknown classes.
    """
    known, foreign = labels >= 0, labels == FOREIGN
    if shift not in OPEN or not known.any() or not foreign.any():
        return None
    rejections, classes = rejected(logits, shift), logits.argmax(dim=1).numpy()
    correct = (classes == labels) & ~rejections
    accuracies = [float(correct[labels == label].mean()) for label in np.unique(labels[known])]
    unknown = float(rejections[foreign].mean())
    of_known = float(np.mean(accuracies))
    judged = known | foreign
    uncertainty = entropy(logits).numpy()
    return OpenScores(
        known=float(correct[known].mean()),
        unknown=unknown,
        os_star=of_known,
        os=(sum(accuracies) + unknown) / (len(accuracies) + 1),
        h=2 * of_known * unknown / (of_known + unknown) if of_known + unknown else 0.0,
        auroc=float(roc_auc_score(foreign[judged], torch.from_numpy(uncertainty[judged]).float())),
    )
