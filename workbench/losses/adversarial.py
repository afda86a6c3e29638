"""Adversarial losses of a domain critic (Ganin et al., DANN, arXiv:1505.07818)."""

import math
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor
from torch.autograd.function import Function, FunctionCtx


class _Reverse(Function):
    @staticmethod
    def forward(ctx: FunctionCtx, x: Tensor, strength: float) -> Tensor:
        ctx.strength = strength  # type: ignore[attr-defined]  # torch stores values for backward on the context
        return x.view_as(x)

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor, None]:
        return -ctx.strength * gradients[0], None


def reverse_gradient(x: Tensor, strength: float) -> Tensor:
    """Identity in the forward pass; in the backward pass, multiply the gradient by −strength (§4.2)."""
    reversed_: Tensor = _Reverse.apply(x, strength)
    return reversed_


def reversal_schedule(progress: float) -> float:
    """Strength of the reversal, λ(q) = 2/(1 + e^(−10q)) − 1, for progress q in [0, 1] (§5.2.1)."""
    return 2.0 / (1.0 + math.exp(-10.0 * progress)) - 1.0


def domain_loss(
    source_logits: Tensor,
    target_logits: Tensor,
    source_weights: Tensor | None = None,
    target_weights: Tensor | None = None,
    smoothing: float = 0.0,
) -> Tensor:
    """Binary cross-entropy of the critic, with source = 1 and target = 0: logits (B,) and (B',), to ().

    Each domain contributes one half. Sample weights, where given, are normalised to a mean of one in each domain. With
    `smoothing` s, the labels are 1 − s and s (environment label smoothing, Zhang et al., arXiv:2302.00194; γ = 1 − s).
    """
    source_labels, target_labels = (
        torch.full_like(source_logits, 1 - smoothing),
        torch.full_like(target_logits, smoothing),
    )
    source = F.binary_cross_entropy_with_logits(source_logits, source_labels, _mean_one(source_weights))
    target = F.binary_cross_entropy_with_logits(target_logits, target_labels, _mean_one(target_weights))
    return (source + target) / 2


def inverted_domain_loss(target_logits: Tensor) -> Tensor:
    """Loss of the target encoder, −log D(F_t(x_t)) (ADDA, arXiv:1702.05464, eq. 9): logits (B,), to ().

    The binary cross-entropy of the critic's target logits against the source label.
    """
    return F.binary_cross_entropy_with_logits(target_logits, torch.ones_like(target_logits))


def _mean_one(weights: Tensor | None) -> Tensor | None:
    return None if weights is None else weights / weights.mean()
