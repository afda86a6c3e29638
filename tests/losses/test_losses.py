"""Each loss against its formula, written out plainly, and against the direction its gradient must have."""

import math

import pytest
import torch
from torch.autograd import gradcheck

from workbench.losses.adversarial import domain_loss, reversal_schedule, reverse_gradient
from workbench.losses.confusion import class_confusion
from workbench.losses.information import entropy, mutual_information


@pytest.fixture
def logits() -> torch.Tensor:
    return torch.randn(12, 5, generator=torch.Generator().manual_seed(3), dtype=torch.float64) * 2


def test_that_entropy_is_minus_the_sum_of_p_log_p(logits: torch.Tensor) -> None:
    for row, value in zip(logits.tolist(), entropy(logits).tolist(), strict=True):
        total = sum(math.exp(x) for x in row)
        p = [math.exp(x) / total for x in row]
        assert value == pytest.approx(-sum(q * math.log(q) for q in p))


def test_that_entropy_of_certain_predictions_is_zero_and_finite() -> None:
    assert entropy(torch.tensor([[1000.0, -1000.0]])).item() == 0


def test_that_mutual_information_is_entropy_of_the_mean_less_mean_entropy(logits: torch.Tensor) -> None:
    p = logits.softmax(1)
    mean = p.mean(0).tolist()
    expected = -sum(q * math.log(q) for q in mean) - sum(-sum(q * math.log(q) for q in row) for row in p.tolist()) / 12
    assert mutual_information(logits).item() == pytest.approx(expected)


def test_that_mutual_information_of_one_hot_balanced_predictions_is_log_k() -> None:
    assert mutual_information(torch.eye(4) * 1000).item() == pytest.approx(math.log(4))


def test_that_class_confusion_follows_equations_2_to_8(logits: torch.Tensor) -> None:
    size, classes = logits.shape
    p = [[math.exp(x / 2.5) for x in row] for row in logits.tolist()]
    p = [[x / sum(row) for x in row] for row in p]
    weight = [1 + math.exp(sum(x * math.log(x) for x in row)) for row in p]
    weight = [size * w / sum(weight) for w in weight]
    confusion = [
        [sum(weight[i] * p[i][j] * p[i][k] for i in range(size)) for k in range(classes)] for j in range(classes)
    ]
    confusion = [[x / sum(row) for x in row] for row in confusion]
    expected = sum(confusion[j][k] for j in range(classes) for k in range(classes) if j != k) / classes
    assert class_confusion(logits).item() == pytest.approx(expected)


def test_that_confusion_weights_carry_no_gradient(logits: torch.Tensor) -> None:
    p = (logits / 2.5).softmax(1)
    frozen = 1 + torch.exp(-entropy(logits / 2.5))
    frozen = len(frozen) * frozen / frozen.sum()
    leaf = logits.clone().requires_grad_()
    (gradient,) = torch.autograd.grad(class_confusion(leaf), leaf)
    other = logits.clone().requires_grad_()
    p = (other / 2.5).softmax(1)
    matrix = (p * frozen[:, None]).T @ p
    matrix = matrix / matrix.sum(1, keepdim=True)
    (expected,) = torch.autograd.grad((matrix.sum() - matrix.trace()) / 5, other)
    torch.testing.assert_close(gradient, expected)


def test_that_reversal_keeps_values_and_turns_the_gradient_round() -> None:
    x = torch.randn(3, 2, requires_grad=True)
    reversed_ = reverse_gradient(x, 0.7)
    assert torch.equal(reversed_, x)
    reversed_.sum().backward()
    assert torch.equal(x.grad, torch.full_like(x, -0.7))  # type: ignore[arg-type]  # backward has just set it


def test_that_the_reversal_schedule_runs_from_zero_to_one() -> None:
    assert reversal_schedule(0) == 0
    assert reversal_schedule(0.5) == pytest.approx(2 / (1 + math.exp(-5)) - 1)
    assert 0.999 < reversal_schedule(1) < 1


def test_that_the_domain_loss_is_binary_cross_entropy_with_source_as_one() -> None:
    source, target = torch.tensor([0.3, -1.2], dtype=torch.float64), torch.tensor([2.0], dtype=torch.float64)

    def log_sigmoid(x: float) -> float:
        return -math.log(1 + math.exp(-x))

    expected = (-(log_sigmoid(0.3) + log_sigmoid(-1.2)) / 2 - log_sigmoid(-2.0)) / 2
    assert domain_loss(source, target).item() == pytest.approx(expected)


def test_that_the_losses_have_the_gradients_of_their_values(logits: torch.Tensor) -> None:
    leaf = logits[:4].clone().requires_grad_()
    assert gradcheck(mutual_information, (leaf,))
    assert gradcheck(lambda x: domain_loss(x[:, 0], x[:, 1]), (leaf,))
