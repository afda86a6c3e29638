"""Endless, resumable streams of batches in a reproducible random order."""

from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from workbench.core.masks import IGNORED

RARE = 0.01  # temperature T of rare-class sampling; lower values favour rare classes more


class Stream:
    """Batches of row numbers: every row once per epoch, in a new random order in each epoch.

    The last batch of an epoch is completed from the next epoch, so a domain may be smaller than a batch.
    """

    def __init__(self, rows: NDArray[np.int64], batch: int, seed: int) -> None:
        """`rows`: (N,), N ≥ 1, the row numbers to draw from; `batch`: batch size."""
        assert len(rows) > 0, "a stream needs at least one row"
        self.rows, self.batch, self.seed = rows, batch, seed
        self.drawn = 0  # number of rows drawn, over all epochs
        self.epoch, self.order = -1, np.empty(0, np.int64)

    def next(self) -> NDArray[np.int64]:
        """The next row numbers, (batch,)."""
        size = len(self.rows)
        parts, left = [], self.batch
        while left:
            epoch, start = divmod(self.drawn, size)
            taken = self._order(epoch)[start : start + left]
            parts.append(taken)
            left -= len(taken)
            self.drawn += len(taken)
        return np.concatenate(parts)

    def _order(self, epoch: int) -> NDArray[np.int64]:
        if epoch != self.epoch:
            self.epoch, self.order = epoch, np.random.default_rng((self.seed, epoch)).permutation(self.rows)
        return self.order


class WeightedStream(Stream):
    """A Stream whose rows are drawn with replacement, with given probabilities."""

    def __init__(self, rows: NDArray[np.int64], batch: int, seed: int, chances: NDArray[np.float64]) -> None:
        """`chances`: (N,) probabilities of the rows, which add up to one."""
        super().__init__(rows, batch, seed)
        self.chances = chances

    def _order(self, epoch: int) -> NDArray[np.int64]:
        if epoch != self.epoch:
            random = np.random.default_rng((self.seed, epoch))
            self.epoch, self.order = epoch, random.choice(self.rows, len(self.rows), p=self.chances)
        return self.order


def rare_class_chances(masks: NDArray[np.uint8], rows: NDArray[np.int64], classes: int) -> NDArray[np.float64]:
    """Sampling probabilities (N,) of the N `rows` that favour images with rare classes.

    A class c is drawn with probability ∝ exp((1 − f_c)/T), where f_c is its share of all pixels, then an image that
    contains it (DAFormer, arXiv:2111.14887, eqs. 8 and 9).
    """
    counts = np.stack([np.bincount(masks[row].ravel(), minlength=IGNORED + 1)[:classes] for row in rows])  # (N, K)
    share = counts.sum(axis=0) / max(counts.sum(), 1)
    present = counts > 0
    class_probability = np.where(present.any(axis=0), np.exp(-share / RARE), 0.0)
    class_probability /= max(class_probability.sum(), 1e-300)
    probability: NDArray[np.float64] = (present / np.maximum(present.sum(axis=0), 1) * class_probability).sum(axis=1)
    return np.asarray(probability / probability.sum())


def equal_class_chances(labels: NDArray[np.int64]) -> NDArray[np.float64]:
    """Sampling probabilities (N,) of samples with class numbers (N,), by which all classes are drawn equally often."""
    chances = 1 / np.bincount(labels)[labels] if len(labels) else np.ones(0)
    return np.asarray(chances / max(chances.sum(), 1e-300))


def gather(array: NDArray[Any], rows: NDArray[np.int64], device: torch.device) -> Tensor:
    """Copy rows of a (memory-mapped) array to the device, asynchronously where possible."""
    tensor = torch.from_numpy(np.ascontiguousarray(array[rows]))
    if device.type == "cuda":
        tensor = tensor.pin_memory()
    return tensor.to(device, non_blocking=True)


def split(
    labels: NDArray[np.int64], held_out: float, seed: int, least: int = 1
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Split rows into training and held-out rows, stratified by class.

    `labels`: (N,) class indices; `held_out`: share of each class to hold out, at least `least` rows of a class with two
    or more. With `least` = 0 the share is rounded down, possibly to zero. Both results are sorted.
    """
    generator = np.random.default_rng(seed)
    held: list[NDArray[np.int64]] = []
    for label in np.unique(labels):
        rows = generator.permutation(np.flatnonzero(labels == label))
        share = len(rows) * held_out
        count = (max(round(share), least) if least else int(share)) if len(rows) >= 2 else 0
        held.append(rows[:count])
    out = np.sort(np.concatenate(held)) if held else np.empty(0, np.int64)
    return np.setdiff1d(np.arange(len(labels)), out), out
