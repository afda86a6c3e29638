"""The gradients with which optimizers step; a method drops them afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from torch import Tensor
from torch.optim import Optimizer
from torch.optim.optimizer import register_optimizer_step_pre_hook


@contextmanager
def gradients_of_steps() -> Iterator[dict[Tensor, Tensor]]:
    """The gradient of each parameter at the last step of any optimizer meanwhile."""
    found: dict[Tensor, Tensor] = {}

    def keep(optimizer: Optimizer, _arguments: Any, _keywords: Any) -> None:
        for group in optimizer.param_groups:
            found.update({weight: weight.grad.clone() for weight in group["params"] if weight.grad is not None})

    handle = register_optimizer_step_pre_hook(keep)
    try:
        yield found
    finally:
        handle.remove()
