"""Histogram matching (Gonzalez and Woods, Digital Image Processing, §3.3), channel by channel."""

from collections.abc import Mapping

import torch
from torch import Tensor, nn

from workbench.core.settings import Value
from workbench.core.translation import Direction
from workbench.data.style_statistics import LEVELS, histogram, match_histogram
from workbench.engine.translator import ImageSpec, Translator


class Histogram(Translator):
    """Matches the histogram of each image to that of the other domain, or of the style images."""

    name = "histogram"
    title = "Histogram matching"
    paper = "https://en.wikipedia.org/wiki/Histogram_matching"
    summary = "Matches the histogram of each image to the target's. No training; for shifts of exposure."
    trained, two_way, styled, any_size = False, True, True, True

    def __init__(self, canvas: ImageSpec, settings: Mapping[str, Value]) -> None:
        super().__init__(canvas, settings)
        self.generator = Histograms()

    def study(self, source: Tensor, target: Tensor) -> None:
        """Store the histogram of each domain."""
        self.generator.source.copy_(histogram(source))
        self.generator.target.copy_(histogram(target))

    def translate(self, images: Tensor, direction: Direction, styles: Tensor | None = None) -> Tensor:
        """Map each level to the level of the same cumulative share."""
        reference = self.generator.target if direction is Direction.TO_TARGET else self.generator.source
        return match_histogram(images, reference if styles is None else histogram(styles))


class Histograms(nn.Module):
    """Histograms of both domains, (3, 256) each."""

    source: Tensor
    target: Tensor

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("source", torch.full((3, LEVELS), 1 / LEVELS))
        self.register_buffer("target", torch.full((3, LEVELS), 1 / LEVELS))
