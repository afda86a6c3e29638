"""Labels of domains that a critic learns: smoothed by the formula, and plain by default."""

import math

import pytest
import torch
import torch.nn.functional as F

from tests.methods.test_methods import batch, ready
from workbench.engine.method import Method, Progress
from workbench.engine.registry import methods
from workbench.losses.adversarial import domain_loss

SMOOTHED = [known for known in methods().values() if hasattr(known.Settings, "domain_smoothing")]
SOURCE, TARGET = torch.tensor([2.0, -0.5, 1.0]), torch.tensor([0.3, -1.5])


def test_that_smoothed_labels_are_those_of_the_paper() -> None:
    """E_S[γ log D + (1 − γ) log(1 − D)] + E_T[(1 − γ) log D + γ log(1 − D)], with γ = 0.9, halved and negative."""
    expected = 0.0
    for logits, share in ((SOURCE, 0.9), (TARGET, 0.1)):
        for x in logits.tolist():
            d = 1 / (1 + math.exp(-x))
            expected -= (share * math.log(d) + (1 - share) * math.log(1 - d)) / len(logits) / 2
    assert domain_loss(SOURCE, TARGET, smoothing=0.1).item() == pytest.approx(expected)


def test_that_plain_labels_are_one_and_zero_to_the_last_bit() -> None:
    source = F.binary_cross_entropy_with_logits(SOURCE, torch.ones(3))
    target = F.binary_cross_entropy_with_logits(TARGET, torch.zeros(2))
    assert torch.equal(domain_loss(SOURCE, TARGET), (source + target) / 2)


@pytest.mark.parametrize("kind", SMOOTHED, ids=[kind.name for kind in SMOOTHED])
def test_that_a_smoothed_critic_has_another_loss(kind: type[Method]) -> None:
    task = kind.tasks[0]
    losses = []
    for smoothing in (0.0, 0.2):
        method = ready(kind, task, domain_smoothing=smoothing)
        stage = method.stages()[-1 if kind.two_models else 0]
        torch.manual_seed(7)
        losses.append(method.advance(batch(task=task), Progress(stage.name, 0.5))["critic"].item())
    assert losses[0] != losses[1]
