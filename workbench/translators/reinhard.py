"""Colour transfer between images (Reinhard et al., 2001, https://doi.org/10.1109/38.946629)."""

from collections.abc import Mapping

import torch
from torch import Tensor, nn

from workbench.core.settings import Value
from workbench.core.translation import Direction
from workbench.data.style_statistics import colour_statistics, transfer_colours
from workbench.engine.translator import ImageSpec, Translator


class Reinhard(Translator):
    """Each image gets the mean and the spread of the other domain's colours."""

    name = "reinhard"
    title = "Colour transfer"
    paper = "https://doi.org/10.1109/38.946629"
    summary = "Gives each image the target's mean and spread of colours. At once; where light or white balance differs."
    trained, two_way, styled, any_size = False, True, True, True

    def __init__(self, canvas: ImageSpec, settings: Mapping[str, Value]) -> None:
        super().__init__(canvas, settings)
        self.generator = Colours()

    def study(self, source: Tensor, target: Tensor) -> None:
        """Keep mean and deviation of each."""
        self.generator.source.copy_(torch.stack(colour_statistics(source)))
        self.generator.target.copy_(torch.stack(colour_statistics(target)))

    def translate(self, images: Tensor, direction: Direction, styles: Tensor | None = None) -> Tensor:
        """In lαβ, where the three vary apart from each other."""
        kept = self.generator.target if direction is Direction.TO_TARGET else self.generator.source
        mean, deviation = kept if styles is None else colour_statistics(styles)
        return transfer_colours(images, mean, deviation)


class Colours(nn.Module):
    """Mean and deviation of both domains' colours, (2, 3) each."""

    source: Tensor
    target: Tensor

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("source", torch.stack([torch.zeros(3), torch.ones(3)]))
        self.register_buffer("target", torch.stack([torch.zeros(3), torch.ones(3)]))
