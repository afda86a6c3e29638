"""Batches of images, or of cached features, with one label each."""

from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from workbench.data.augment import augmented, random_view, strongly_augmented
from workbench.data.batches import gather
from workbench.engine.inference import inputs_of
from workbench.engine.problem import Rows
from workbench.engine.training import DomainBatch, Drawing


def image_batch(
    domain: Rows, rows: NDArray[np.int64], labels: NDArray[Any] | None, strong: bool, drawing: Drawing
) -> DomainBatch:
    """Rows of a domain, varied; where `strong` is asked for, other views of them, varied strongly."""
    inputs, views = _inputs(domain, rows, strong, drawing)
    known = torch.from_numpy(np.ascontiguousarray(labels if labels is not None else rows[:0]))
    return DomainBatch(inputs, known.to(drawing.device, non_blocking=True), views)


def _inputs(domain: Rows, rows: NDArray[np.int64], strongly: bool, drawing: Drawing) -> tuple[Tensor, Tensor]:
    mine, device = drawing.mine(rows), drawing.device
    chance = (drawing.random, drawing.share, drawing.shares)
    inputs = inputs_of(domain.inputs, mine, device)
    strong = inputs[:0]
    if not len(mine):
        return inputs, strong
    if strongly and domain.strong:
        views = torch.stack([gather(view, mine, device) for view in domain.strong])
        strong = random_view(views, *chance)
    elif strongly:
        strong = strongly_augmented(inputs, *chance)
    if inputs.dim() == 4:
        inputs = augmented(inputs, drawing.augment, *chance)
    return inputs, strong
