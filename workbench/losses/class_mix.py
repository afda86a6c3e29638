"""Scenes of two domains mixed by their classes (ClassMix, arXiv:2007.07936; DACS, arXiv:2007.08702)."""

import torch
from torch import Tensor


def half_of_classes(labels: Tensor) -> Tensor:
    """Which pixels of (B, H, W) labels belong to a half, drawn by chance, of the classes in each image. (B, H, W) bool.

    Pixels without a label, below zero, never do. Of an odd number of classes the larger half, as in the authors' code.
    """
    chosen = torch.zeros_like(labels, dtype=torch.bool)
    for index, one in enumerate(labels):
        classes = one[one >= 0].unique()
        order = torch.randperm(len(classes))[: (len(classes) + 1) // 2]
        chosen[index] = torch.isin(one, classes[order.to(classes.device)])
    return chosen


def sure_share(logits: Tensor, threshold: float) -> Tensor:
    """The share of pixels of (B, K, H, W) logits whose largest probability exceeds a threshold, (): DACS, §3.2."""
    return (logits.softmax(dim=1).amax(dim=1) > threshold).float().mean()
