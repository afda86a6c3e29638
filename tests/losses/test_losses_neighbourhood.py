"""Losses of DANCE and AaD, against their formulas written out plainly."""

import math

import pytest
import torch
import torch.nn.functional as F

from workbench.losses.neighbourhood import attraction, dispersion, entropy_separation, neighbourhood_entropy

RANDOM = torch.Generator().manual_seed(0)


def unit(count: int) -> torch.Tensor:
    return F.normalize(torch.randn(count, 6, generator=RANDOM, dtype=torch.float64), dim=1)


def plain_entropy(logits: list[float]) -> float:
    total = sum(map(math.exp, logits))
    return -sum(math.exp(x) / total * math.log(math.exp(x) / total) for x in logits)


def test_that_neighbours_are_the_bank_the_batch_and_the_prototypes_but_never_oneself() -> None:
    features, bank, prototypes, rows, temperature = unit(3), unit(8), unit(4), torch.tensor([5, 0, 2]), 0.3
    bank[7] = 0  # not seen yet
    expected = 0.0
    for i, feature in enumerate(features):
        others = [bank[j] for j in range(7) if j not in rows.tolist()]
        others += [features[j] for j in range(3) if j != i] + list(prototypes)
        expected += plain_entropy([float(feature @ other) / temperature for other in others])
    found = neighbourhood_entropy(features, bank, rows, prototypes, temperature)
    assert found.item() == pytest.approx(expected / 3)


def test_that_only_samples_far_from_the_boundary_are_pushed_farther() -> None:
    logits = torch.tensor([[6.0, 0.0, 0.0], [1.2, 0.0, 0.0], [0.0, 0.0, 0.0]], dtype=torch.float64, requires_grad=True)
    boundary, margin = math.log(3) / 2, 0.4
    distances = [abs(plain_entropy(row) - boundary) for row in logits.tolist()]
    assert [distance > margin for distance in distances] == [True, False, True]
    loss = entropy_separation(logits, boundary, margin)
    assert loss.item() == pytest.approx(-sum(max(distance, margin) for distance in distances) / 3)
    (gradient,) = torch.autograd.grad(loss, logits)
    assert gradient[0, 0] < 0, "the sure one becomes surer"
    assert (gradient[1] == 0).all()


def test_that_a_sample_agrees_with_its_nearest_neighbours_and_never_with_itself() -> None:
    features, rows = unit(9), torch.tensor([4, 0, 2])
    bank_p = torch.rand(9, 3, generator=RANDOM, dtype=torch.float64).softmax(dim=1)
    bank_p[7] = 0  # not seen yet
    p = bank_p[rows].clone().requires_grad_()
    expected = 0.0
    for row in rows.tolist():
        others = [other for other in range(9) if other not in (row, 7)]
        nearest = sorted(others, key=lambda other: -float(features[row] @ features[other]))[:2]
        expected -= sum(float(bank_p[row] @ bank_p[other]) for other in nearest)
    loss = attraction(p, 5 * features[rows], rows, features, bank_p, 2)
    assert loss.item() == pytest.approx(expected / 3)
    loss.backward()
    assert p.grad is not None
    few = attraction(p, features[rows], rows, features, torch.where(torch.arange(9)[:, None] == 4, bank_p, 0.0), 5)
    assert few.item() == pytest.approx(-float((bank_p[rows[1:]] @ bank_p[4]).sum()) / 3), "only one row is filled"


def test_that_the_batch_is_dispersed_over_all_pairs_of_samples() -> None:
    p = torch.rand(5, 3, generator=RANDOM, dtype=torch.float64).softmax(dim=1)
    expected = sum(float(p[i] @ p[m]) for i in range(5) for m in range(5) if m != i) / 5
    assert dispersion(p).item() == pytest.approx(expected)
