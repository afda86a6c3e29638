"""Colour transfer between images (Reinhard et al., 2001, https://doi.org/10.1109/38.946629)."""

from collections.abc import Mapping

import torch
from torch import Tensor, nn

from workbench.core.settings import Value
from workbench.core.translation import Direction
from workbench.data.style_statistics import colour_statistics, transfer_colours
from workbench.engine.translator import ImageSpec, Translator


class Reinhard(Translator):
    """Matches the colour mean and standard deviation of each image to those of the other domain."""

    name = "reinhard"
    title = "Colour transfer"
    paper = "https://doi.org/10.1109/38.946629"
    summary = "Matches colour mean and spread to the target's. No training; for shifts of light or white balance."
    trained, two_way, styled, any_size = False, True, True, True

    def __init__(self, canvas: ImageSpec, settings: Mapping[str, Value]) -> None:
        super().__init__(canvas, settings)
        self.generator = Colours()

    def study(self, source: Tensor, target: Tensor) -> None:
        """Store the mean and standard deviation of each domain."""
        self.generator.source.copy_(torch.stack(colour_statistics(source)))
        self.generator.target.copy_(torch.stack(colour_statistics(target)))

    def translate(self, images: Tensor, direction: Direction, styles: Tensor | None = None) -> Tensor:
        """Transfer colours in lαβ space, where the channels are nearly uncorrelated."""
        statistics = self.generator.target if direction is Direction.TO_TARGET else self.generator.source
        mean, deviation = statistics if styles is None else colour_statistics(styles)
        return transfer_colours(images, mean, deviation)


class Colours(nn.Module):
    """Mean and standard deviation of the colours of both domains, (2, 3) each."""

    source: Tensor
    target: Tensor

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("source", torch.stack([torch.zeros(3), torch.ones(3)]))
        self.register_buffer("target", torch.stack([torch.zeros(3), torch.ones(3)]))
