"""Losses around a hinge critic of patches: FUNIT (Liu et al., arXiv:1905.01723, §3.3)."""

import torch
import torch.nn.functional as F
from torch import Tensor


def hinge_real(logits: Tensor) -> Tensor:
    """mean max(0, 1 − D(x)): what the critic minimises on real images. Any shape to ()."""
    return F.relu(1 - logits).mean()


def hinge_fake(logits: Tensor) -> Tensor:
    """mean max(0, 1 + D(x̂)): what the critic minimises on made images. Any shape to ()."""
    return F.relu(1 + logits).mean()


def hinge_generator(logits: Tensor) -> Tensor:
    """−mean D(x̂): what the generator minimises. Any shape to ()."""
    return -logits.mean()


def real_penalty(logits: Tensor, images: Tensor) -> Tensor:
    """mean ‖∇_x D(x)‖² over real images, D the mean over patches (Mescheder et al., R1, arXiv:1801.04406, eq. 9).

    (B, h, w) logits that depend on (B, 3, H, W) images, each on its own, to (). Differentiable once more.
    """
    each = logits.flatten(1).mean(dim=1)  # (B,)
    (gradient,) = torch.autograd.grad(each.sum(), images, create_graph=True)
    return gradient.float().square().flatten(1).sum(dim=1).mean()


def feature_matching(made: Tensor, real: Tensor) -> Tensor:
    """Mean L1 distance of a critic's features, averaged over places (eq. 7). (B, C, h, w) twice to ().

    The real images' features stand still.
    """
    return F.l1_loss(made.mean(dim=(2, 3)), real.detach().mean(dim=(2, 3)))
