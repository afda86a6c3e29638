"""From cached bytes to training inputs: on the device, with parameters drawn for each sample on its own."""

from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor

from workbench.core.job import Augment
from workbench.data.randaugment import randaugmented


class AugmentStrength(NamedTuple):
    """Largest change: shift as a share of the side, scale as a factor, turn in radians, colour as a factor."""

    shift: float
    scale: float
    turn: float
    colour: float


STRENGTHS = {
    Augment.LIGHT: AugmentStrength(shift=0.06, scale=0.1, turn=0.1, colour=0.2),
    Augment.STRONG: AugmentStrength(shift=0.12, scale=0.25, turn=0.3, colour=0.5),
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

    def draw(columns: int) -> Tensor:
        return _drawn(len(images), columns, images.device, generator, share, shares)

    if augment is Augment.RAND:
        return randaugmented(images, draw)
    strength = STRENGTHS[augment]
    turn, zoom, shift = (draw(columns) * 2 - 1 for columns in (1, 1, 2))
    turn, zoom, shift = turn * strength.turn, 1 + zoom * strength.scale, shift * 2 * strength.shift
    cosine, sine = turn.cos() * zoom, turn.sin() * zoom  # (B, 1) each
    rows = [torch.cat([cosine, -sine, shift[:, :1]], 1), torch.cat([sine, cosine, shift[:, 1:]], 1)]
    grid = F.affine_grid(torch.stack(rows, 1), list(images.shape), align_corners=False)  # (B, S, S, 2)
    moved = F.grid_sample(images, grid, padding_mode="border", align_corners=False)

    brightness, contrast, tint = (((draw(columns) * 2 - 1)[:, :, None, None]) for columns in (1, 1, 3))
    brightness, contrast = brightness * strength.colour / 2, 1 + contrast * strength.colour
    mean = moved.mean(dim=(1, 2, 3), keepdim=True)
    return (((moved - mean) * contrast + mean + brightness) * (1 + tint * strength.colour / 2)).clamp_(0, 1)


def cropped(images: Tensor, most: float) -> Tensor:
    """(B, 3, S, S) images, each a square part of itself, enlarged to the size it had; up to `most` of a side is lost.

    Where and how much is drawn for each by torch's own chance. Nothing from beyond an image comes in.
    """
    kept = 1 - most * torch.rand(len(images), 1, device=images.device)
    middle = (2 * torch.rand(len(images), 2, device=images.device) - 1) * (1 - kept)
    none = torch.zeros_like(kept)
    rows = [torch.cat([kept, none, middle[:, :1]], 1), torch.cat([none, kept, middle[:, 1:]], 1)]
    grid = F.affine_grid(torch.stack(rows, 1), list(images.shape), align_corners=False)  # (B, S, S, 2)
    return F.grid_sample(images, grid, padding_mode="border", align_corners=False)


def strongly_varied(images: Tensor, generator: torch.Generator, share: int = 0, shares: int = 1) -> Tensor:
    """(B, 3, S, S) images changed by RandAugment, under a grey square of half the side (Cutout, arXiv:1708.04552)."""

    def draw(columns: int) -> Tensor:
        return _drawn(len(images), columns, images.device, generator, share, shares)

    varied = randaugmented(images, draw)
    side = images.shape[-1]
    near = (torch.arange(side, device=images.device) + 0.5 - draw(2)[:, :, None] * side).abs() < side / 4  # (B, 2, S)
    square = near[:, 0, :, None] & near[:, 1, None, :]
    return torch.where(square[:, None], torch.full_like(varied, 0.5), varied)


def one_of(views: Tensor, generator: torch.Generator, share: int = 0, shares: int = 1) -> Tensor:
    """(V, B, D) to (B, D): for each sample one of its V views."""
    count, size = views.shape[:2]
    chosen = (_drawn(size, 1, views.device, generator, share, shares)[:, 0] * count).long()
    return views[chosen, torch.arange(size, device=views.device)]


def _drawn(
    count: int, columns: int, device: torch.device, generator: torch.Generator, share: int, shares: int
) -> Tensor:
    """(B, columns) numbers in [0, 1), drawn for the whole batch."""
    drawn = torch.rand(count * shares, columns, generator=generator, device=device)
    return drawn[share * count : (share + 1) * count]
