"""Performance of a model on labelled samples: accuracy, confusion matrix and calibration."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from workbench.core.domain import Side, natural
from workbench.core.shift_report import Bin, Performance
from workbench.engine.share_estimate import share_estimate

BINS = 15


def performance(
    side: Side, truths: Sequence[str], probabilities: NDArray[np.float32], classes: Sequence[str]
) -> Performance:
    """Performance on N ≥ 1 samples with true classes and probabilities (N, K) of `classes`.

    True classes that the model does not have get a row of the confusion matrix; their samples count as errors.
    """
    predicted, confidence = probabilities.argmax(axis=1), probabilities.max(axis=1)
    predictions = [classes[index] for index in predicted]
    right = np.array([prediction == truth for prediction, truth in zip(predictions, truths, strict=True)])
    rows = [*(name for name in classes if name in set(truths)), *sorted(set(truths) - set(classes), key=natural)]
    row_of = {name: row for row, name in enumerate(rows)}
    counts = np.zeros((len(rows), len(classes)), np.int64)
    np.add.at(counts, ([row_of[truth] for truth in truths], predicted), 1)
    bins = reliability(confidence, right)
    return Performance(
        side=side,
        accuracy=share_estimate(int(right.sum()), len(right)),
        truths=tuple(rows),
        predictions=tuple(classes),
        confusion=tuple(tuple(row) for row in counts.tolist()),
        calibration_error=sum(group.count * abs(group.accuracy - group.confidence) for group in bins) / len(right),
        bins=bins,
    )


def reliability(confidence: NDArray[np.float32], right: NDArray[np.bool_]) -> tuple[Bin, ...]:
    """The non-empty bins of the reliability diagram of N predictions, of equal width (arXiv:1706.04599, §2)."""
    number = np.minimum((confidence * BINS).astype(int), BINS - 1)
    return tuple(
        Bin(
            float(confidence[number == index].mean()),
            float(right[number == index].mean()),
            int((number == index).sum()),
        )
        for index in np.unique(number)
    )
