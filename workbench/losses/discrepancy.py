"""Discrepancies between the predictions of two classifiers (MCD, arXiv:1712.02560; MDD, arXiv:1904.05801)."""

import torch
import torch.nn.functional as F
from torch import Tensor


def discrepancy(first: Tensor, second: Tensor) -> Tensor:
    """Mean of |p₁ − p₂| over samples and classes (MCD, eq. 1): logits (B, K) each, to ()."""
    return (first.softmax(dim=1) - second.softmax(dim=1)).abs().mean()


def margin_disparity(
    source: Tensor, source_second: Tensor, target: Tensor, target_second: Tensor, gamma: float
) -> Tensor:
    """The loss of MDD's second head f′, which is the negative margin disparity discrepancy: to ().

    γ · CE(f′(x_s), ŷ_s) − log(1 − σ_ŷt(f′(x_t))), where ŷ is the class that the first head f predicts (Zhang et al.,
    arXiv:1904.05801). Logits of f and f′ on the source, (B, K) each, and on the target, (B', K) each. The first head
    receives no gradient. f′ minimises this loss; the features maximise it.
    """
    agreement = F.cross_entropy(source_second, source.argmax(dim=1))
    return gamma * agreement - log_other_classes(target_second, target.argmax(dim=1)).mean()


def log_other_classes(logits: Tensor, classes: Tensor) -> Tensor:
    """log(1 − p_k) for one class k of each sample: logits (B, K), K ≥ 2, and classes (B,), to (B,).

    1 − p_k is the sum of the other probabilities, so its logarithm and its gradient stay finite where p_k rounds to 1.
    """
    others = logits.scatter(1, classes[:, None], -torch.inf)
    return others.logsumexp(dim=1) - logits.logsumexp(dim=1)
