"""A light net that tells pixels, trained from scratch: it learns on two cores."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

WIDTHS = (16, 32, 64, 96)
FEATURES = 48
STRIDE = 4  # one feature for 4 × 4 pixels


class LightNet(nn.Module):
    """(B, 3, H, W) images, sides in multiples of 16, to (B, 48, H/4, W/4) features.

    Four steps down, each halving; the mean over the whole scene joins the last; two steps up with what was seen on
    the way down (Ronneberger et al., U-Net, arXiv:1505.04597).
    """

    def __init__(self) -> None:
        super().__init__()
        one, two, three, four = WIDTHS
        self.down1 = nn.Sequential(_convolved(3, one, 2), _convolved(one, one))
        self.down2 = nn.Sequential(_convolved(one, two, 2), _convolved(two, two))
        self.down3 = nn.Sequential(_convolved(two, three, 2), _convolved(three, three))
        self.down4 = nn.Sequential(_convolved(three, four, 2), _convolved(four, four))
        self.scene = nn.Sequential(nn.Linear(four, four), nn.ReLU())
        self.up3 = _convolved(four + three, three)
        self.up2 = _convolved(three + two, FEATURES)

    def forward(self, images: Tensor) -> Tensor:
        """Features."""
        maps2 = self.down2(self.down1(images))  # (B, 32, H/4, W/4)
        maps3 = self.down3(maps2)  # (B, 64, H/8, W/8)
        maps4 = self.down4(maps3)  # (B, 96, H/16, W/16)
        maps4 = maps4 + self.scene(maps4.mean(dim=(2, 3)))[:, :, None, None]
        maps3 = self.up3(torch.cat([_doubled(maps4), maps3], dim=1))
        features: Tensor = self.up2(torch.cat([_doubled(maps3), maps2], dim=1))
        return features


def _convolved(before: int, after: int, stride: int = 1) -> nn.Module:
    return nn.Sequential(
        nn.Conv2d(before, after, 3, stride=stride, padding=1, bias=False), nn.BatchNorm2d(after), nn.ReLU(inplace=True)
    )


def _doubled(maps: Tensor) -> Tensor:
    return F.interpolate(maps, scale_factor=2.0, mode="bilinear", align_corners=False)
