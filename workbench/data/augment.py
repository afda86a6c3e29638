"""From cached pixels to training inputs, on the device, with augmentation parameters drawn for each sample."""

from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor

from workbench.core.job import Augment
from workbench.data.randaugment import randaugmented


class AugmentStrength(NamedTuple):
    """The largest changes: shift as a share of the side, relative scale, rotation in radians, relative colour."""

    shift: float
    scale: float
    turn: float
    colour: float


STRENGTHS = {
    Augment.LIGHT: AugmentStrength(shift=0.06, scale=0.1, turn=0.1, colour=0.2),
    Augment.STRONG: AugmentStrength(shift=0.12, scale=0.25, turn=0.3, colour=0.5),
}


def as_inputs(pixels: Tensor) -> Tensor:
    """Convert uint8 (B, S, S, 3) to float (B, 3, S, S) in [0, 1], in channels-last memory format."""
    return pixels.permute(0, 3, 1, 2).float().div_(255)


def augmented(images: Tensor, augment: Augment, generator: torch.Generator, share: int = 0, shares: int = 1) -> Tensor:
    """Shift, scale, rotate and change the colours of images (B, 3, S, S) in [0, 1], each at random. The shape is kept.

    If a batch is split into equal `shares`, the images of a share get the same parameters as in the whole batch.
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


def cropped(images: Tensor, largest_cut: float) -> Tensor:
    """Crop a random square of each image (B, 3, S, S) and resize it to S; at most `largest_cut` of a side is cut off.

    Parameters are drawn for each image from PyTorch's default generator. Crops lie inside the image.
    """
    kept = 1 - largest_cut * torch.rand(len(images), 1, device=images.device)
    middle = (2 * torch.rand(len(images), 2, device=images.device) - 1) * (1 - kept)
    none = torch.zeros_like(kept)
    rows = [torch.cat([kept, none, middle[:, :1]], 1), torch.cat([none, kept, middle[:, 1:]], 1)]
    grid = F.affine_grid(torch.stack(rows, 1), list(images.shape), align_corners=False)  # (B, S, S, 2)
    return F.grid_sample(images, grid, padding_mode="border", align_corners=False)


def strongly_augmented(images: Tensor, generator: torch.Generator, share: int = 0, shares: int = 1) -> Tensor:
    """Apply RandAugment and a grey square of half the side (Cutout, arXiv:1708.04552) to images (B, 3, S, S)."""

    def draw(columns: int) -> Tensor:
        return _drawn(len(images), columns, images.device, generator, share, shares)

    varied = randaugmented(images, draw)
    side = images.shape[-1]
    near = (torch.arange(side, device=images.device) + 0.5 - draw(2)[:, :, None] * side).abs() < side / 4  # (B, 2, S)
    square = near[:, 0, :, None] & near[:, 1, None, :]
    return torch.where(square[:, None], torch.full_like(varied, 0.5), varied)


def random_view(views: Tensor, generator: torch.Generator, share: int = 0, shares: int = 1) -> Tensor:
    """Choose one of the V views of each sample at random: (V, B, D) to (B, D)."""
    count, size = views.shape[:2]
    chosen = (_drawn(size, 1, views.device, generator, share, shares)[:, 0] * count).long()
    return views[chosen, torch.arange(size, device=views.device)]


def _drawn(
    count: int, columns: int, device: torch.device, generator: torch.Generator, share: int, shares: int
) -> Tensor:
    """Random numbers (B, columns) in [0, 1): this share's rows of those drawn for the whole batch."""
    drawn = torch.rand(count * shares, columns, generator=generator, device=device)
    return drawn[share * count : (share + 1) * count]
