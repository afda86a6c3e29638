"""Losses of one-against-all heads (OVANet, Saito and Saenko, arXiv:2104.03344).

`odds` (B, K): one logit for each class, whose sigmoid p_k is the probability of this class against all others.
"""

import torch
import torch.nn.functional as F
from torch import Tensor


def hard_negative_loss(odds: Tensor, labels: Tensor) -> Tensor:
    """−log p_y − min_{j≠y} log(1 − p_j), averaged over the batch, in nats: ((B, K), (B,)) to ().

    Hard negative classifier sampling: of the other classes, only the nearest learns from a sample. Zero for an empty
    batch.
    """
    if not len(labels):
        return odds.sum() * 0.0
    own = F.one_hot(labels, odds.shape[1]).bool()
    positive = F.softplus(-odds[own])  # −log p_y
    negative = F.softplus(odds.masked_fill(own, -torch.inf)).amax(dim=1)  # the largest −log(1 − p_j)
    return (positive + negative).mean()


def one_vs_all_entropy(odds: Tensor) -> Tensor:
    """−p_k log p_k − (1 − p_k) log(1 − p_k), averaged over the batch and the classes, in nats: (B, K) to ().

    Open-set entropy minimisation, with the mean over classes of the authors' code in place of the paper's sum.
    """
    return (F.softplus(odds) - odds * odds.sigmoid()).mean()
