"""A linear classifier of frozen features: a model of the source that needs no training run."""

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
STRENGTH = 0.01  # C of the logistic regression: strong regularisation for few samples of many features


class Head(NamedTuple):
    """Probabilities of K classes: `source` (N, K), cross-validated, and `target` (M, K)."""

    classes: list[str]
    source: NDArray[np.float32]
    target: NDArray[np.float32]


def linear_head(
    source: NDArray[np.float32], labels: list[str], target: NDArray[np.float32], seed: int = 0
) -> Head | None:
    """Fit a multinomial logistic regression to features (N, D) with N labels, and apply it to features (M, D).

    Classes with fewer samples than folds are left out; samples of these classes get probabilities of the other classes.
    Returns None if fewer than two classes remain.
    """
    names, inverse, counts = np.unique(np.array(labels, object).astype(str), return_inverse=True, return_counts=True)
    kept = np.flatnonzero(counts >= FOLDS)
    if len(kept) < 2:
        return None
    rows = np.isin(inverse, kept)
    numbers = np.searchsorted(kept, inverse[rows])
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=seed)
    fitting = source[rows]
    with threadpool_limits(1):  # for small matrices, more threads are slower
        held_out = cross_val_predict(_model(fitting, seed), fitting, numbers, cv=folds, method="predict_proba")
        fitted = _model(fitting, seed).fit(fitting, numbers)
    probabilities = np.empty((len(source), len(kept)), np.float32)
    probabilities[rows] = held_out
    if not rows.all():
        probabilities[~rows] = fitted.predict_proba(source[~rows])
    return Head([str(names[k]) for k in kept], probabilities, fitted.predict_proba(target).astype(np.float32))


def _model(features: NDArray[np.float32], seed: int) -> Pipeline:
    components = min(COMPONENTS, features.shape[1], int(len(features) * (1 - 1 / FOLDS)) - 1)
    reduced = PCA(components, random_state=seed)
    return make_pipeline(StandardScaler(), reduced, LogisticRegression(C=STRENGTH, max_iter=200))
