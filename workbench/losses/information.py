"""Losses and scores based on the entropy of predictions. All logarithms are natural."""

import math

import torch
from torch import Tensor


def entropy(logits: Tensor) -> Tensor:
    """Entropy H(p) = −Σ_k p_k log p_k over dimension 1, in nats: logits (B, K, …) to (B, …)."""
    log_p = logits.log_softmax(dim=1)
    return -(log_p.exp() * log_p).sum(dim=1)


def mutual_information(logits: Tensor) -> Tensor:
    """Mutual information H(mean p) − mean H(p), in [0, log K]: logits (B, K) to ().

    High when predictions are confident and use all classes.
    Source: Krause, Perona & Gomes, Discriminative clustering by regularized information maximization, NIPS 2010, eq. 3.
    """
    mean = logits.softmax(dim=1).mean(dim=0)  # (K,)
    return -torch.xlogy(mean, mean).sum() - entropy(logits).mean()


def self_information(logits: Tensor) -> Tensor:
    """Weighted self-information −p_k log p_k / log K: logits (B, K, …), to the same shape.

    The sum over classes is the entropy, normalised to [0, 1]. Source: ADVENT, arXiv:1811.12833, §3.2 and its code.
    """
    log_p = logits.log_softmax(dim=1)
    return -log_p.exp() * log_p / math.log(logits.shape[1])


def charbonnier(values: Tensor, eta: float) -> Tensor:
    """Charbonnier penalty (x² + 0.001²)^η on the entropy (FDA, arXiv:2004.05498, §3.2). Any shape, to the same."""
    return (values.square() + 1e-6) ** eta
