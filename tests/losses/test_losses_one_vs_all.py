"""Losses of OVANet, against their formulas written out plainly."""

import math

import pytest
import torch

from workbench.losses.one_vs_all import hard_negative_loss, one_vs_all_entropy

ODDS = [[1.5, -0.3, 0.4, -2.0], [-1.0, 2.5, -0.7, 3.1], [0.2, 0.1, -4.0, -6.0]]
LABELS = [0, 2, 3]


def p(odds: float) -> float:
    return 1 / (1 + math.exp(-odds))


def test_that_the_own_class_and_the_nearest_other_one_learn_from_a_sample() -> None:
    odds = torch.tensor(ODDS, dtype=torch.float64, requires_grad=True)
    expected = 0.0
    for row, label in zip(ODDS, LABELS, strict=True):
        others = [math.log(1 - p(z)) for k, z in enumerate(row) if k != label]
        expected += -math.log(p(row[label])) - min(others)
    loss = hard_negative_loss(odds, torch.tensor(LABELS))
    assert loss.item() == pytest.approx(expected / 3)
    loss.backward()
    assert odds.grad is not None
    learning = [[0, 2], [2, 3], [0, 3]]  # the own class, and the other one with the highest probability
    assert [row.nonzero().flatten().tolist() for row in odds.grad] == learning


def test_that_no_sample_teaches_nothing() -> None:
    odds = torch.zeros(0, 4, requires_grad=True)
    loss = hard_negative_loss(odds, torch.zeros(0, dtype=torch.long))
    assert loss.item() == 0
    loss.backward()  # it has a gradient, so that it may stand among other losses


def test_that_the_entropy_is_that_of_each_head_by_itself() -> None:
    expected = [-p(z) * math.log(p(z)) - (1 - p(z)) * math.log(1 - p(z)) for row in ODDS for z in row]
    found = one_vs_all_entropy(torch.tensor(ODDS, dtype=torch.float64))
    assert found.item() == pytest.approx(sum(expected) / len(expected))
    assert one_vs_all_entropy(torch.tensor([[0.0]])).item() == pytest.approx(math.log(2))
    assert one_vs_all_entropy(torch.tensor([[200.0, -200.0]])).item() == 0
