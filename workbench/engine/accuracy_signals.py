"""Signals of a model's accuracy on the target that need no target labels, and the evidence of each target sample."""

from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment, minimize_scalar
from torch import Tensor

from workbench.core.scores import AccuracySignals

NEIGHBOURS = 5  # nearest source samples that vote
BLOCK = 1024  # target samples at a time
MOST = 1024  # samples at most, for the assignment; its time grows with the third power
COLDEST, HOTTEST = 0.05, 20.0  # temperatures


class SignalInputs(NamedTuple):
    """What the signals are computed from: N held-out source samples, M target samples.

    `source_shares` (K,): of the classes among the source's labels. `nearest`: what `nearest_labels` returns.
    """

    held_logits: Tensor  # (N, K)
    held_labels: Tensor  # (N,)
    target_logits: Tensor  # (M, K)
    nearest: Tensor  # (M, at most NEIGHBOURS)
    source_shares: NDArray[np.float64]  # (K,)
    independent: bool = True  # whether the method has not shaped the features by which samples are near


class TargetEvidence(NamedTuple):
    """The signals, and of the predictions for the M target samples: `confidence` and `support`, in [0, 1].

    The confidence is calibrated; the support is the share of the nearest source samples that have the predicted class.
    """

    signals: AccuracySignals
    confidence: NDArray[np.float32]
    support: NDArray[np.float32]


def target_evidence(inputs: SignalInputs) -> TargetEvidence:
    """The signals of a model on the target. `held_labels` are class numbers ≥ 0; all are non-empty.

    `confidence` is the mean confidence after temperature scaling on held-out source samples. `neighbours` is the share
    of target samples whose predicted class is the vote of the nearest source samples. `transport` is COT (Lu et al.,
    arXiv:2305.15640): 1 − the least mean cost 1 − p(y) of assigning labels with the source's class shares to the
    predictions.
    """
    scale = temperature(inputs.held_logits, inputs.held_labels)
    probabilities = (inputs.target_logits / scale).softmax(dim=1)  # (M, K)
    predicted = probabilities.argmax(dim=1)
    votes = torch.zeros_like(probabilities).scatter_add_(1, inputs.nearest, torch.ones(inputs.nearest.shape))
    support = votes.gather(1, predicted[:, None])[:, 0] / inputs.nearest.shape[1]
    shares = torch.bincount(predicted, minlength=probabilities.shape[1]).double() / len(predicted)
    signals = AccuracySignals(
        confidence=float(probabilities.amax(dim=1).mean()),
        neighbours=float((votes.argmax(dim=1) == predicted).float().mean()),
        transport=_transport(probabilities, inputs.source_shares),
        temperature=scale,
        held_out=float((inputs.held_logits.argmax(dim=1) == inputs.held_labels).float().mean()),
        shares=tuple(shares.tolist()),
        independent=inputs.independent,
        samples=len(predicted),
    )
    return TargetEvidence(signals, probabilities.amax(dim=1).numpy(), support.numpy().astype(np.float32))


def temperature(logits: Tensor, labels: Tensor) -> float:
    """The temperature that minimises the cross-entropy of (N, K) logits and (N,) labels; 1 for fewer than 2 samples.

    Guo et al., arXiv:1706.04599, §4.2.
    """
    if len(labels) < 2:
        return 1.0

    def loss(log_scale: float) -> float:
        return float(torch.nn.functional.cross_entropy(logits / float(np.exp(log_scale)), labels))

    found = minimize_scalar(loss, bounds=(np.log(COLDEST), np.log(HOTTEST)), method="bounded")
    return float(np.exp(found.x))


def nearest_labels(train_features: Tensor, train_labels: Tensor, target_features: Tensor) -> Tensor:
    """The labels (T,) of the nearest of T source samples for each of M target samples, (M, at most NEIGHBOURS).

    Features (T, D) and (M, D) are of any network, the same for both domains; those of a frozen backbone are evidence
    that no head has shaped. Each domain is standardised by itself.
    """
    source, target = _standardised(train_features), _standardised(target_features)
    count = min(NEIGHBOURS, len(source))
    blocks = [
        train_labels[torch.cdist(target[start : start + BLOCK], source).topk(count, largest=False).indices]
        for start in range(0, len(target), BLOCK)
    ]
    return torch.cat(blocks)


def _standardised(features: Tensor) -> Tensor:
    """(N, D) features with mean 0 and deviation 1 in each dimension; constant dimensions become 0."""
    deviation = features.std(dim=0, correction=0)
    return torch.where(deviation > 1e-6, (features - features.mean(dim=0)) / deviation.clamp(min=1e-6), 0.0)


def _transport(probabilities: Tensor, shares: NDArray[np.float64]) -> float:
    """1 − the cost of the best assignment of labels with these class shares to (M, K) probabilities."""
    count = len(probabilities)
    if count > MOST:
        rows = np.random.default_rng(0).permutation(count)[:MOST]
        probabilities, count = probabilities[rows], MOST
    labels = np.repeat(np.arange(len(shares)), whole_parts(shares, count))  # (M,)
    gain = probabilities.double().numpy()[:, labels]  # (M, M)
    rows, columns = linear_sum_assignment(gain, maximize=True)
    return float(gain[rows, columns].mean())


def whole_parts(shares: NDArray[np.float64], count: int) -> NDArray[np.int64]:
    """Whole numbers with the sum `count`, in proportion to (K,) shares: largest remainders are rounded up."""
    exact = shares / shares.sum() * count
    parts: NDArray[np.int64] = np.floor(exact).astype(np.int64)
    parts[np.argsort(parts - exact, kind="stable")[: count - int(parts.sum())]] += 1
    return parts
