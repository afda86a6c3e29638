"""Parameter groups of optimizers: their learning rates, and a step of several optimizers."""

from collections.abc import Iterable
from typing import Any

import torch
from torch import nn


def grouped(networks: Iterable[nn.Module], backbone: nn.Module | None, rate: float, slower: float) -> list[Any]:
    """Parameter groups of networks at the learning rate `rate`; weights of the `backbone` have the rate `slower`.

    Each group stores its rate as `initial_lr`, too, for schedules.
    """
    of_backbone = set() if backbone is None else {id(parameter) for parameter in backbone.parameters()}
    parameters = [parameter for network in networks for parameter in network.parameters()]
    groups = [
        ([parameter for parameter in parameters if (id(parameter) in of_backbone) == slow], slower if slow else rate)
        for slow in (False, True)
    ]
    return [{"params": weights, "lr": lr, "initial_lr": lr} for weights, lr in groups if weights]


def set_rates(optimizers: Iterable[Any], share: float) -> None:
    """Set the learning rate of every group to `share` times its initial one."""
    for optimizer in optimizers:
        for group in optimizer.param_groups:
            group["lr"] = group["initial_lr"] * share


def take_step(optimizers: Iterable[Any]) -> None:
    """Step each optimizer, and clear autocast's copies of the weights, which are outdated then."""
    for optimizer in optimizers:
        optimizer.step()
    torch.clear_autocast_cache()
