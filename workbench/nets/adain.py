"""Adaptive instance normalisation (Huang and Belongie, arXiv:1703.06868) and the convolution blocks that use it."""

import torch.nn.functional as F
from torch import Tensor, nn

EPS = 1e-5


def adain(maps: Tensor, scale: Tensor, shift: Tensor) -> Tensor:
    """Normalise each channel of `maps` (B, C, H, W) to mean `shift` and deviation `scale`, (B, C) each (eq. 8)."""
    normal = F.instance_norm(maps, eps=EPS)
    return normal * scale[:, :, None, None] + shift[:, :, None, None]


class AdaptiveNorm(nn.Module):
    """AdaIN with scale and shift predicted from a style by an affine layer; without a style, instance norm."""

    def __init__(self, channels: int, style: int = 0) -> None:
        """`style`: width of the style vector; 0 for plain instance norm."""
        super().__init__()
        self.affine = nn.Linear(style, 2 * channels) if style else None

    def forward(self, maps: Tensor, style: Tensor | None = None) -> Tensor:
        """(B, C, H, W) and (B, style) to (B, C, H, W)."""
        if self.affine is None or style is None:
            return F.instance_norm(maps, eps=EPS)
        scale, shift = self.affine(style).chunk(2, dim=1)
        return adain(maps, 1 + scale, shift)


class NormConv(nn.Module):
    """Convolution with reflection padding, normalisation, ReLU; with `up`, upsample by two first."""

    def __init__(
        self, inputs: int, outputs: int, kernel: int, *, stride: int = 1, style: int = 0, up: bool = False
    ) -> None:
        super().__init__()
        padding = (kernel - 1) // 2
        self.conv = nn.Conv2d(inputs, outputs, kernel, stride, padding, padding_mode="reflect")
        self.norm = AdaptiveNorm(outputs, style)
        self.up = up

    def forward(self, maps: Tensor, style: Tensor | None = None) -> Tensor:
        """(B, C, H, W) to (B, C', H', W')."""
        maps = F.interpolate(maps, scale_factor=2.0) if self.up else maps
        return F.relu(self.norm(self.conv(maps), style))


class NormalisedResidualBlock(nn.Module):
    """Residual block of two normalised 3 × 3 convolutions."""

    def __init__(self, channels: int, style: int = 0) -> None:
        super().__init__()
        self.first = NormConv(channels, channels, 3, style=style)
        self.conv = nn.Conv2d(channels, channels, 3, padding=1, padding_mode="reflect")
        self.norm = AdaptiveNorm(channels, style)

    def forward(self, maps: Tensor, style: Tensor | None = None) -> Tensor:
        """(B, C, H, W) to the same shape."""
        change: Tensor = self.norm(self.conv(self.first(maps, style)), style)
        return maps + change
