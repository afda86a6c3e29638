"""Differentiable communication between the processes that share a batch. No-ops with a single process.

Each process passes its share of a batch through the network, then gathers the outputs of all processes. Losses,
critics and memory banks therefore see the whole batch in every process, as they would in a single process.
"""

from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, distributed, nn
from torch.autograd.function import Function, FunctionCtx


def processes() -> int:
    """The number of processes that share each batch, W."""
    return distributed.get_world_size() if distributed.is_initialized() else 1


def rank() -> int:
    """The index of this process, in [0, W)."""
    return distributed.get_rank() if distributed.is_initialized() else 0


def own_share(batch: Tensor) -> Tensor:
    """This process's share of a batch: (B, …) to (B/W, …)."""
    return batch.chunk(processes())[rank()]


def gathered(share: Tensor) -> Tensor:
    """Concatenate the shares of all processes, in rank order: (B/W, …) of each to (B, …). Differentiable.

    Every process computes the same loss of the whole batch. The backward pass keeps this process's share of the
    gradient and multiplies it by W, so that the mean of the weights' gradients over processes equals the gradient of
    a single process.
    """
    if processes() == 1 or not len(share):
        return share
    batch: Tensor = _Gather.apply(share)
    return batch


def summed(value: Tensor) -> Tensor:
    """The sum of `value` over all processes. The shape is the same in each. Differentiable."""
    if processes() == 1:
        return value
    total: Tensor = _Sum.apply(value)
    return total


@torch.no_grad()
def average(tensors: list[Tensor]) -> None:
    """Replace each tensor by its mean over processes, with one all-reduce."""
    if processes() == 1 or not tensors:
        return
    flat = torch.cat([tensor.reshape(-1) for tensor in tensors])
    distributed.all_reduce(flat)
    parts = flat.div_(processes()).split([tensor.numel() for tensor in tensors])
    for tensor, part in zip(tensors, parts, strict=True):
        tensor.copy_(part.view_as(tensor))


class SharedDropout(nn.Dropout):
    """Dropout for a share of a batch: every process draws the mask of the whole batch and applies its own part."""

    def forward(self, x: Tensor) -> Tensor:
        """(B/W, …) to the same shape."""
        if not self.training:
            return x
        mask = F.dropout(x.new_ones(len(x) * processes(), *x.shape[1:]), self.p)
        return x * mask.chunk(processes())[rank()]


def share_dropout(module: nn.Module) -> None:
    """Replace every Dropout inside `module` by a SharedDropout, in place."""
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
