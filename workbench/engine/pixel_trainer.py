"""The trainer where the class of each pixel is told: images and masks are varied together."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from workbench.core.masks import IGNORED
from workbench.data.batches import gather
from workbench.data.paired_augment import BatchShare, labels_of, tinted, varied
from workbench.engine.inference import inputs_of
from workbench.engine.problem import Rows
from workbench.engine.trainer import DomainBatch, Trainer

STRONG_COLOUR = 0.8
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
