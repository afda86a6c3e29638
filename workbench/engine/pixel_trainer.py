"""The trainer where the class of each pixel is told: images and masks are varied together."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from workbench.core.masks import IGNORED
from workbench.data.batches import Stream, WeightedStream, gather
from workbench.data.paired_augment import BatchShare, labels_of, tinted, varied
from workbench.engine.inference import inputs_of
from workbench.engine.problem import Rows
from workbench.engine.trainer import DomainBatch, Trainer

STRONG_COLOUR = 0.8
RARE = 0.01  # T of rare-class sampling: the smaller, the more often come rare classes
CHUNK = 64


class PixelTrainer(Trainer):
    """As Trainer; labels of a batch are (B, H, W), and strong views differ from weak ones in colour only."""

    def _seen(self, domain: Rows, rows: NDArray[np.int64], labels: NDArray[Any] | None, strongly: bool) -> DomainBatch:
        device, share = self.method.fabric.device, BatchShare(self.share, self.shares)
        inputs = inputs_of(domain.inputs, self._mine(rows), device)
        masks = np.broadcast_to(np.uint8(IGNORED), (len(rows), *domain.inputs.shape[1:3])) if labels is None else labels
        truth = labels_of(gather(masks, np.arange(len(rows)), device))
        if len(rows):
            inputs, truth = varied(inputs, truth, self.job.augment, self.random, share)
        strong: Tensor = inputs[:0]
        if strongly and len(rows):
            strong = tinted(inputs, STRONG_COLOUR, self.random, share)
        return DomainBatch(inputs, truth, strong)

    def _source_stream(self, batch: int, seed: int) -> Stream:
        masks = self.problem.source.masks
        if not self.method.rare_first or masks is None:
            return super()._source_stream(batch, seed)
        return WeightedStream(self.trained, batch, seed, rare_first(masks, self.trained, self.method.classes))


def rare_first(masks: NDArray[np.uint8], rows: NDArray[np.int64], classes: int) -> NDArray[np.float64]:
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
