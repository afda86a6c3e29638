"""How differently two classifiers see the same samples (Saito et al., MCD, arXiv:1712.02560)."""

from torch import Tensor


def discrepancy(one: Tensor, other: Tensor) -> Tensor:
    """Mean over samples and classes of |p₁ − p₂| (eq. 1). Logits (B, K) each to ()."""
    return (one.softmax(dim=1) - other.softmax(dim=1)).abs().mean()
