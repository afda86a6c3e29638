"""Losses of the few-shot translators, held against sums written out."""

import pytest
import torch
from torch import nn

from workbench.losses.hinge import feature_matching, hinge_fake, hinge_generator, hinge_real, real_penalty

RANDOM = torch.Generator().manual_seed(0)


def patches() -> torch.Tensor:
    return 2 * torch.randn(3, 2, 2, generator=RANDOM, dtype=torch.float64)


def test_that_the_hinge_pushes_real_above_one_and_made_below_minus_one() -> None:
    logits = patches()
    plain = logits.flatten().tolist()
    assert hinge_real(logits).item() == pytest.approx(sum(max(0.0, 1 - x) for x in plain) / len(plain))
    assert hinge_fake(logits).item() == pytest.approx(sum(max(0.0, 1 + x) for x in plain) / len(plain))
    assert hinge_generator(logits).item() == pytest.approx(-sum(plain) / len(plain))


def test_that_the_penalty_of_a_linear_critic_is_the_square_of_its_weights() -> None:
    critic = nn.Conv2d(3, 1, 4, stride=4, bias=False).double()  # no two patches overlap
    images = torch.rand(5, 3, 8, 8, generator=RANDOM, dtype=torch.float64).requires_grad_()
    penalty = real_penalty(critic(images)[:, 0], images)
    # D(x) is the mean over 4 patches of w·patch: each pixel's gradient is w/4, and every weight meets 4 pixels.
    assert penalty.item() == pytest.approx(4 * (critic.weight / 4).square().sum().item())
    penalty.backward()
    torch.testing.assert_close(critic.weight.grad, critic.weight.detach() / 2)  # d/dw of Σw²/4


def test_that_the_penalty_does_not_depend_on_how_many_images_share_a_batch() -> None:
    critic = nn.Sequential(nn.Conv2d(3, 4, 3), nn.Tanh(), nn.Conv2d(4, 1, 3)).double()
    images = torch.rand(4, 3, 6, 6, generator=RANDOM, dtype=torch.float64).requires_grad_()
    whole = real_penalty(critic(images)[:, 0], images).item()
    singles = [one[None].detach().requires_grad_() for one in images]
    each = [real_penalty(critic(one)[:, 0], one).item() for one in singles]
    assert whole == pytest.approx(sum(each) / 4)


def test_that_features_are_matched_by_the_mean_of_their_places() -> None:
    made = torch.randn(2, 3, 4, 5, generator=RANDOM).requires_grad_()
    real = torch.randn(2, 3, 4, 5, generator=RANDOM).requires_grad_()
    matched = feature_matching(made, real)
    total = 0.0
    for b in range(2):
        for c in range(3):
            total += abs(made[b, c].sum().item() - real[b, c].sum().item()) / 20
    assert matched.item() == pytest.approx(total / 6, rel=1e-5)
    matched.backward()
    assert real.grad is None
