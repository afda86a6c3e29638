"""Losses between what a model says of one view of a sample and of another."""

import torch
import torch.nn.functional as F
from torch import Tensor


def consistency(weak: Tensor, strong: Tensor, threshold: float, soft: bool = False) -> Tensor:
    """Mean cross-entropy of strong views against the labels that weak views give surely: (B, K) each to ().

    L = 1/B Σ 1[max p_w ≥ τ] H(ŷ, p_s), with ŷ the most probable class (FixMatch, arXiv:2001.07685, eq. 4), or with
    `soft` all of p_w (PAC's code, arXiv:2101.12727). No gradient goes through the weak views.
    """
    p = weak.detach().softmax(dim=1)
    sure, hard = p.max(dim=1)
    each = F.cross_entropy(strong, p if soft else hard, reduction="none")
    return ((sure >= threshold) * each).mean()


def masked_distance(student: Tensor, teacher: Tensor, threshold: float) -> tuple[Tensor, Tensor]:
    """Mean squared difference of probabilities where the teacher is sure, and the share of samples where it is.

    (B, K) logits each to () and () (French et al., arXiv:1706.05208, §3.1 and its code: the mean over classes, then
    over the whole batch, masked). No gradient goes through the teacher.
    """
    p = teacher.detach().softmax(dim=1)
    mask = (p.amax(dim=1) >= threshold).float()
    each = (student.softmax(dim=1) - p).square().mean(dim=1)
    return (mask * each).mean(), mask.mean()


def class_balance(logits: Tensor) -> Tensor:
    """Binary cross-entropy of the batch's mean prediction against equal shares, summed over classes; (B, K) to ().

    Source: French et al., arXiv:1706.05208, §3.4.
    """
    mean = logits.softmax(dim=1).mean(dim=0).clamp(1e-6, 1 - 1e-6)
    return F.binary_cross_entropy(mean.float(), torch.full_like(mean, 1 / len(mean)).float(), reduction="sum")
