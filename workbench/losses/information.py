"""Losses and scores made of the entropy of predictions; natural logarithms throughout."""

import math

import torch
from torch import Tensor


def entropy(logits: Tensor) -> Tensor:
    """H(p) = −Σ_k p_k log p_k of each row. (B, K) to (B,)."""
    log_p = logits.log_softmax(dim=1)
    return -(log_p.exp() * log_p).sum(dim=1)


def mutual_information(logits: Tensor) -> Tensor:
    """H(mean p) − mean H(p), in [0, log K]: high when predictions are sure and use all classes. (B, K) to ().

    Source: Krause, Perona & Gomes, Discriminative clustering by regularized information maximization, NIPS 2010, eq. 3.
    """
    mean = logits.softmax(dim=1).mean(dim=0)  # (K,)
    return -torch.xlogy(mean, mean).sum() - entropy(logits).mean()


def self_information(logits: Tensor) -> Tensor:
    """−p_k log p_k / log K, whose sum over classes is the entropy in [0, 1]; (B, K, …) to the same shape.

    Source: ADVENT, arXiv:1811.12833, §3.2 and its code.
    """
    log_p = logits.log_softmax(dim=1)
    return -log_p.exp() * log_p / math.log(logits.shape[1])


def charbonnier(values: Tensor, eta: float) -> Tensor:
    """(x² + 0.001²)^η, the robust penalty on entropy of FDA (arXiv:2004.05498, §3.2). The same shape."""
    return (values.square() + 1e-6) ** eta
