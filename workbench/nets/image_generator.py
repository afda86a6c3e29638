"""Image-to-image generators: residual networks (Johnson et al., arXiv:1603.08155; CycleGAN)."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

DOWN = 2  # number of downsamplings by two; sides are padded to multiples of 4


class ResidualGenerator(nn.Module):
    """Images (B, 3, H, W) in [0, 1] to images of the same shape and range. H and W must be 8 or more.

    A 7×7 convolution, two strided convolutions, `blocks` residual blocks, two transposed convolutions and a 7×7
    convolution, with instance norm and reflection padding (CycleGAN, arXiv:1703.10593, §7.2). `channels`: width of the
    first layer.
    """

    def __init__(self, channels: int = 64, blocks: int = 9) -> None:
        super().__init__()
        layers: list[nn.Module] = [nn.ReflectionPad2d(3), *_conv_norm_relu(3, channels, 7)]
        for _ in range(DOWN):
            layers += _conv_norm_relu(channels, 2 * channels, 3, stride=2, padding=1)
            channels *= 2
        layers += [ResidualBlock(channels) for _ in range(blocks)]
        for _ in range(DOWN):
            layers += [
                nn.ConvTranspose2d(channels, channels // 2, 3, stride=2, padding=1, output_padding=1, bias=False),
                nn.InstanceNorm2d(channels // 2, affine=True),
                nn.ReLU(inplace=True),
            ]
            channels //= 2
        self.layers = nn.Sequential(*layers, nn.ReflectionPad2d(3), nn.Conv2d(channels, 3, 7))
        self.apply(init_normal)

    def forward(self, images: Tensor) -> Tensor:
        """Generated images, of the same shape."""
        padded = padded_to(images, 2**DOWN)
        output: Tensor = self.layers(padded * 2 - 1)
        return ((output.tanh() + 1) / 2)[..., : images.shape[-2], : images.shape[-1]]


class ResidualBlock(nn.Module):
    """Residual block of two 3 × 3 convolutions: (B, C, H, W) to the same shape."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.ReflectionPad2d(1),
            *_conv_norm_relu(channels, channels, 3),
            nn.ReflectionPad2d(1),
            nn.Conv2d(channels, channels, 3, bias=False),
            nn.InstanceNorm2d(channels, affine=True),
        )

    def forward(self, maps: Tensor) -> Tensor:
        """The same shape."""
        residual: Tensor = self.layers(maps)
        return maps + residual


def padded_to(images: Tensor, multiple: int) -> Tensor:
    """Pad (B, C, H, W) by reflection at the bottom and right until both sides are multiples of `multiple`."""
    below, right = (-side % multiple for side in images.shape[-2:])
    return F.pad(images, (0, right, 0, below), mode="reflect") if below or right else images


@torch.no_grad()
def init_normal(module: nn.Module) -> None:
    """Initialise the weights of a convolution from N(0, 0.02), as in CycleGAN (§7.2)."""
    if isinstance(module, nn.Conv2d | nn.ConvTranspose2d):
        nn.init.normal_(module.weight, 0.0, 0.02)
        if module.bias is not None:
            nn.init.zeros_(module.bias)


def _conv_norm_relu(before: int, after: int, kernel: int, stride: int = 1, padding: int = 0) -> list[nn.Module]:
    return [
        nn.Conv2d(before, after, kernel, stride=stride, padding=padding, bias=False),
        nn.InstanceNorm2d(after, affine=True),
        nn.ReLU(inplace=True),
    ]
