"""Class-based mixing of scenes from two domains (ClassMix, arXiv:2007.07936; DACS, arXiv:2007.08702)."""

import torch
from torch import Tensor


def random_class_mask(labels: Tensor) -> Tensor:
    """Mask of the pixels whose class is in a random half of the classes of each image.

    Labels (B, H, W), to a boolean mask of the same shape. Unlabelled pixels (below zero) are never selected. An odd
    number of classes is rounded up, as in the authors' code.
    """
    chosen = torch.zeros_like(labels, dtype=torch.bool)
    for index, image_labels in enumerate(labels):
        classes = image_labels[image_labels >= 0].unique()
        order = torch.randperm(len(classes))[: (len(classes) + 1) // 2]
        chosen[index] = torch.isin(image_labels, classes[order.to(classes.device)])
    return chosen


def confident_share(logits: Tensor, threshold: float) -> Tensor:
    """Share of pixels whose confidence exceeds `threshold`: logits (B, K, H, W), to () (DACS, §3.2)."""
    return (logits.softmax(dim=1).amax(dim=1) > threshold).float().mean()
