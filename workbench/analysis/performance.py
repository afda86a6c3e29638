"""How a model does on labelled samples: accuracy, confusion, and whether its confidence can be believed."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binomtest

from workbench.core.domain import Side, natural
from workbench.core.events import Estimate
from workbench.core.shift_report import Bin, Performance

BINS = 15


def estimate(right: int, count: int) -> Estimate:
    """A share of `count` ≥ 1 samples with its 95 % interval (Wilson, 1927)."""
    interval = binomtest(right, count).proportion_ci(method="wilson")
    return Estimate(right / count, float(interval.low), float(interval.high), count)


def performance(
    side: Side, truths: Sequence[str], probabilities: NDArray[np.float32], classes: Sequence[str]
) -> Performance:
    """Of N ≥ 1 samples with their true classes and (N, K) probabilities of `classes`.

    A true class that the model does not know has a row of the confusion matrix, and all of it is wrong.
    """
    predicted, confidence = probabilities.argmax(axis=1), probabilities.max(axis=1)
    said = [classes[number] for number in predicted]
    right = np.array([one == truth for one, truth in zip(said, truths, strict=True)])
    rows = [*(name for name in classes if name in set(truths)), *sorted(set(truths) - set(classes), key=natural)]
    place = {name: row for row, name in enumerate(rows)}
    counts = np.zeros((len(rows), len(classes)), np.int64)
    np.add.at(counts, ([place[truth] for truth in truths], predicted), 1)
    bins = reliability(confidence, right)
    return Performance(
        side=side,
        accuracy=estimate(int(right.sum()), len(right)),
        truths=tuple(rows),
        predictions=tuple(classes),
        confusion=tuple(tuple(row) for row in counts.tolist()),
        calibration_error=sum(one.count * abs(one.accuracy - one.confidence) for one in bins) / len(right),
        bins=bins,
    )


def reliability(confidence: NDArray[np.float32], right: NDArray[np.bool_]) -> tuple[Bin, ...]:
    """(N,) predictions by confidence in 15 bins of equal width, empty ones left out (arXiv:1706.04599, §2)."""
    number = np.minimum((confidence * BINS).astype(int), BINS - 1)
    return tuple(
        Bin(float(confidence[number == each].mean()), float(right[number == each].mean()), int((number == each).sum()))
        for each in np.unique(number)
    )
