"""Losses of image translation beside their formulas, and the cycle on a pair of mappings that undo each other."""

import numpy as np
import pytest
import torch
from torch import nn

from workbench.losses.translation import critic_loss, cycle_loss, generator_loss, semantic_loss


def some(*shape: int, seed: int = 0) -> torch.Tensor:
    return torch.rand(*shape, generator=torch.Generator().manual_seed(seed))


def test_that_the_least_squares_losses_are_those_of_the_paper() -> None:
    real, made = some(4, 1, 3, 3), some(4, 1, 3, 3, seed=1)
    assert generator_loss(made).item() == pytest.approx(np.mean((made.numpy() - 1) ** 2), rel=1e-5)
    expected = (np.mean((real.numpy() - 1) ** 2) + np.mean(made.numpy() ** 2)) / 2
    assert critic_loss(real, made).item() == pytest.approx(expected, rel=1e-5)
    assert critic_loss(torch.ones(3), torch.zeros(3)).item() == 0


def test_that_a_mapping_and_its_inverse_cost_nothing_and_any_other_pair_its_distance() -> None:
    images = some(2, 3, 4, 4)
    there = nn.Conv2d(3, 3, 1, bias=False)
    back = nn.Conv2d(3, 3, 1, bias=False)
    matrix = torch.tensor([[0.0, 1.0, 0.0], [0.0, 0.0, 2.0], [0.5, 0.0, 0.0]])
    with torch.no_grad():
        there.weight.copy_(matrix[..., None, None])
        back.weight.copy_(torch.linalg.inv(matrix)[..., None, None])
        assert cycle_loss(images, back(there(images))).item() == pytest.approx(0.0, abs=1e-6)
        assert cycle_loss(images, images + 0.25).item() == pytest.approx(0.25, rel=1e-5)


def test_that_meaning_is_held_against_what_was_read_before_and_not_the_other_way() -> None:
    before = some(5, 4).requires_grad_()
    after = some(5, 4, seed=1).requires_grad_()
    loss = semantic_loss(before, after)
    p = np.exp(after.detach().numpy())
    p /= p.sum(1, keepdims=True)
    expected = -np.log(p[np.arange(5), before.detach().numpy().argmax(1)]).mean()
    assert loss.item() == pytest.approx(expected, rel=1e-5)
    loss.backward()
    assert before.grad is None
    assert after.grad is not None
