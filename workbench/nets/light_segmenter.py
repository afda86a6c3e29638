"""A light segmentation network, small enough to train from scratch on two CPU cores."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

WIDTHS = (16, 32, 64, 96)
FEATURES = 48
STRIDE = 4  # pixels per feature, a side


class LightNet(nn.Module):
    """Images (B, 3, H, W), sides in multiples of 16, to features (B, 48, H/4, W/4).

    Four downsampling stages, a global context vector added to the last one, and two upsampling stages with skip
    connections (Ronneberger et al., U-Net, arXiv:1505.04597).
    """

    def __init__(self) -> None:
        super().__init__()
        width1, width2, width3, width4 = WIDTHS
        self.down1 = nn.Sequential(_conv_norm_relu(3, width1, 2), _conv_norm_relu(width1, width1))
        self.down2 = nn.Sequential(_conv_norm_relu(width1, width2, 2), _conv_norm_relu(width2, width2))
        self.down3 = nn.Sequential(_conv_norm_relu(width2, width3, 2), _conv_norm_relu(width3, width3))
        self.down4 = nn.Sequential(_conv_norm_relu(width3, width4, 2), _conv_norm_relu(width4, width4))
        self.scene = nn.Sequential(nn.Linear(width4, width4), nn.ReLU())
        self.up3 = _conv_norm_relu(width4 + width3, width3)
        self.up2 = _conv_norm_relu(width3 + width2, FEATURES)

    def forward(self, images: Tensor) -> Tensor:
        """Features (B, 48, H/4, W/4)."""
        maps2 = self.down2(self.down1(images))  # (B, 32, H/4, W/4)
        maps3 = self.down3(maps2)  # (B, 64, H/8, W/8)
        maps4 = self.down4(maps3)  # (B, 96, H/16, W/16)
        maps4 = maps4 + self.scene(maps4.mean(dim=(2, 3)))[:, :, None, None]
        maps3 = self.up3(torch.cat([_upsampled(maps4), maps3], dim=1))
        features: Tensor = self.up2(torch.cat([_upsampled(maps3), maps2], dim=1))
        return features


def _conv_norm_relu(before: int, after: int, stride: int = 1) -> nn.Module:
    return nn.Sequential(
        nn.Conv2d(before, after, 3, stride=stride, padding=1, bias=False), nn.BatchNorm2d(after), nn.ReLU(inplace=True)
    )


def _upsampled(maps: Tensor) -> Tensor:
    return F.interpolate(maps, scale_factor=2.0, mode="bilinear", align_corners=False)
