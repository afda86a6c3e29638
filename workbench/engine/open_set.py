"""Open-set recognition: rejects target samples of unknown classes, and scores the rejection."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score
from torch import Tensor

from workbench.core.job import Job, Shift
from workbench.core.manifest import UnknownRule, UnknownScore
from workbench.core.scores import OpenScores
from workbench.engine.registry import method
from workbench.losses.information import entropy

UNLABELLED, FOREIGN = -1, -2  # class numbers of samples without a label, and of a class that the source lacks
OPEN = (Shift.OPEN, Shift.OPEN_PARTIAL)


def unknown_rule(job: Job) -> UnknownRule | None:
    """The rule by which a job's model rejects samples; None if the shift is not an open one.

    The entropy decides (Saito et al., DANCE, arXiv:2002.07953, §3.3), unless the method's logits carry a decision of
    their own.
    """
    if job.shift not in OPEN:
        return None
    return UnknownRule(score=UnknownScore.LOG_ODDS if method(job.method).log_odds else UnknownScore.ENTROPY)


def rejected(logits: Tensor, rule: UnknownRule | None) -> NDArray[np.bool_]:
    """Which samples of (N, K) logits a rule rejects as unknown, (N,). Without a rule, none.

    By entropy, those with H(p) > log(K)/2; by log-odds, those whose largest logit is negative.
    """
    if rule is None:
        return np.zeros(len(logits), bool)
    doubt = _doubt(logits, rule)
    unknown: NDArray[np.bool_] = (doubt.values > doubt.boundary).numpy()
    return unknown


def open_scores(logits: Tensor, labels: NDArray[np.int64], rule: UnknownRule | None) -> OpenScores | None:
    """Open-set scores; None without a rule, or if known or unknown samples have no labels.

    `logits`: (N, K). `labels`: (N,) class numbers; FOREIGN for samples of unknown classes.
    """
    known, foreign = labels >= 0, labels == FOREIGN
    if rule is None or not known.any() or not foreign.any():
        return None
    rejections, classes = rejected(logits, rule), logits.argmax(dim=1).numpy()
    correct = (classes == labels) & ~rejections
    accuracies = [float(correct[labels == label].mean()) for label in np.unique(labels[known])]
    unknown = float(rejections[foreign].mean())
    of_known = float(np.mean(accuracies))
    judged = known | foreign
    doubt = _doubt(logits, rule).values.numpy()
    return OpenScores(
        known=float(correct[known].mean()),
        unknown=unknown,
        os_star=of_known,
        os=(sum(accuracies) + unknown) / (len(accuracies) + 1),
        h=2 * of_known * unknown / (of_known + unknown) if of_known + unknown else 0.0,
        auroc=float(roc_auc_score(foreign[judged], doubt[judged])),
    )


class _Doubt(NamedTuple):
    """How doubtful each sample is, (N,), and the value above which a sample is unknown."""

    values: Tensor
    boundary: float


def _doubt(logits: Tensor, rule: UnknownRule) -> _Doubt:
    if rule.score is UnknownScore.LOG_ODDS:
        return _Doubt(-logits.amax(dim=1), 0.0)
    return _Doubt(entropy(logits), math.log(logits.shape[1]) / 2)
