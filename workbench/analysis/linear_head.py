"""A linear head on frozen features: the quickest model of the source, there before any training."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler
from threadpoolctl import threadpool_limits

COMPONENTS = 128
FOLDS = 5
STRENGTH = 0.01  # C of the logistic regression: strongly held back, for there are few samples for so many features


class Head(NamedTuple):
    """Probabilities of K classes: `source` (N, K) by heads that did not learn from the sample, `target` (M, K)."""

    classes: list[str]
    source: NDArray[np.float32]
    target: NDArray[np.float32]


def linear_head(
    source: NDArray[np.float32], labels: list[str], target: NDArray[np.float32], seed: int = 0
) -> Head | None:
    """Multinomial logistic regression on (N, D) features with N labels, cross-validated, read out on (M, D).

    Classes with fewer samples than folds can not be cross-validated and are left out; None when fewer than two remain.
    Rows of left-out classes get the probabilities of the classes that are there.
    """
    names, inverse, counts = np.unique(np.array(labels, object).astype(str), return_inverse=True, return_counts=True)
    kept = np.flatnonzero(counts >= FOLDS)
    if len(kept) < 2:
        return None
    rows = np.isin(inverse, kept)
    numbers = np.searchsorted(kept, inverse[rows])
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=seed)
    inside = source[rows]
    with threadpool_limits(1):  # on small matrices a second thread can cost ten times what it brings
        held = cross_val_predict(_model(inside, seed), inside, numbers, cv=folds, method="predict_proba")
        fitted = _model(inside, seed).fit(inside, numbers)
    everywhere = np.empty((len(source), len(kept)), np.float32)
    everywhere[rows] = held
    if not rows.all():
        everywhere[~rows] = fitted.predict_proba(source[~rows])
    return Head([str(names[k]) for k in kept], everywhere, fitted.predict_proba(target).astype(np.float32))


def _model(features: NDArray[np.float32], seed: int) -> Pipeline:
    components = min(COMPONENTS, features.shape[1], int(len(features) * (1 - 1 / FOLDS)) - 1)
    reduced = PCA(components, random_state=seed)
    return make_pipeline(StandardScaler(), reduced, LogisticRegression(C=STRENGTH, max_iter=200))
