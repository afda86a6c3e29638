"""A light segmentation decoder: a feature pyramid (Lin et al., FPN, arXiv:1612.03144) with a global gate."""

from collections.abc import Sequence

import torch.nn.functional as F
from torch import Tensor, nn

WIDTH = 64


class FeaturePyramid(nn.Module):
    """Maps of strides s, 2s, 4s, … to features (B, 64, H/s, W/s).

    From the coarsest map to the finest: a 1 × 1 convolution of each, plus the upsampled result so far, and a 3 × 3
    convolution (§3), with batch norm. The coarsest is multiplied by the sigmoid of a linear layer on its mean over
    the image (LR-ASPP; MobileNetV3, arXiv:1905.02244, §6.4). The only output is the finest.
    """

    def __init__(self, channels: Sequence[int]) -> None:
        """`channels`: of each map, the finest first."""
        super().__init__()
        self.lateral = nn.ModuleList(_conv_norm(count, 1) for count in channels)
        self.smooth = nn.ModuleList(nn.Sequential(_conv_norm(WIDTH, 3), nn.ReLU(inplace=True)) for _ in channels)
        self.gate = nn.Sequential(nn.Linear(channels[-1], WIDTH), nn.Sigmoid())

    def forward(self, maps: Sequence[Tensor]) -> Tensor:
        """Features (B, 64, H/s, W/s)."""
        *finer, coarsest = zip(self.lateral, self.smooth, maps, strict=True)
        lateral, smooth, level = coarsest
        merged: Tensor = smooth(lateral(level)) * self.gate(level.mean(dim=(2, 3)))[:, :, None, None]
        for lateral, smooth, level in reversed(finer):
            above = F.interpolate(merged, scale_factor=2.0, mode="bilinear", align_corners=False)
            merged = smooth(lateral(level) + above)
        return merged


def _conv_norm(before: int, kernel: int) -> nn.Sequential:
    return nn.Sequential(nn.Conv2d(before, WIDTH, kernel, padding=kernel // 2, bias=False), nn.BatchNorm2d(WIDTH))
