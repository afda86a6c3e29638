"""Parameter groups of optimizers: their weights and learning rates, and a step of several optimizers."""

from collections.abc import Iterable, Sequence
from typing import Any

import torch
from torch import Tensor, nn
from torch.optim import Optimizer

from workbench.nets.distributed import average


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


def adam_over(groups: Sequence[dict[str, Any]], betas: tuple[float, float], decay: float = 0.0) -> Optimizer:
    """Adam over parameter groups; fused into one pass where the device can, three times as fast on a CPU."""
    devices = {weight.device.type for group in groups for weight in group["params"]}
    return torch.optim.Adam(groups, betas=betas, weight_decay=decay, fused=devices <= {"cpu", "cuda"})


def trained_weights(optimizers: Iterable[Any]) -> list[Tensor]:
    """The weights that the optimizers update, without frozen ones."""
    groups = [group for optimizer in optimizers for group in optimizer.param_groups]
    return [weight for group in groups for weight in group["params"] if weight.requires_grad]


def clear_gradients(optimizers: Iterable[Any]) -> None:
    """Remove the gradients of all weights of the optimizers."""
    for optimizer in optimizers:
        optimizer.zero_grad(set_to_none=True)


def take_shared_step(optimizers: Sequence[Any]) -> None:
    """As `take_step`, by the mean of the gradients of all processes that share the batch."""
    average([weight.grad for weight in trained_weights(optimizers) if weight.grad is not None])
    take_step(optimizers)


def take_step(optimizers: Iterable[Any]) -> None:
    """Step each optimizer, and clear autocast's copies of the weights, which are outdated then.

    Gradients go, too: those that stay lie between the activations of this step and of the next one, so that the heap
    grows from step to step, by 450 MB in five steps of 32 + 32 images of EfficientNet-Lite0 at 160 pixels.
    """
    optimizers = list(optimizers)
    for optimizer in optimizers:
        optimizer.step()
    clear_gradients(optimizers)
    torch.clear_autocast_cache()
