"""Minimum class confusion (Jin et al., arXiv:1912.03699)."""

import torch
from torch import Tensor

from workbench.losses.information import entropy


def class_confusion(logits: Tensor, temperature: float = 2.5) -> Tensor:
    """Mean share of each class's probability mass that is confused with other classes: target logits (B, K) to ()."""
    scaled = logits / temperature
    p = scaled.softmax(dim=1)  # (B, K), eq. 2
    with torch.no_grad():
        weight = 1 + torch.exp(-entropy(scaled))  # (B,), eq. 5: confident samples get more weight
        weight = weight * len(weight) / weight.sum()
    confusion = p.T @ (weight[:, None] * p)  # (K, K), eq. 6
    confusion = confusion / confusion.sum(dim=1, keepdim=True)  # eq. 7
    return (confusion.sum() - confusion.trace()) / len(confusion)  # eq. 8
