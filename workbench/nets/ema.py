"""A network that follows another as its running average (Tarvainen and Valpola, arXiv:1703.01780)."""

import torch
from torch import nn


@torch.no_grad()
def follow(teacher: nn.Module, student: nn.Module, keep: float) -> None:
    """Move the teacher's weights towards the student's, keeping a share of what they were."""
    for old, new in zip(teacher.parameters(), student.parameters(), strict=True):
        old.lerp_(new, 1 - keep)
