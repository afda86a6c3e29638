"""Whether translations keep the labels of the source: a linear classifier of images or of pixels reads both."""

import warnings
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from workbench.core.masks import IGNORED
from workbench.core.scores import Estimate
from workbench.engine.share_estimate import share_estimate

STRENGTH = 0.01  # C of the classifier, as of the linear probe of an inspection
FOLDS = 5  # of the cross-validation
PLACES = 16  # random places of each image whose pixels are read
RESAMPLES = 1000
QUANTILES = (0.025, 0.975)  # of a 95 % interval

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]


class LabelClassifier(NamedTuple):
    """A linear classifier of standardised features.

    `accuracy`: on source images that it was not trained on, by cross-validation; None if there are too few. `constant`:
    the share of the largest class among its labels.
    """

    model: LogisticRegression
    accuracy: float | None
    constant: float

    def predicted(self, features: Floats) -> Integers:
        """The classes (N,) of features (N, D), standardised by themselves, so that a common style does not count."""
        classes: Integers = self.model.predict(standardised(features))
        return classes


def label_classifier(features: Floats, labels: Integers, images: Integers) -> LabelClassifier | None:
    """Fit a classifier to features (N, D) with labels (N,). `images` (N,): the image of each row, for cross-validation.

    Returns None for fewer than two classes.
    """
    _, counts = np.unique(labels, return_counts=True)
    if len(counts) < 2:
        return None
    with threadpool_limits(1):
        points = standardised(features)
        return LabelClassifier(
            _fit(points, labels), _accuracy(points, labels, images), float(counts.max() / len(labels))
        )


def kept_images(before: Integers, after: Integers) -> Estimate:
    """The share of N images whose class (N,) is the same before and after."""
    return _share(before == after)


def kept_pixels(before: Integers, after: Integers) -> Estimate:
    """The share of pixels whose class (N, P), at P places of N images, is the same before and after.

    The interval is from a bootstrap over images, and at least as wide as that of as many independent pixels.
    """
    same = before == after
    shares = same.mean(axis=1)
    if shares.min() == shares.max():  # a bootstrap would give an interval without width
        whole = _share(shares >= 0.5)
        return Estimate(float(shares[0]), whole.low, whole.high, same.size)
    random = np.random.default_rng(0)
    means = shares[random.integers(0, len(shares), (RESAMPLES, len(shares)))].mean(axis=1)
    low, high = np.quantile(means, QUANTILES)
    least = _share(same)
    return Estimate(least.value, min(float(low), least.low), max(float(high), least.high), same.size)


def places_in(images: int, seed: int) -> Floats:
    """(N, P, 2) random places of N images: x and y in [0, 1)."""
    return np.random.default_rng(seed).random((images, PLACES, 2), np.float32)


def classes_at(masks: NDArray[np.uint8], places: Floats) -> Integers:
    """The class numbers (N, P) of masks (N, H, W) at places (N, P, 2); −1 where a pixel has no class."""
    height, width = masks.shape[1:]
    columns, lines = (places * (width, height)).astype(np.int64).transpose(2, 0, 1)
    found: Integers = masks[np.arange(len(masks))[:, None], lines, columns].astype(np.int64)
    found[found == IGNORED] = -1
    return found


def standardised(features: Floats) -> Floats:
    """Features (N, D) with mean 0 and deviation 1 in each dimension."""
    result: Floats = (features - features.mean(0)) / (features.std(0) + 1e-3)
    return result


def _share(same: NDArray[np.bool_]) -> Estimate:
    return share_estimate(int(same.sum()), same.size)


def _fit(points: Floats, labels: Integers) -> LogisticRegression:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a classifier that has almost converged is good enough
        return LogisticRegression(C=STRENGTH, max_iter=200).fit(points, labels)


def _accuracy(points: Floats, labels: Integers, images: Integers) -> float | None:
    """The accuracy by cross-validation over images; None where a fold leaves fewer than two classes."""
    names, image = np.unique(images, return_inverse=True)
    folds = np.random.default_rng(0).permutation(len(names))[image] % FOLDS
    right = np.zeros(len(labels), np.bool_)
    for fold in range(FOLDS):
        held = folds == fold
        if held.all() or len(np.unique(labels[~held])) < 2:
            return None
        if held.any():
            right[held] = _fit(points[~held], labels[~held]).predict(points[held]) == labels[held]
    return float(right.mean())
