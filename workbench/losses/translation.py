"""Losses of unpaired image translation (CycleGAN, arXiv:1703.10593; CyCADA, arXiv:1711.03213)."""

import torch
import torch.nn.functional as F
from torch import Tensor


def made_real(verdicts: Tensor) -> Tensor:
    """E (D(G(x)) − 1)²: what a generator minimises to be taken for real (CycleGAN, §4). Any shape to ()."""
    return (verdicts - 1).square().mean()


def told_apart(real: Tensor, made: Tensor) -> Tensor:
    """½ E (D(y) − 1)² + ½ E D(G(x))²: what a critic minimises (CycleGAN §4, halved as in §7.1). Any shape to ()."""
    return ((real - 1).square().mean() + made.square().mean()) / 2


def cycle(images: Tensor, back: Tensor) -> Tensor:
    """E ‖F(G(x)) − x‖₁, by the mean over pixels (CycleGAN, eq. 2); of an identity mapping too (§5.2). To ()."""
    return (back - images).abs().mean()


def same_meaning(before: Tensor, after: Tensor) -> Tensor:
    """Cross-entropy of a fixed classifier's logits (B, K) after translation against its own class before. To ().

    The semantic consistency of CyCADA (eq. 4). No gradient goes through `before`.
    """
    with torch.no_grad():
        classes = before.argmax(dim=1)
    return F.cross_entropy(after, classes)
