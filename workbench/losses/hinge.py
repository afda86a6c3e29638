"""Hinge losses of a patch critic and its generator: FUNIT (Liu et al., arXiv:1905.01723, §3.3)."""

import torch
import torch.nn.functional as F
from torch import Tensor


def hinge_real(logits: Tensor) -> Tensor:
    """Hinge loss of the critic on real images, mean max(0, 1 − D(x)). Logits of any shape, to ()."""
    return F.relu(1 - logits).mean()


def hinge_fake(logits: Tensor) -> Tensor:
    """Hinge loss of the critic on generated images, mean max(0, 1 + D(x̂)). Logits of any shape, to ()."""
    return F.relu(1 + logits).mean()


def hinge_generator(logits: Tensor) -> Tensor:
    """Loss of the generator, −mean D(x̂). Logits of any shape, to ()."""
    return -logits.mean()


def real_penalty(logits: Tensor, images: Tensor) -> Tensor:
    """R1 gradient penalty, mean ‖∇_x D(x)‖² over real images (Mescheder et al., arXiv:1801.04406, eq. 9), a scalar.

    D(x) is the mean over patches. `logits` (B, h, w) are computed from `images` (B, 3, H, W), each from its own image.
    The result is differentiable.
    """
    scores = logits.flatten(1).mean(dim=1)  # (B,)
    (gradient,) = torch.autograd.grad(scores.sum(), images, create_graph=True)
    return gradient.float().square().flatten(1).sum(dim=1).mean()


def feature_matching(fake: Tensor, real: Tensor) -> Tensor:
    """Feature matching loss: mean L1 distance of spatially averaged critic features (eq. 7). (B, C, h, w) each, to ().

    `real` receives no gradient.
    """
    return F.l1_loss(fake.mean(dim=(2, 3)), real.detach().mean(dim=(2, 3)))
