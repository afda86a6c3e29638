"""A linear probe that classifies images by domain: a classifier two-sample test (arXiv:1610.06545)."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler
from threadpoolctl import threadpool_limits

from workbench.core.domain import natural
from workbench.core.shift_report import ClassShift

COMPONENTS = 64
FOLDS = 5
LEAST = 20  # least number of samples of a class in each domain for a probe of that class

Floats = NDArray[np.float32]


class DomainProbe(NamedTuple):
    """The cross-validated result of a probe on N source and M target samples, source first.

    `target`: (N + M,) probability of the target domain; `hits`: (N + M,) whether the prediction is correct; `right`:
    balanced accuracy.
    """

    target: Floats
    hits: NDArray[np.bool_]
    right: float


def probe(source: Floats, target: Floats, seed: int = 0) -> DomainProbe:
    """Cross-validated logistic regression on standardised features (N, D) and (M, D)."""
    features = np.concatenate([source, target])
    domains = np.repeat([0, 1], [len(source), len(target)])
    folds = min(FOLDS, len(source), len(target))
    if folds < 2 or not np.ptp(features, axis=0).any():  # too few samples, or constant features
        return DomainProbe(np.full(len(features), 0.5, np.float32), np.zeros(len(features), bool), 0.5)
    splits = StratifiedKFold(folds, shuffle=True, random_state=seed)
    with threadpool_limits(1):  # for small matrices, more threads are slower
        probabilities = cross_val_predict(
            _model(features, folds, seed), features, domains, cv=splits, method="predict_proba"
        )[:, 1]
    hits = (probabilities > 0.5) == (domains == 1)
    right = (hits[: len(source)].mean() + hits[len(source) :].mean()) / 2
    return DomainProbe(probabilities.astype(np.float32), hits, float(right))


def class_shifts(
    source: Floats, source_labels: Sequence[str | None], target: Floats, target_labels: Sequence[str | None]
) -> tuple[ClassShift, ...]:
    """The shift of each class: numbers of samples, and the accuracy of a probe on its features (n, D) and (m, D).

    Sorted by decreasing accuracy, then by size. Classes with too few samples come last.
    """
    source_classes, target_classes = (
        np.array([label or "" for label in labels], object) for labels in (source_labels, target_labels)
    )
    shifts = []
    for name in sorted({*source_classes, *target_classes} - {""}, key=natural):
        ours, theirs = source[source_classes == name], target[target_classes == name]
        enough = min(len(ours), len(theirs)) >= LEAST
        shifts.append(ClassShift(name, len(ours), len(theirs), probe(ours, theirs).right if enough else None))
    return tuple(sorted(shifts, key=lambda shift: (shift.separation is None, -(shift.separation or 0), -shift.source)))


def _model(features: Floats, folds: int, seed: int) -> Pipeline:
    training_size = int(len(features) * (1 - 1 / folds))
    components = max(1, min(COMPONENTS, features.shape[1], training_size // 4))
    reduced = PCA(components, svd_solver="randomized", random_state=seed)
    return make_pipeline(StandardScaler(), reduced, LogisticRegression(C=0.1, max_iter=200, class_weight="balanced"))
