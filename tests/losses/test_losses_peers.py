"""Losses beside those of two other libraries on the same tensors, where these are installed (benchmarks/peers.py)."""

from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from workbench.losses.adversarial import domain_loss
from workbench.losses.confusion import class_confusion


def test_that_class_confusion_is_that_of_pytorch_adapt() -> None:
    layers = pytest.importorskip("pytorch_adapt.layers")
    logits = 3 * torch.randn(32, 7, generator=torch.Generator().manual_seed(0))
    assert class_confusion(logits, 2.5).item() == pytest.approx(layers.MCCLoss(T=2.5)(logits).item(), rel=1e-4)


def test_that_the_adversarial_loss_is_that_of_dalib(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(np, "float", float, raising=False)  # a name that its last release still uses
    dann: Any = pytest.importorskip("dalib.adaptation.dann")
    torch.manual_seed(0)
    critic = nn.Linear(6, 1)
    source, target = torch.randn(8, 6), torch.randn(8, 6)
    theirs = dann.DomainAdversarialLoss(nn.Sequential(critic, nn.Sigmoid()))(source, target)
    ours = domain_loss(critic(source).squeeze(1), critic(target).squeeze(1))
    assert ours.item() == pytest.approx(theirs.item(), rel=1e-5)
