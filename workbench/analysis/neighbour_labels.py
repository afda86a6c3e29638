"""The class of images by their nearest labelled neighbours, and how clearly these agree."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.analysis.target_index import Floats

NEIGHBOURS = 5
MOST_LABELLED = 5_000  # labelled images that vote, drawn evenly from the classes
BLOCK = 2_048  # images at a time
FEWEST = 10  # judged images above a margin, before their share of right ones says anything
RIGHT = 0.98  # share of the labelled images that must be right when they are judged like the others


class Votes(NamedTuple):
    """For N images: `classes` (N,), the class number of the smallest mean distance; `margins` (N,) in [−1, 1].

    The margin is (d₂ − d₁) / (d₂ + d₁) of the mean distances d₁ to the nearest images of that class and d₂ to the
    nearest images of any other class.
    """

    classes: NDArray[np.int64]
    margins: NDArray[np.float64]


def vote(
    points: Floats, known: Floats, labels: NDArray[np.int64], groups: tuple[NDArray[np.int64], NDArray[np.int64]] | None
) -> Votes:
    """Judge `points` (N, D) by `known` points (M, D) with class numbers `labels` (M,).

    `groups`: the groups of both, (N,) and (M,); images of the same group do not vote for each other. Images without
    labelled ones of two classes have the margin 0.
    """
    numbers = int(labels.max()) + 1 if len(labels) else 0
    classes, margins = np.zeros(len(points), np.int64), np.zeros(len(points))
    if not numbers:
        return Votes(classes, margins)
    rows_of = [np.flatnonzero(labels == number) for number in range(numbers)]
    for start in range(0, len(points), BLOCK):
        block = slice(start, start + BLOCK)
        squared = np.maximum(2 - 2 * points[block] @ known.T, 0)  # (B, M), of unit vectors
        if groups is not None:
            squared[groups[0][block, None] == groups[1][None]] = np.inf
        means = np.full((len(squared), numbers), np.inf)  # the mean distance to the nearest images of each class
        for number, rows in enumerate(rows_of):
            if len(rows):
                means[:, number] = _mean_of_nearest(squared[:, rows])
        classes[block], margins[block] = _compared(means)
    return Votes(classes, margins)


def clear_margin(margins: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """The smallest margin from which on the share RIGHT of the judged images (N,) is right, of FEWEST or more of them.

    Infinite if there is none.
    """
    order = np.argsort(-margins, kind="stable")
    shares = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    whole = np.append(np.diff(margins[order]) != 0, True)[: len(order)]  # all images of the same margin are counted
    enough = np.flatnonzero(whole & (shares >= RIGHT) & (np.arange(1, len(order) + 1) >= FEWEST))
    return float(margins[order[enough[-1]]]) if len(enough) else np.inf


def expected_shares(
    margins: NDArray[np.float64], right: NDArray[np.bool_], others: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The share of right votes expected at the margins `others` (N,), by isotonic regression on judged images (M,).

    No share is surer than Laplace's rule of succession is after M right or wrong ones.
    """
    from sklearn.isotonic import IsotonicRegression

    least = 1 / (len(right) + 2)
    regression = IsotonicRegression(y_min=least, y_max=1 - least, out_of_bounds="clip")
    fitted = regression.fit(margins, right.astype(np.float64))
    shares: NDArray[np.float64] = fitted.predict(others)
    return shares


def several_groups(labels: NDArray[np.int64], groups: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether the class of each labelled image (M,) is also that of an image of another group."""
    pairs = np.unique(np.stack([labels, groups]), axis=1)
    classes, counts = np.unique(pairs[0], return_counts=True)
    return np.isin(labels, classes[counts > 1])


def voters(labels: NDArray[np.int64], seed: int = 0) -> NDArray[np.int64]:
    """Rows of up to MOST_LABELLED of the labelled images (M,), evenly from the classes."""
    if len(labels) <= MOST_LABELLED:
        return np.arange(len(labels))
    shuffled = np.random.default_rng(seed).permutation(len(labels))
    in_class = shuffled[np.argsort(labels[shuffled], kind="stable")]
    _, starts, counts = np.unique(labels[in_class], return_index=True, return_counts=True)
    turn = np.arange(len(labels)) - np.repeat(starts, counts)  # the place of each image within its class
    return np.sort(in_class[np.argsort(turn, kind="stable")[:MOST_LABELLED]])


def _mean_of_nearest(squared: Floats) -> NDArray[np.float64]:
    """The mean distance (B,) to the NEIGHBOURS nearest, of squared distances (B, M); infinite ones do not count."""
    count = min(NEIGHBOURS, squared.shape[1])
    nearest = np.sqrt(np.partition(squared, count - 1, axis=1)[:, :count].astype(np.float64))
    finite = np.isfinite(nearest)
    sums = np.where(finite, nearest, 0).sum(axis=1)
    return np.where(finite.any(axis=1), sums / np.maximum(finite.sum(axis=1), 1), np.inf)


def _compared(means: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """The class of the smallest mean distance (B, K), and its margin against the second."""
    classes = means.argmin(axis=1)
    if means.shape[1] < 2:
        return classes, np.zeros(len(means))
    first, second = np.partition(means, 1, axis=1)[:, :2].T
    comparable = np.isfinite(second)
    gap = np.where(comparable, second, 1) - np.where(comparable, first, 1)
    return classes, np.where(comparable, gap / np.maximum(np.where(comparable, second + first, 1), 1e-12), 0.0)
