"""Endless batches of a domain in an order that a seed fixes and a checkpoint remembers."""

from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from workbench.core.masks import IGNORED

RARE = 0.01  # T of rare-class sampling: the smaller, the more often come rare classes


class Stream:
    """Batches of row numbers: every row once an epoch, in a new order each epoch.

    An epoch's last, incomplete batch is filled from the next epoch, so that a domain smaller than a batch works too.
    """

    def __init__(self, rows: NDArray[np.int64], batch: int, seed: int) -> None:
        """`rows`: (N,), N ≥ 1, the row numbers to draw from; `batch`: how many at a time."""
        assert len(rows) > 0, "a stream needs at least one row"
        self.rows, self.batch, self.seed = rows, batch, seed
        self.drawn = 0  # rows so far, over all epochs
        self.epoch, self.order = -1, np.empty(0, np.int64)

    def next(self) -> NDArray[np.int64]:
        """The next (batch,) row numbers."""
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
    """As Stream, with rows drawn by chance: in an epoch some come several times, others not at all."""

    def __init__(self, rows: NDArray[np.int64], batch: int, seed: int, chances: NDArray[np.float64]) -> None:
        """`chances`: (N,), of each row, adding up to one."""
        super().__init__(rows, batch, seed)
        self.chances = chances

    def _order(self, epoch: int) -> NDArray[np.int64]:
        if epoch != self.epoch:
            chance = np.random.default_rng((self.seed, epoch))
            self.epoch, self.order = epoch, chance.choice(self.rows, len(self.rows), p=self.chances)
        return self.order


def rare_class_chances(masks: NDArray[np.uint8], rows: NDArray[np.int64], classes: int) -> NDArray[np.float64]:
    """The chance of each of N `rows` to be drawn, (N,), so that rare classes are seen often.

    A class is drawn with probability ∝ exp((1 − f_c)/T), f_c its share of all pixels, then an image that has it
    (DAFormer, arXiv:2111.14887, eqs. 8 and 9).
    """
    counts = np.stack([np.bincount(masks[row].ravel(), minlength=IGNORED + 1)[:classes] for row in rows])  # (N, K)
    share = counts.sum(axis=0) / max(counts.sum(), 1)
    there = counts > 0
    wanted = np.where(there.any(axis=0), np.exp(-share / RARE), 0.0)
    wanted /= max(wanted.sum(), 1e-300)
    chance: NDArray[np.float64] = (there / np.maximum(there.sum(axis=0), 1) * wanted).sum(axis=1)
    return np.asarray(chance / chance.sum())


def gather(array: NDArray[Any], rows: NDArray[np.int64], device: torch.device) -> Tensor:
    """Rows of a (memory-mapped) array as a tensor on the device, without waiting for the copy."""
    tensor = torch.from_numpy(np.ascontiguousarray(array[rows]))
    if device.type == "cuda":
        tensor = tensor.pin_memory()
    return tensor.to(device, non_blocking=True)


def split(
    labels: NDArray[np.int64], held_out: float, seed: int, least: int = 1
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Row numbers to train on and to hold out, the same share of each class (at least one, where a class has two).

    `labels`: (N,) class numbers. Both results are sorted. With `least` 0 the share is rounded down, to none if need be.
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
