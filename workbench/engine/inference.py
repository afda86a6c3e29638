"""Runs a model on the samples of a domain: predictions, features and accuracy."""

from collections.abc import Generator, Iterator
from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from workbench.core.domain import Side
from workbench.core.events import Event, Prepared
from workbench.core.scores import Estimate
from workbench.data.augment import as_inputs
from workbench.data.batches import gather
from workbench.engine.method import Method
from workbench.engine.share_estimate import share_estimate

CHUNK = 256
LARGE, FEW = 128, 32  # images of at least LARGE pixels are predicted FEW at a time


class Predictions(NamedTuple):
    """The outputs for N samples, on the CPU: `logits` (N, K) and penultimate `features` (N, D)."""

    logits: Tensor
    features: Tensor

    @property
    def classes(self) -> NDArray[np.int64]:
        """(N,) most probable class numbers."""
        numbers: NDArray[np.int64] = self.logits.argmax(dim=1).numpy()
        return numbers

    @property
    def confidence(self) -> NDArray[np.float32]:
        """(N,) probability of the most probable class."""
        top: NDArray[np.float32] = self.logits.softmax(dim=1).amax(dim=1).numpy()
        return top


def inputs_of(array: NDArray[Any], rows: NDArray[np.int64], device: torch.device) -> Tensor:
    """Rows of a domain as inputs of a model: (B, 3, H, W) images in [0, 1], or (B, D) features."""
    tensor = gather(array, rows, device)
    return as_inputs(tensor) if tensor.dtype == torch.uint8 else tensor


def batches(array: NDArray[Any], size: int, device: torch.device) -> Iterator[Tensor]:
    """All rows of a domain as inputs of a model, `size` at a time, in order."""
    for start in range(0, len(array), size):
        yield inputs_of(array, np.arange(start, min(start + size, len(array))), device)


def predict_rows(
    method: Method, array: NDArray[Any], rows: NDArray[np.int64], side: Side | None, what: str
) -> Generator[Event, None, Predictions]:
    """Predict rows of a domain in evaluation mode: without gradients, and without changing running statistics.

    Yields Prepared with the name `what`. `side` as in `Method.predict`.
    """
    size = FEW if array.ndim == 4 and array.shape[1] >= LARGE else CHUNK
    chunks = [rows[start : start + size] for start in range(0, len(rows), size)] or [rows]
    logits, features = [], []
    for chunk in chunks:
        output = _predict(method, array, chunk, side)
        logits.append(output.logits)
        features.append(output.features)
        yield Prepared(what, sum(map(len, logits)), len(rows))
    return Predictions(torch.cat(logits), torch.cat(features))


@torch.no_grad()
def _predict(method: Method, array: NDArray[Any], rows: NDArray[np.int64], side: Side | None) -> Predictions:
    training = method.training
    method.eval()
    output = method.predict(inputs_of(array, rows, method.fabric.device), side)
    method.train(training)
    return Predictions(output.logits.float().cpu(), output.features.float().cpu())


def estimate(predicted: NDArray[np.int64], labels: NDArray[np.int64]) -> Estimate:
    """The accuracy of (N,) predicted class numbers with its 95 % confidence interval (Wilson, 1927); N ≥ 1."""
    return share_estimate(int((predicted == labels).sum()), len(labels))


def accuracy(predicted: NDArray[np.int64], labels: NDArray[np.int64]) -> float | None:
    """The share of labelled samples (label ≥ 0) with a correct prediction, in [0, 1]; None without labels."""
    known = labels >= 0
    return float((predicted[known] == labels[known]).mean()) if known.any() else None
