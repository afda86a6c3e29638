"""The margin disparity discrepancy against its formula, and the direction in which MDD moves its parts."""

import math

import pytest
import torch

from tests.methods.test_methods import batch, ready
from tests.step_gradients import gradients_of_steps
from workbench.engine.method import Progress
from workbench.losses.discrepancy import log_other_classes, margin_disparity
from workbench.methods.mdd import MDD


def softmax(row: list[float]) -> list[float]:
    total = sum(map(math.exp, row))
    return [math.exp(x) / total for x in row]


def test_that_the_margin_disparity_is_the_papers_sum() -> None:
    random = torch.Generator().manual_seed(5)
    source, source_second, target, target_second = (torch.randn(6, 4, generator=random) for _ in range(4))
    expected = 0.0
    for first, second in zip(source.tolist(), source_second.tolist(), strict=True):
        expected -= 4 * math.log(softmax(second)[first.index(max(first))]) / 6
    for first, second in zip(target.tolist(), target_second.tolist(), strict=True):
        expected -= math.log(1 - softmax(second)[first.index(max(first))]) / 6
    assert margin_disparity(source, source_second, target, target_second, 4).item() == pytest.approx(expected)


def test_that_the_second_head_is_pulled_back_where_one_minus_p_rounds_to_zero() -> None:
    logits = torch.tensor([[200.0, 0.0, 0.0]], requires_grad=True)
    value = log_other_classes(logits, torch.tensor([0]))
    assert value.item() == pytest.approx(math.log(2) - 200)
    value.sum().backward()
    torch.testing.assert_close(logits.grad, torch.tensor([[-1.0, 0.5, 0.5]]))


def test_that_the_second_head_minimises_what_the_features_maximise() -> None:
    """Down the reversed gradient, f′ agrees less on the target, while the features move against it."""
    method, one = ready(MDD), batch()
    assert isinstance(method, MDD)
    method.eval()
    views = method.views(one)
    plain = margin_disparity(
        views.source.logits,
        method.second(views.source.features),
        views.target.logits,
        method.second(views.target.features),
        method.settings.margin,
    )
    (weight, *_), (conv, *_) = method.second.parameters(), method.model.parameters()
    climb = torch.autograd.grad(plain, (weight, conv), retain_graph=True)
    (task,) = torch.autograd.grad(method.task_loss(views, one), conv)
    with gradients_of_steps() as taken:
        method.step(one, Progress("train", 0.5))
    strength = 0.1 * (2 / (1 + math.exp(-5)) - 1)
    torch.testing.assert_close(taken[weight], climb[0])
    torch.testing.assert_close(taken[conv], task - strength * climb[1])
