"""Discrepancy between the predictions of two classifiers (Saito et al., MCD, arXiv:1712.02560)."""

from torch import Tensor


def discrepancy(first: Tensor, second: Tensor) -> Tensor:
    """Mean of |p₁ − p₂| over samples and classes (eq. 1): logits (B, K) each, to ()."""
    return (first.softmax(dim=1) - second.softmax(dim=1)).abs().mean()
