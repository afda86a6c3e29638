"""Augmentation of images together with the labels of their pixels."""

from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor

from workbench.core.job import Augment
from workbench.core.masks import IGNORED

IGNORE = -100  # label of ignored pixels, the default `ignore_index` of cross-entropy


class PairedStrength(NamedTuple):
    """The largest changes: zoom by cropping, and relative colour."""

    zoom: float
    colour: float


STRENGTHS = {
    Augment.LIGHT: PairedStrength(zoom=0.3, colour=0.2),
    Augment.STRONG: PairedStrength(zoom=1.0, colour=0.5),
    Augment.RAND: PairedStrength(zoom=1.0, colour=0.5),  # without RandAugment's rotations and shears
}


class BatchShare(NamedTuple):
    """The part of a batch that this process has. Random numbers are drawn for the whole batch."""

    part: int = 0
    parts: int = 1

    def of(self, batch: Tensor) -> Tensor:
        """This process's part of a batch (B, …)."""
        return batch.chunk(self.parts)[self.part] if self.parts > 1 else batch


def labels_of(masks: Tensor) -> Tensor:
    """Convert masks, uint8 (B, H, W), to labels, with IGNORE for ignored pixels."""
    labels = masks.long()
    return torch.where(labels == IGNORED, torch.full_like(labels, IGNORE), labels)


def augmented_pair(
    images: Tensor, labels: Tensor, augment: Augment, generator: torch.Generator, share: BatchShare
) -> tuple[Tensor, Tensor]:
    """Flip, crop and change the colours of each image at random, and transform its labels alike.

    `images` (B/W, 3, H, W) in [0, 1]: this process's share; `labels` (B, H, W): of the whole batch.
    """
    if augment is Augment.NONE:
        return images, labels
    strength, count = STRENGTHS[augment], len(labels)
    mirror, zoom, place = (_drawn(count, columns, images.device, generator) for columns in (1, 1, 2))
    side = 1 / (1 + zoom * strength.zoom)  # (B, 1) of the crop
    shift = (place * 2 - 1) * (1 - side)  # (B, 2), so that the crop lies inside the image
    flip = torch.where(mirror < 0.5, -1.0, 1.0)
    none = torch.zeros_like(side)
    rows = [torch.cat([side * flip, none, shift[:, :1]], 1), torch.cat([none, side, shift[:, 1:]], 1)]
    moves = torch.stack(rows, 1)  # (B, 2, 3)
    size = [*labels.shape[1:]]
    grid = F.affine_grid(moves, [count, 1, *size], align_corners=False)
    # float represents class indices exactly
    sampled = F.grid_sample(labels[:, None].float(), grid, mode="nearest", padding_mode="border", align_corners=False)
    moved = F.grid_sample(images, share.of(grid), padding_mode="border", align_corners=False)
    return colour_jittered(moved, strength.colour, generator, share), sampled[:, 0].round().long()


def colour_jittered(images: Tensor, colour: float, generator: torch.Generator | None, share: BatchShare) -> Tensor:
    """Change brightness, contrast and tint of each image (B, 3, H, W) in [0, 1] at random. The shape is kept.

    `generator`: None for PyTorch's default generator.
    """
    brightness, contrast, tint = (
        share.of(_drawn(len(images) * share.parts, columns, images.device, generator) * 2 - 1)[:, :, None, None]
        for columns in (1, 1, 3)
    )
    mean = images.mean(dim=(1, 2, 3), keepdim=True)
    lit = (images - mean) * (1 + contrast * colour) + mean + brightness * colour / 2
    return (lit * (1 + tint * colour / 2)).clamp_(0, 1)


def _drawn(count: int, columns: int, device: torch.device, generator: torch.Generator | None) -> Tensor:
    """Random numbers (B, columns) in [0, 1)."""
    return torch.rand(count, columns, generator=generator, device=device)
