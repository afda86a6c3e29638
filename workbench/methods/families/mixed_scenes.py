"""Scenes mixed from both domains, which segmentation methods learn from (DACS, arXiv:2007.08702)."""

from typing import NamedTuple

import torch
from torch import Tensor

from workbench.data.paired_augment import BatchShare, colour_jittered
from workbench.engine.method import Batch
from workbench.losses.class_mix import random_class_mask
from workbench.nets.distributed import own_share, processes, rank


class MixedScenes(NamedTuple):
    """`images` (B/W, 3, H, W): target scenes with pasted classes, this process's share. `labels` (B, H, W)."""

    images: Tensor
    labels: Tensor


def mixed_scenes(batch: Batch, teacher: Tensor, colour: float) -> MixedScenes:
    """Paste half of the classes of each source scene onto a target scene; then change colours by up to `colour`.

    Labels are the source's on pasted pixels (M of eq. 2), and those of the `teacher`, logits (B, K, H, W), elsewhere.
    """
    pasted = random_class_mask(batch.source_labels)
    labels = torch.where(pasted, batch.source_labels, teacher.argmax(dim=1))
    mixed = torch.where(own_share(pasted)[:, None], batch.source, batch.target)
    return MixedScenes(colour_jittered(mixed, colour, None, BatchShare(rank(), processes())), labels)
