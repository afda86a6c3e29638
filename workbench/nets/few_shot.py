"""Few-shot generators: content of one image, style of a few others.

FUNIT (Liu et al., arXiv:1905.01723, appendix A) and COCO-FUNIT (Saito et al., arXiv:2007.07431, §3.2). As in the
latter, the upsampling layers of the decoder are conditioned on the style too: plain instance norm there would remove
the statistics that the residual blocks set.
"""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from workbench.nets.adain import NormalisedResidualBlock, NormConv

CODE = 64  # width of a style code
BIAS = 1024  # width of the constant style bias


class Sizes(NamedTuple):
    """Sizes of the networks.

    `width`: channels of the first layer; `content_halvings`, `style_halvings`, `critic_halvings`: number of
    downsamplings by two; `blocks`: residual blocks, in encoder and decoder each; `kernel`: of the decoder's upsampling
    layers; `depth`: residual blocks of the critic at each resolution; `hidden`: width of the perceptrons.
    """

    width: int
    content_halvings: int
    style_halvings: int
    critic_halvings: int
    blocks: int
    kernel: int
    depth: int
    hidden: int


def sizes_for(side: int, light: bool) -> Sizes:
    """Sizes for images of `side` pixels: the paper's widths, or `light` ones for a CPU with few cores.

    As in both papers (FUNIT at 128 pixels, COCO-FUNIT at 256), content maps are 16 × 16, style maps 8 × 8, and the
    critic scores 8 × 8 patches. The content encoder downsamples at least once, whatever the image size.
    """
    halvings = max(1, round(math.log2(max(side, 8) / 8)))
    content = max(1, halvings - 1)
    if light:
        return Sizes(16, content, halvings, halvings, 2, 3, 1, 128)
    return Sizes(64, content, halvings, halvings, 2, 5, 2, 256)


class ContentEncoder(nn.Sequential):
    """Images (B, 3, H, W) to content maps (B, C, H/2ⁿ, W/2ⁿ); instance norm removes the image's own contrast."""

    def __init__(self, sizes: Sizes) -> None:
        layers: list[nn.Module] = [NormConv(3, sizes.width, 7)]
        channels = sizes.width
        for _ in range(sizes.content_halvings):
            layers.append(NormConv(channels, 2 * channels, 4, stride=2))
            channels *= 2
        super().__init__(*layers, *(NormalisedResidualBlock(channels) for _ in range(sizes.blocks)))
        self.channels = channels


class StyleEncoder(nn.Sequential):
    """Images (B, 3, H, W) of any size to style codes (B, CODE), by global average pooling. No normalisation."""

    def __init__(self, sizes: Sizes) -> None:
        layers: list[nn.Module] = [nn.Conv2d(3, sizes.width, 7, padding=3, padding_mode="reflect"), nn.ReLU()]
        channels = sizes.width
        for halving in range(sizes.style_halvings):
            wider = 2 * channels if halving < 2 else channels
            layers += [nn.Conv2d(channels, wider, 4, 2, 1), nn.ReLU()]
            channels = wider
        super().__init__(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, CODE))


