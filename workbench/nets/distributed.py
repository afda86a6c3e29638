"""What processes that share a batch tell each other, gradients included. With one process, nothing.

Every process takes its share of a batch through the network, gathers what comes out, and goes on with the whole:
losses, critics and memory banks see in each process what they would see in a single one.
"""

from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, distributed, nn
from torch.autograd.function import Function, FunctionCtx


def processes() -> int:
    """How many share each batch, W."""
    return distributed.get_world_size() if distributed.is_initialized() else 1


def rank() -> int:
    """Which of them this is, in [0, W)."""
    return distributed.get_rank() if distributed.is_initialized() else 0


def own_share(whole: Tensor) -> Tensor:
    """(B, …) to the B/W of this process."""
    return whole.chunk(processes())[rank()]


def gathered(share: Tensor) -> Tensor:
    """(B/W, …) of each process to (B, …) of all of them, in their order.

    The loss of the whole batch comes back to every process alike. Each keeps its share of that gradient, W times, so
    that the mean of the weights' gradients over processes is the gradient that a single process would find.
    """
    if processes() == 1 or not len(share):
        return share
    whole: Tensor = _Gather.apply(share)
    return whole


def summed(value: Tensor) -> Tensor:
    """The sum over processes of a tensor of the same shape in each, differentiable."""
    if processes() == 1:
        return value
    total: Tensor = _Sum.apply(value)
    return total


@torch.no_grad()
def average(tensors: list[Tensor]) -> None:
    """Replace each tensor by its mean over processes, in one exchange."""
    if processes() == 1 or not tensors:
        return
    flat = torch.cat([tensor.reshape(-1) for tensor in tensors])
    distributed.all_reduce(flat)
    parts = flat.div_(processes()).split([tensor.numel() for tensor in tensors])
    for tensor, part in zip(tensors, parts, strict=True):
        tensor.copy_(part.view_as(tensor))


class SharedDropout(nn.Dropout):
    """Dropout of this process's share of a batch: the random state is that of every process, the share its own."""

    def forward(self, x: Tensor) -> Tensor:
        """(B/W, …) to the same shape."""
        if not self.training:
            return x
        whole = F.dropout(x.new_ones(len(x) * processes(), *x.shape[1:]), self.p)
        return x * whole.chunk(processes())[rank()]


def share_dropout(module: nn.Module) -> None:
    """Let every dropout inside draw for the whole batch."""
    for name, child in module.named_children():
        if type(child) is nn.Dropout:
            setattr(module, name, SharedDropout(child.p))
        share_dropout(child)


class _Gather(Function):
    @staticmethod
    def forward(ctx: FunctionCtx, share: Tensor) -> Tensor:
        parts = [torch.empty_like(share) for _ in range(processes())]
        distributed.all_gather(parts, share.contiguous())
        return torch.cat(parts)

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> Tensor:
        return gradients[0].chunk(processes())[rank()] * processes()


class _Sum(Function):
    @staticmethod
    def forward(ctx: FunctionCtx, value: Tensor) -> Tensor:
        total = value.clone()
        distributed.all_reduce(total)
        return total

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> Tensor:
        total = gradients[0].clone()
        distributed.all_reduce(total)
        return total
