"""Weights for an optimizer, in groups of one learning rate each, and the step of all groups."""

from collections.abc import Iterable
from typing import Any

import torch
from torch import nn


def grouped(networks: Iterable[nn.Module], backbone: nn.Module | None, rate: float, slower: float) -> list[Any]:
    """The weights of networks at `rate`, those that belong to the `backbone` at `slower`.

    Each group remembers its own as `initial_lr`, for schedules.
    """
    theirs = set() if backbone is None else {id(parameter) for parameter in backbone.parameters()}
    every = [parameter for network in networks for parameter in network.parameters()]
    groups = [
        ([parameter for parameter in every if (id(parameter) in theirs) == slow], slower if slow else rate)
        for slow in (False, True)
    ]
    return [{"params": weights, "lr": pace, "initial_lr": pace} for weights, pace in groups if weights]


def set_rates(optimizers: Iterable[Any], share: float) -> None:
    """Give every group this share of its initial learning rate."""
    for optimizer in optimizers:
        for group in optimizer.param_groups:
            group["lr"] = group["initial_lr"] * share


def take_step(optimizers: Iterable[Any]) -> None:
    """A step of each. Autocast's copies of weights in half precision go, for the weights are others now."""
    for optimizer in optimizers:
        optimizer.step()
    torch.clear_autocast_cache()
