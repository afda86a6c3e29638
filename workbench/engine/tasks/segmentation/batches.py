"""Batches of images and masks, varied together."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from workbench.core.masks import IGNORED
from workbench.data.batches import gather
from workbench.data.paired_augment import BatchShare, augmented_pair, colour_jittered, labels_of
from workbench.engine.inference import inputs_of
from workbench.engine.problem import Rows
from workbench.engine.training import DomainBatch, Drawing

STRONG_COLOUR = 0.8


def mask_batch(
    domain: Rows, rows: NDArray[np.int64], labels: NDArray[Any] | None, strong: bool, drawing: Drawing
) -> DomainBatch:
    """Rows of a domain with labels (B, H, W); strong views differ from the others in colour only."""
    share = BatchShare(drawing.share, drawing.shares)
    inputs = inputs_of(domain.inputs, drawing.mine(rows), drawing.device)
    masks = np.broadcast_to(np.uint8(IGNORED), (len(rows), *domain.inputs.shape[1:3])) if labels is None else labels
    truth = labels_of(gather(masks, np.arange(len(rows)), drawing.device))
    if len(rows):
        inputs, truth = augmented_pair(inputs, truth, drawing.augment, drawing.random, share)
    views: Tensor = inputs[:0]
    if strong and len(rows):
        views = colour_jittered(inputs, STRONG_COLOUR, drawing.random, share)
    return DomainBatch(inputs, truth, views)