class Decoder(nn.Module):
    """Content maps and a style vector to images in [−1, 1], 2ⁿ times as large as the maps."""

    def __init__(self, channels: int, sizes: Sizes) -> None:
        super().__init__()
        layers: list[nn.Module] = [NormalisedResidualBlock(channels, sizes.hidden) for _ in range(sizes.blocks)]
        for _ in range(sizes.content_halvings):
            layers.append(NormConv(channels, channels // 2, sizes.kernel, style=sizes.hidden, up=True))
            channels //= 2
        self.layers = nn.ModuleList(layers)
        self.paint = nn.Conv2d(channels, 3, 7, padding=3, padding_mode="reflect")

    def forward(self, maps: Tensor, style: Tensor) -> Tensor:
        """Maps (B, C, h, w) and styles (B, hidden) to images (B, 3, H, W)."""
        for layer in self.layers:
            maps = layer(maps, style)
        return torch.tanh(self.paint(maps))


class PlainStyle(nn.Module):
    """FUNIT: a perceptron of the style code only."""

    def __init__(self, _channels: int, sizes: Sizes) -> None:
        super().__init__()
        self.layers = perceptron(CODE, sizes.hidden, sizes.hidden, 3)

    def forward(self, code: Tensor, _maps: Tensor) -> Tensor:
        """(B, CODE) to (B, hidden)."""
        style: Tensor = self.layers(code)
        return F.relu(style)


class ConditionedStyle(nn.Module):
    """COCO-FUNIT: a perceptron of the biased style code, multiplied by a gate computed from the content (fig. 3).

    The style code is concatenated with a learned constant bias. As in the authors' code, both factors are ≥ 0.
    """

    def __init__(self, channels: int, sizes: Sizes) -> None:
        super().__init__()
        self.bias = nn.Parameter(torch.randn(1, BIAS))
        self.of_style = perceptron(CODE + BIAS, sizes.hidden, CODE, 2)
        self.of_content = perceptron(channels, sizes.hidden, CODE, 2)
        self.layers = perceptron(CODE, sizes.hidden, sizes.hidden, 3)

    def forward(self, code: Tensor, maps: Tensor) -> Tensor:
        """Style codes (B, CODE) and content maps (B, C, h, w) to (B, hidden)."""
        biased = F.relu(self.of_style(torch.cat([code, self.bias.expand(len(code), -1)], dim=1)))  # (B, CODE)
        style: Tensor = self.layers(biased * F.relu(self.of_content(maps.mean(dim=(2, 3)))))
        return F.relu(style)


class FewShotGenerator(nn.Module):
    """Renders the content of one image in the style of a few others. Images in [−1, 1], sides of 8 pixels or more."""

    def __init__(self, sizes: Sizes, conditioned: bool) -> None:
        """`conditioned`: whether the style code depends on the content, as in COCO-FUNIT."""
        super().__init__()
        self.multiple = 2**sizes.content_halvings
        self.content = ContentEncoder(sizes)
        self.style = StyleEncoder(sizes)
        self.modulation = (ConditionedStyle if conditioned else PlainStyle)(self.content.channels, sizes)
        self.decoder = Decoder(self.content.channels, sizes)
        for layer in (*self.content.modules(), *self.style.modules(), *self.modulation.modules()):
            init_kaiming(layer)

    def forward(self, images: Tensor, code: Tensor) -> Tensor:
        """Images (B, 3, H, W) in the style of `code` (B, CODE). The shape is kept."""
        return self.decode(self.encode(images), code, images.shape[-2:])

    def encode(self, images: Tensor) -> Tensor:
        """Content maps of images; sides are padded with their edge values to a multiple of 2ⁿ."""
        high, wide = images.shape[-2:]
        extra = (0, -wide % self.multiple, 0, -high % self.multiple)
        maps: Tensor = self.content(F.pad(images, extra, mode="replicate") if any(extra) else images)
        return maps

    def decode(self, maps: Tensor, code: Tensor, size: Sequence[int]) -> Tensor:
        """Images of `size` (H, W) from content maps (B, C, h, w) and style codes (B, CODE)."""
        images: Tensor = self.decoder(maps, self.modulation(code, maps))
        return images[..., : size[0], : size[1]]

    def mean_code(self, images: Sequence[Tensor]) -> Tensor:
        """Mean style code (1, CODE) of images (3, H, W), whose sizes may differ (arXiv:1905.01723, §3.1)."""
        return torch.cat([self.style(image[None]) for image in images]).mean(dim=0, keepdim=True)


@torch.no_grad()
def init_kaiming(layer: nn.Module) -> None:
    """Initialise a layer so that variance is kept through a ReLU (He et al., arXiv:1502.01852), as the authors do.

    With PyTorch's default initialisation, the style signal is too weak at the decoder, and it is not learned for many
    steps.
    """
    if isinstance(layer, nn.Conv2d | nn.Linear):
        nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
        if layer.bias is not None:
            nn.init.zeros_(layer.bias)


def perceptron(inputs: int, hidden: int, outputs: int, layers: int) -> nn.Sequential:
    """`layers` linear layers with ReLU between them."""
    widths = [inputs, *[hidden] * (layers - 1), outputs]
    parts: list[nn.Module] = []
    for before, after in pairwise(widths):
        parts += [nn.Linear(before, after), nn.ReLU()]
    return nn.Sequential(*parts[:-1])
