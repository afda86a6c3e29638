"""Consistency losses between the predictions for two views of the same sample."""

import torch
import torch.nn.functional as F
from torch import Tensor


def consistency(weak: Tensor, strong: Tensor, threshold: float, soft: bool = False) -> Tensor:
    """Mean cross-entropy of strong views against confident pseudo-labels of weak views: logits (B, K) each, to ().

    L = 1/B Σ 1[max p_w ≥ τ] H(ŷ, p_s). The label ŷ is the most probable class (FixMatch, arXiv:2001.07685, eq. 4),
    or with `soft` the whole distribution p_w (PAC's code, arXiv:2101.12727). Weak views receive no gradient.
    """
    p = weak.detach().softmax(dim=1)
    confidence, labels = p.max(dim=1)
    loss = F.cross_entropy(strong, p if soft else labels, reduction="none")
    return ((confidence >= threshold) * loss).mean()


def masked_distance(student: Tensor, teacher: Tensor, threshold: float) -> tuple[Tensor, Tensor]:
    """Masked mean squared difference of probabilities, and the share of samples in the mask.

    Logits (B, K) each, to () and (). The mask selects samples where the teacher's confidence reaches `threshold`. The
    loss is averaged over classes, then over the whole batch, masked samples included (French et al.,
    arXiv:1706.05208, §3.1 and its code). The teacher receives no gradient.
    """
    p = teacher.detach().softmax(dim=1)
    mask = (p.amax(dim=1) >= threshold).float()
    distance = (student.softmax(dim=1) - p).square().mean(dim=1)
    return (mask * distance).mean(), mask.mean()


def class_balance(logits: Tensor) -> Tensor:
    """Binary cross-entropy of the batch's mean prediction against the uniform distribution: logits (B, K) to ().

    Summed over classes. Source: French et al., arXiv:1706.05208, §3.4.
    """
    mean = logits.softmax(dim=1).mean(dim=0).clamp(1e-6, 1 - 1e-6)
    return F.binary_cross_entropy(mean.float(), torch.full_like(mean, 1 / len(mean)).float(), reduction="sum")


def teacher_quality(teacher: Tensor, threshold: float) -> Tensor:
    """The weight of each sample's pseudo-labels, (B,), in [0, 1] (MIC, Hoyer et al., arXiv:2212.01322, §3.2).

    Of images, logits (B, K): the teacher's confidence. Of scenes, (B, K, H, W): the share of pixels whose confidence
    exceeds the `threshold`.
    """
    confidence = teacher.softmax(dim=1).amax(dim=1)  # (B, …)
    return confidence if confidence.dim() == 1 else (confidence > threshold).flatten(1).float().mean(dim=1)


def quality_weighted(student: Tensor, teacher: Tensor, quality: Tensor) -> Tensor:
    """Mean of q_i · H(ŷ_i, p_i), with the teacher's most probable classes ŷ: logits (B, K, …) each, (B,), to ().

    MIC (arXiv:2212.01322, §3.2). The loss of a scene is the mean over its pixels. The teacher receives no gradient.
    """
    loss = F.cross_entropy(student, teacher.argmax(dim=1), reduction="none")  # (B, …)
    return (quality.detach() * loss.flatten(1).mean(dim=1) if loss.dim() > 1 else quality.detach() * loss).mean()
