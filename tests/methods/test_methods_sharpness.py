"""SDAT: the step towards higher loss, its way back, and where each gradient is taken."""

import pytest
import torch

from tests.methods.test_methods import batch, ready
from tests.step_gradients import gradients_of_steps
from workbench.core.domain import Side
from workbench.engine.method import Batch, Progress
from workbench.losses.adversarial import reversal_schedule
from workbench.losses.confusion import class_confusion
from workbench.methods.sdat import SDAT, moved
from workbench.nets.norm import DomainBatchNorm

HALF = Progress("train", 0.5)


def still() -> SDAT:
    """A method without chance and without statistics of the batch, with large effects of its step."""
    method = ready(SDAT, sharpness=0.5)
    assert isinstance(method, SDAT)
    return method.eval()


def test_that_weights_go_a_step_of_one_length_and_return_exactly() -> None:
    weights, direction = [torch.rand(3, 2), torch.rand(5)], [torch.rand(3, 2), torch.rand(5)]
    before = [weight.clone() for weight in weights]
    norm = sum(part.square().sum() for part in direction) ** 0.5
    with moved(weights, direction, 0.3):
        for weight, old, part in zip(weights, before, direction, strict=True):
            torch.testing.assert_close(weight, old + 0.3 * part / norm)
    assert all(torch.equal(weight, old) for weight, old in zip(weights, before, strict=True))


@pytest.mark.parametrize("parts", [1, 2])
def test_that_the_task_is_taken_where_it_is_highest_and_the_critic_where_the_weights_are(parts: int) -> None:
    method, one = still(), batch(shots=4)
    weights = list(method.model.parameters())
    expected = [torch.zeros_like(weight) for weight in weights]

    def smooth(part: Batch) -> torch.Tensor:
        views = method.views(part)
        return method.task_loss(views, part) + class_confusion(views.target.logits, 2.0)

    for part in one.parts(parts):
        ascent = torch.autograd.grad(smooth(part), weights)
        norm = sum(gradient.square().sum() for gradient in ascent) ** 0.5
        domain = method.alignment_loss(method.views(part), reversal_schedule(0.5))
        critic = torch.autograd.grad(domain, weights, allow_unused=True)
        before = [weight.detach().clone() for weight in weights]
        with torch.no_grad():
            for weight, gradient in zip(weights, ascent, strict=True):
                weight.add_(0.5 * gradient / norm)
        task = torch.autograd.grad(smooth(part), weights)
        with torch.no_grad():
            for weight, old in zip(weights, before, strict=True):
                weight.copy_(old)
        for total, *gradients in zip(expected, task, critic, strict=True):
            total.add_(sum(gradient for gradient in gradients if gradient is not None) / parts)
    with gradients_of_steps() as taken:
        method.advance(one, HALF, parts)
    for weight, gradient in zip(weights, expected, strict=True):
        torch.testing.assert_close(taken[weight], gradient, rtol=1e-4, atol=1e-6)


def test_that_a_step_counts_a_batch_once_in_the_running_statistics() -> None:
    stepped, seen = ready(SDAT), ready(SDAT)
    stepped.advance(batch(), HALF)
    seen.views(batch())
    pairs = zip(stepped.model.modules(), seen.model.modules(), strict=True)
    norms = [pair for pair in pairs if isinstance(pair[0], DomainBatchNorm)]
    assert norms
    for one, other in norms:
        assert one.momentum == other.momentum == 0.1
        for side in Side:
            assert all(map(torch.equal, one.statistics(side), other.statistics(side)))
