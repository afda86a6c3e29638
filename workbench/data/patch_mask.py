"""Hides random patches of images (Masked image consistency, Hoyer et al., arXiv:2212.01322, §3.2)."""

import torch
import torch.nn.functional as F
from torch import Tensor

from workbench.data.paired_augment import BatchShare


def kept_patches(count: int, size: tuple[int, int], ratio: float, patches: int, device: torch.device) -> Tensor:
    """Masks of `count` images of H × W pixels: (B, 1, H, W), 1 where a pixel is kept, 0 where it is hidden.

    Each square patch is hidden with probability `ratio`. `patches`: their number along the shorter side.
    """
    side = max(min(size) / patches, 1.0)  # pixels
    grid = [max(round(length / side), 1) for length in size]
    kept = (torch.rand(count, 1, *grid, device=device) > ratio).float()
    return F.interpolate(kept, size=size)


def hide_patches(images: Tensor, ratio: float, patches: int, share: BatchShare) -> Tensor:
    """Images (B/W, 3, H, W) with random patches in their mean colour, which normalisation maps to about zero.

    `share`: which part of a batch the images are. Random numbers come from PyTorch's default generator.
    """
    height, width = images.shape[2:]
    kept = share.of(kept_patches(len(images) * share.parts, (height, width), ratio, patches, images.device))
    mean = images.mean(dim=(2, 3), keepdim=True)
    return mean + (images - mean) * kept
