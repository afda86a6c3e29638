"""Losses of unpaired image translation (CycleGAN, arXiv:1703.10593; CyCADA, arXiv:1711.03213)."""

import torch
import torch.nn.functional as F
from torch import Tensor


def generator_loss(outputs: Tensor) -> Tensor:
    """Least-squares GAN loss of the generator, E (D(G(x)) − 1)² (CycleGAN, §4). Critic outputs of any shape, to ()."""
    return (outputs - 1).square().mean()


def critic_loss(real: Tensor, fake: Tensor) -> Tensor:
    """Least-squares GAN loss of the critic, ½ E (D(y) − 1)² + ½ E D(G(x))² (CycleGAN §4, halved as in §7.1).

    `real`, `fake`: the critic's outputs on real and on generated images, of any shape. Returns a scalar.
    """
    return ((real - 1).square().mean() + fake.square().mean()) / 2


def cycle_loss(images: Tensor, reconstructed: Tensor) -> Tensor:
    """Cycle-consistency loss E ‖F(G(x)) − x‖₁, averaged over pixels (CycleGAN, eq. 2). Any shape, to ().

    With `reconstructed` = G(y) and `images` = y, it is the identity loss (§5.2).
    """
    return (reconstructed - images).abs().mean()


def semantic_loss(before: Tensor, after: Tensor) -> Tensor:
    """Semantic consistency loss of CyCADA (eq. 4): logits (B, K) each, to ().

    Cross-entropy of a fixed classifier's logits after translation against its predicted class before translation.
    `before` receives no gradient.
    """
    with torch.no_grad():
        classes = before.argmax(dim=1)
    return F.cross_entropy(after, classes)
