"""Histogram matching (Gonzalez and Woods, Digital Image Processing, §3.3), channel by channel."""

from collections.abc import Mapping

import torch
from torch import Tensor, nn

from workbench.core.settings import Value
from workbench.core.translation import Direction
from workbench.data.style_statistics import LEVELS, histogram, match_histogram
from workbench.engine.translator import ImageSpec, Translator


class Histogram(Translator):
    """Each image gets the histogram of the other domain, or of the style images."""

    name = "histogram"
    title = "Histogram matching"
    paper = "https://en.wikipedia.org/wiki/Histogram_matching"
    summary = "Gives each image the target's distribution of light and colour. At once; where exposure differs."
    trained, two_way, styled, any_size = False, True, True, True

    def __init__(self, canvas: ImageSpec, settings: Mapping[str, Value]) -> None:
        super().__init__(canvas, settings)
        self.generator = Histograms()

    def study(self, source: Tensor, target: Tensor) -> None:
        """Keep the histogram of each."""
        self.generator.source.copy_(histogram(source))
        self.generator.target.copy_(histogram(target))

    def translate(self, images: Tensor, direction: Direction, styles: Tensor | None = None) -> Tensor:
        """Levels of equal cumulative share."""
        wanted = self.generator.target if direction is Direction.TO_TARGET else self.generator.source
        return match_histogram(images, wanted if styles is None else histogram(styles))


class Histograms(nn.Module):
    """Of both domains, (3, 256) each."""

    source: Tensor
    target: Tensor

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("source", torch.full((3, LEVELS), 1 / LEVELS))
        self.register_buffer("target", torch.full((3, LEVELS), 1 / LEVELS))
