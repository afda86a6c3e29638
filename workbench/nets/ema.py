"""Exponential moving average of a network's weights (Tarvainen and Valpola, arXiv:1703.01780)."""

import torch
from torch import nn


@torch.no_grad()
def ema_update(teacher: nn.Module, student: nn.Module, momentum: float) -> None:
    """Set the teacher's weights to momentum · teacher + (1 − momentum) · student, in place."""
    for old, new in zip(teacher.parameters(), student.parameters(), strict=True):
        old.lerp_(new, 1 - momentum)
