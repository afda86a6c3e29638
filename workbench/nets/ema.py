"""Exponential moving average of a network's weights (Tarvainen and Valpola, arXiv:1703.01780)."""

import torch
from torch import nn


@torch.no_grad()
def ema_update(teacher: nn.Module, student: nn.Module, momentum: float, *, buffers: bool = False) -> None:
    """Set the teacher's weights to momentum · teacher + (1 − momentum) · student, in place.

    With `buffers`, the teacher's buffers become copies of the student's.
    """
    for old, new in zip(teacher.parameters(), student.parameters(), strict=True):
        old.lerp_(new, 1 - momentum)
    if buffers:
        for copied, buffer in zip(teacher.buffers(), student.buffers(), strict=True):
            copied.copy_(buffer)


def warm_momentum(momentum: float, steps: float) -> float:
    """The momentum after t `steps`: (1 + t)/(10 + t), at most `momentum`, so that early weights are soon forgotten."""
    return min(momentum, (1 + steps) / (10 + steps))
