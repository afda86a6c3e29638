"""Local smoothness of predictions: virtual adversarial training (Miyato et al., VAT, arXiv:1704.03976)."""

import torch
from torch import Tensor


def divergence(logits: Tensor, other: Tensor) -> Tensor:
    """Mean Kullback-Leibler divergence KL(p ‖ q) of `logits` p and `other` q, (B, K) each, in nats: to ()."""
    log_p = logits.log_softmax(dim=1)
    return (log_p.exp() * (log_p - other.log_softmax(dim=1))).sum(dim=1).mean()


def sized(direction: Tensor, size: float) -> Tensor:
    """Each sample of a direction (B, …), scaled to the root mean square `size` over its values: the same shape.

    The Euclidean norm of a sample with n values is then size · √n. A sample of zeros stays zero.
    """
    flat = direction.flatten(1)
    norm = torch.linalg.vector_norm(flat, dim=1, keepdim=True)
    scaled = flat / norm.clamp_min(torch.finfo(flat.dtype).tiny) * (size * flat.shape[1] ** 0.5)
    result: Tensor = scaled.view_as(direction)
    return result
