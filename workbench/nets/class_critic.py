"""A critic of patches with one output for each class (Liu et al., FUNIT, arXiv:1905.01723, appendix A)."""

from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from workbench.nets.few_shot import Sizes

WIDEST = 1024
SLOPE = 0.2


class CriticOutput(NamedTuple):
    """`logits` (B, h, w), one for each patch: above zero for real; `features` (B, C, h, w) before the last layer."""

    logits: Tensor
    features: Tensor


class ClassCritic(nn.Module):
    """Says of each patch whether it is a real one of the class that the image is said to be of."""

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
        """(B, 3, H, W) images in [−1, 1] and the classes (B,) that they are said to be of."""
        features = self.layers(images)
        logits = self.judge(F.leaky_relu(features, SLOPE))  # (B, K, h, w)
        return CriticOutput(logits[torch.arange(len(images), device=images.device), classes], features)


class _Block(nn.Module):
    """Activation first, then convolution, twice; beside it the identity, or a 1 × 1 convolution where it widens."""

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
