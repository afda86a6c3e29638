"""A linear probe that tries to name the domain of each image: a classifier two-sample test (arXiv:1610.06545)."""

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
LEAST = 20  # samples of a class in each domain for a probe of its own

Floats = NDArray[np.float32]


class DomainProbe(NamedTuple):
    """`target`: (N + M,) probability that a sample, source first, is of the target, by probes that never saw it.

    `hits`: (N + M,) whether the probe names its domain rightly; `right`: their mean, both domains counting alike.
    """

    target: Floats
    hits: NDArray[np.bool_]
    right: float


def probe(source: Floats, target: Floats, seed: int = 0) -> DomainProbe:
    """Logistic regression on standardised (N, D) and (M, D) features, cross-fitted; each domain has ≥ 2 samples."""
    both = np.concatenate([source, target])
    domains = np.repeat([0, 1], [len(source), len(target)])
    folds = min(FOLDS, len(source), len(target))
    if folds < 2 or not np.ptp(both, axis=0).any():  # nothing to learn, or nothing to learn it from
        return DomainProbe(np.full(len(both), 0.5, np.float32), np.zeros(len(both), bool), 0.5)
    parted = StratifiedKFold(folds, shuffle=True, random_state=seed)
    with threadpool_limits(1):  # on small matrices a second thread can cost ten times what it brings
        answers = cross_val_predict(_model(both, folds, seed), both, domains, cv=parted, method="predict_proba")[:, 1]
    hits = (answers > 0.5) == (domains == 1)
    right = (hits[: len(source)].mean() + hits[len(source) :].mean()) / 2
    return DomainProbe(answers.astype(np.float32), hits, float(right))


def class_shifts(
    source: Floats, source_labels: Sequence[str | None], target: Floats, target_labels: Sequence[str | None]
) -> tuple[ClassShift, ...]:
    """Each class with its counts and how well a probe parts its (n, D) source from its (m, D) target samples.

    The worst parted first, then the largest; classes with too few samples to tell come last.
    """
    ours, theirs = (np.array([label or "" for label in labels], object) for labels in (source_labels, target_labels))
    found = []
    for name in sorted({*ours, *theirs} - {""}, key=natural):
        here, there = source[ours == name], target[theirs == name]
        enough = min(len(here), len(there)) >= LEAST
        found.append(ClassShift(name, len(here), len(there), probe(here, there).right if enough else None))
    return tuple(sorted(found, key=lambda one: (one.separation is None, -(one.separation or 0), -one.source)))


def _model(both: Floats, folds: int, seed: int) -> Pipeline:
    learned = int(len(both) * (1 - 1 / folds))
    components = max(1, min(COMPONENTS, both.shape[1], learned // 4))
    reduced = PCA(components, svd_solver="randomized", random_state=seed)
    return make_pipeline(StandardScaler(), reduced, LogisticRegression(C=0.1, max_iter=200, class_weight="balanced"))
