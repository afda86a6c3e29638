"""Optimal transport between two sets of samples with equal weights, with entropy and class regularisation."""

from typing import NamedTuple

import torch
from torch import Tensor

LARGEST = 20.0  # log of a scaling, beyond which it is absorbed into the potentials
CHECK = 10  # iterations between two looks at the error
OUTER = 10  # steps of the conditional gradient
STEP_SIZES = tuple(0.5**power for power in range(6))
TINY = 1e-30


class TransportPlan(NamedTuple):
    """A coupling (N, M) that adds up to one, and the dual potentials (N,) and (M,) that it comes from."""

    coupling: Tensor
    source: Tensor
    target: Tensor


def sinkhorn(
    cost: Tensor,
    entropy_weight: float,
    iterations: int = 200,
    tolerance: float = 1e-3,
    start: TransportPlan | None = None,
) -> TransportPlan:
    """argmin ⟨γ, C⟩ + ε Σ γ (log γ − 1) over couplings of uniform weights (Cuturi, arXiv:1306.0895).

    `cost`: C, (N, M); ε is `entropy_weight`. Stops at a marginal error below `tolerance` (L1), or after so many
    iterations. Stabilised: large scalings are absorbed into the potentials (Schmitzer, arXiv:1610.06519, algorithm 2),
    so that a small ε does not underflow.
    """
    a, b = (cost.new_full((size,), 1 / size) for size in cost.shape)
    f, g = (cost.amin(dim=1), cost.new_zeros(cost.shape[1])) if start is None else (start.source, start.target)
    kernel, u, v = _kernel(cost, f, g, entropy_weight), torch.ones_like(a), torch.ones_like(b)
    for index in range(iterations):
        u = a / (kernel @ v).clamp_min(TINY)
        v = b / (u @ kernel).clamp_min(TINY)
        if max(float(u.log().abs().max()), float(v.log().abs().max())) > LARGEST:
            f, g = f + entropy_weight * u.log(), g + entropy_weight * v.log()
            kernel, u, v = _kernel(cost, f, g, entropy_weight), torch.ones_like(a), torch.ones_like(b)
        elif index % CHECK == CHECK - 1 and float((u * (kernel @ v) - a).abs().sum()) < tolerance:
            break
    return TransportPlan(
        u[:, None] * kernel * v,
        f + entropy_weight * u.clamp_min(TINY).log(),
        g + entropy_weight * v.clamp_min(TINY).log(),
    )


def class_regularised(
    cost: Tensor, labels: Tensor, entropy_weight: float, class_weight: float, iterations: int = 100
) -> Tensor:
    """The coupling (N, M) that also favours target samples whose mass comes from one source class.

    Adds η Σ_j Σ_k ‖γ(rows of class k, j)‖₂, with η = `class_weight` (Courty et al., arXiv:1507.00504, eq. 19), and is
    solved by the generalised conditional gradient (algorithm 1): the term is linearised, entropic transport is solved,
    and a step towards its coupling is taken. `labels`: (N,) source classes.
    """
    plan = sinkhorn(cost, entropy_weight, iterations)
    coupling = plan.coupling
    value = _objective(coupling, cost, labels, entropy_weight, class_weight)
    for _ in range(OUTER if class_weight else 0):
        gradient = coupling / _class_norms(coupling, labels).clamp_min(TINY)[labels]
        plan = sinkhorn(cost + class_weight * gradient, entropy_weight, iterations, start=plan)
        direction, before = plan.coupling - coupling, value
        for size in STEP_SIZES:
            candidate = coupling + size * direction
            value = _objective(candidate, cost, labels, entropy_weight, class_weight)
            if value < before:
                coupling = candidate
                break
        if before - value <= 1e-5 * abs(before):
            break
    return coupling


def barycentres(coupling: Tensor, target: Tensor) -> Tensor:
    """Source samples (N, D) moved to the mean of the target features (M, D) that they are coupled to (eq. 14)."""
    return coupling @ target / coupling.sum(dim=1, keepdim=True).clamp_min(TINY)


def _kernel(cost: Tensor, f: Tensor, g: Tensor, entropy_weight: float) -> Tensor:
    return ((f[:, None] + g - cost) / entropy_weight).exp()


def _class_norms(coupling: Tensor, labels: Tensor) -> Tensor:
    """(K, M) lengths of each class's part of each column."""
    squares = coupling.new_zeros(int(labels.max()) + 1, coupling.shape[1])
    return squares.index_add_(0, labels, coupling.square()).sqrt()


def _objective(coupling: Tensor, cost: Tensor, labels: Tensor, entropy_weight: float, class_weight: float) -> float:
    entropy = torch.xlogy(coupling, coupling).sum() - coupling.sum()
    classes = _class_norms(coupling, labels).sum()
    return float((coupling * cost).sum() + entropy_weight * entropy + class_weight * classes)
