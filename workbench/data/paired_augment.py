"""Images and the labels of their pixels varied together: what moves one moves the other."""

from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor

from workbench.core.job import Augment
from workbench.core.masks import IGNORED

IGNORE = -100  # the label of a pixel that teaches nothing, as cross-entropy knows it


class PairedStrength(NamedTuple):
    """Largest change: of the crop, as a factor of the image's side; of colour, as a factor."""

    zoom: float
    colour: float


STRENGTHS = {
    Augment.LIGHT: PairedStrength(zoom=0.3, colour=0.2),
    Augment.STRONG: PairedStrength(zoom=1.0, colour=0.5),
    Augment.RAND: PairedStrength(zoom=1.0, colour=0.5),  # what RandAugment turns and shears, scenes are not
}


class BatchShare(NamedTuple):
    """Which of several equal parts of a batch this process has: chance is drawn for the whole."""

    part: int = 0
    parts: int = 1

    def of(self, whole: Tensor) -> Tensor:
        """(B, …) to the part of this process."""
        return whole.chunk(self.parts)[self.part] if self.parts > 1 else whole


def labels_of(masks: Tensor) -> Tensor:
    """(B, H, W) bytes to class numbers, IGNORE where the mask says nothing."""
    labels = masks.long()
    return torch.where(labels == IGNORED, torch.full_like(labels, IGNORE), labels)


def varied(
    images: Tensor, labels: Tensor, augment: Augment, generator: torch.Generator, share: BatchShare
) -> tuple[Tensor, Tensor]:
    """Each image mirrored half of the time, cropped and tinted in its own way, and its labels with it.

    `images` (B/W, 3, H, W) in [0, 1], this process's share; `labels` (B, H, W) of the whole batch.
    """
    if augment is Augment.NONE:
        return images, labels
    strength, count = STRENGTHS[augment], len(labels)
    mirror, zoom, place = (_drawn(count, columns, images.device, generator) for columns in (1, 1, 2))
    side = 1 / (1 + zoom * strength.zoom)  # (B, 1) of the crop
    shift = (place * 2 - 1) * (1 - side)  # (B, 2), so that the crop lies inside
    flip = torch.where(mirror < 0.5, -1.0, 1.0)
    none = torch.zeros_like(side)
    rows = [torch.cat([side * flip, none, shift[:, :1]], 1), torch.cat([none, side, shift[:, 1:]], 1)]
    moves = torch.stack(rows, 1)  # (B, 2, 3)
    size = [*labels.shape[1:]]
    grid = F.affine_grid(moves, [count, 1, *size], align_corners=False)
    # Numbers of classes pass through floats, which hold them exactly.
    seen = F.grid_sample(labels[:, None].float(), grid, mode="nearest", padding_mode="border", align_corners=False)
    moved = F.grid_sample(images, share.of(grid), padding_mode="border", align_corners=False)
    return tinted(moved, strength.colour, generator, share), seen[:, 0].round().long()


def tinted(images: Tensor, colour: float, generator: torch.Generator | None, share: BatchShare) -> Tensor:
    """(B, 3, H, W) images in [0, 1], each lit, contrasted and tinted in its own way. The same shape.

    Without a `generator`, chance is torch's own.
    """
    brightness, contrast, tint = (
        share.of(_drawn(len(images) * share.parts, columns, images.device, generator) * 2 - 1)[:, :, None, None]
        for columns in (1, 1, 3)
    )
    mean = images.mean(dim=(1, 2, 3), keepdim=True)
    lit = (images - mean) * (1 + contrast * colour) + mean + brightness * colour / 2
    return (lit * (1 + tint * colour / 2)).clamp_(0, 1)


def _drawn(count: int, columns: int, device: torch.device, generator: torch.Generator | None) -> Tensor:
    """(B, columns) numbers in [0, 1)."""
    return torch.rand(count, columns, generator=generator, device=device)
