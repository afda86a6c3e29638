"""From cached bytes to training inputs: on the device, with parameters drawn for each sample on its own."""

from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor

from workbench.core.job import Augment


class Strength(NamedTuple):
    """Largest change: shift as a share of the side, scale as a factor, turn in radians, colour as a factor."""

    shift: float
    scale: float
    turn: float
    colour: float


STRENGTHS = {
    Augment.LIGHT: Strength(shift=0.06, scale=0.1, turn=0.1, colour=0.2),
    Augment.STRONG: Strength(shift=0.12, scale=0.25, turn=0.3, colour=0.5),
}


def as_inputs(pixels: Tensor) -> Tensor:
    """(B, S, S, 3) bytes to (B, 3, S, S) floats in [0, 1], channels last in memory."""
    return pixels.permute(0, 3, 1, 2).float().div_(255)


def augmented(images: Tensor, augment: Augment, generator: torch.Generator, share: int = 0, shares: int = 1) -> Tensor:
    """(B, 3, S, S) images in [0, 1], each moved, scaled, turned, lit and tinted in its own way. The same shape.

    Images that are one of several equal shares of a batch are varied as they would be in the whole.
    """
    if augment is Augment.NONE:
        return images
    strength = STRENGTHS[augment]
    count, device = len(images), images.device

    def draw(columns: int, reach: float) -> Tensor:
        drawn = torch.rand(count * shares, columns, generator=generator, device=device)
        return (drawn[share * count : (share + 1) * count] * 2 - 1) * reach

    turn, zoom, shift = draw(1, strength.turn), 1 + draw(1, strength.scale), draw(2, 2 * strength.shift)
    cosine, sine = turn.cos() * zoom, turn.sin() * zoom  # (B, 1) each
    rows = [torch.cat([cosine, -sine, shift[:, :1]], 1), torch.cat([sine, cosine, shift[:, 1:]], 1)]
    grid = F.affine_grid(torch.stack(rows, 1), list(images.shape), align_corners=False)  # (B, S, S, 2)
    moved = F.grid_sample(images, grid, padding_mode="border", align_corners=False)

    brightness = draw(1, strength.colour / 2)[:, :, None, None]
    contrast = 1 + draw(1, strength.colour)[:, :, None, None]
    tint = 1 + draw(3, strength.colour / 2)[:, :, None, None]
    mean = moved.mean(dim=(1, 2, 3), keepdim=True)
    return (((moved - mean) * contrast + mean + brightness) * tint).clamp_(0, 1)
