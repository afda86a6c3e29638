"""Optimal transport against log-domain iterations and against a general optimiser."""

import numpy as np
import pytest
import torch
from scipy.optimize import minimize

from workbench.losses.transport import barycentres, class_regularised, sinkhorn

RANDOM = torch.Generator().manual_seed(0)


def cost(rows: int, columns: int) -> torch.Tensor:
    return torch.rand(rows, columns, generator=RANDOM, dtype=torch.float64)


@pytest.mark.parametrize("weight", [1.0, 0.1, 0.002])
def test_that_the_plan_is_that_of_the_log_domain(weight: float) -> None:
    """Also for a weight at which exp(−C/ε) underflows."""
    c = cost(6, 5)
    f, g = torch.zeros(6).double(), torch.zeros(5).double()
    for _ in range(20000):
        f = -weight * ((g - c) / weight + np.log(1 / 5)).logsumexp(1)
        g = -weight * ((f[:, None] - c) / weight + np.log(1 / 6)).logsumexp(0)
    expected = ((f[:, None] + g - c) / weight).exp() / 30
    plan = sinkhorn(c, weight, iterations=20000, tolerance=1e-12)
    assert torch.allclose(plan.coupling, expected, atol=1e-8)
    assert torch.allclose(plan.coupling.sum(0), torch.full((5,), 0.2).double(), atol=1e-8)
    again = sinkhorn(c, weight, iterations=10, start=plan)
    assert torch.allclose(again.coupling, plan.coupling, atol=1e-6), "its potentials are where it stands"


def test_that_class_regularisation_reaches_the_optimum() -> None:
    c, labels, entropy, classes = cost(4, 3), torch.tensor([0, 0, 1, 1]), 0.1, 0.3

    def objective(flat: np.ndarray) -> float:
        plan = np.maximum(flat.reshape(4, 3), 1e-12)
        groups = sum(np.linalg.norm(plan[labels.numpy() == k], axis=0).sum() for k in (0, 1))
        return float((plan * c.numpy()).sum() + entropy * (plan * (np.log(plan) - 1)).sum() + classes * groups)

    sums = [
        {"type": "eq", "fun": lambda flat: flat.reshape(4, 3).sum(1) - 1 / 4},
        {"type": "eq", "fun": lambda flat: flat.reshape(4, 3).sum(0)[:2] - 1 / 3},
    ]
    best = minimize(objective, np.full(12, 1 / 12), method="SLSQP", bounds=[(0, 1)] * 12, constraints=sums)
    found = class_regularised(c, labels, entropy, classes, iterations=500)
    assert objective(found.numpy().ravel()) == pytest.approx(best.fun, abs=1e-4)
    plain = sinkhorn(c, entropy, 500).coupling
    assert objective(found.numpy().ravel()) < objective(plain.numpy().ravel())
    assert torch.equal(class_regularised(c, labels, entropy, 0.0, 500), plain)


def test_that_samples_move_to_the_mean_of_what_they_are_coupled_to() -> None:
    coupling = torch.tensor([[0.3, 0.1], [0.0, 0.6]])
    target = torch.tensor([[0.0, 4.0], [8.0, 0.0]])
    assert torch.allclose(barycentres(coupling, target), torch.tensor([[2.0, 3.0], [8.0, 0.0]]))
