"""A patch critic with one output per class (Liu et al., FUNIT, arXiv:1905.01723, appendix A)."""

from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from workbench.nets.few_shot import Sizes

WIDEST = 1024
SLOPE = 0.2


class CriticOutput(NamedTuple):
    """`logits` (B, h, w), one per patch, positive for real; `features` (B, C, h, w), the input of the last layer."""

    logits: Tensor
    features: Tensor


class ClassCritic(nn.Module):
    """Decides for each patch whether it is real and of the given class."""

    def __init__(self, classes: int, sizes: Sizes) -> None:
        super().__init__()
        channels = sizes.width
        layers: list[nn.Module] = [nn.Conv2d(3, channels, 7, padding=3, padding_mode="reflect")]
        for _ in range(sizes.critic_halvings):
            layers += [_Block(channels, channels) for _ in range(sizes.depth - 1)]
            wider = min(2 * channels, WIDEST)
            layers += [_Block(channels, wider), nn.AvgPool2d(3, 2, 1, count_include_pad=False)]
            channels = wider
        layers += [_Block(channels, channels) for _ in range(sizes.depth)]
        self.layers = nn.Sequential(*layers)
        self.judge = nn.Conv2d(channels, classes, 1)

    def forward(self, images: Tensor, classes: Tensor) -> CriticOutput:
        """Images (B, 3, H, W) in [−1, 1] and the class index (B,) of each."""
        features = self.layers(images)
        logits = self.judge(F.leaky_relu(features, SLOPE))  # (B, K, h, w)
        return CriticOutput(logits[torch.arange(len(images), device=images.device), classes], features)


class _Block(nn.Module):
    """Pre-activation residual block; a 1 × 1 convolution on the skip connection where the width changes."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        inner = min(inputs, outputs)
        self.first = nn.Conv2d(inputs, inner, 3, padding=1, padding_mode="reflect")
        self.second = nn.Conv2d(inner, outputs, 3, padding=1, padding_mode="reflect")
        self.beside = nn.Identity() if inputs == outputs else nn.Conv2d(inputs, outputs, 1, bias=False)

    def forward(self, maps: Tensor) -> Tensor:
        change: Tensor = self.second(F.leaky_relu(self.first(F.leaky_relu(maps, SLOPE)), SLOPE))
        beside: Tensor = self.beside(maps)
        return change + beside
