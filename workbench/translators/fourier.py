"""FDA: Fourier domain adaptation (Yang and Soatto, arXiv:2004.05498)."""

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from workbench.core.settings import Value, setting
from workbench.core.translation import Direction
from workbench.data.style_statistics import swap_amplitude
from workbench.engine.translator import ImageSpec, Translator

BANK = 64  # images of each domain that are kept


class Fourier(Translator):
    """Each image gets the low-frequency amplitudes of an image of the other domain."""

    name = "fourier"
    title = "Fourier (FDA)"
    paper = "https://arxiv.org/abs/2004.05498"
    summary = "Swaps slow changes of light and colour with a target image's. At once; where shapes are the same."
    trained, two_way, styled, any_size = False, True, True, True

    @dataclass(frozen=True)
    class Settings(Translator.Settings):
        """Settings of FDA."""

        beta: float = setting(0.05, "Reach of the swapped frequencies, as a share of the side.", low=0.0, high=0.5)

    settings: Settings

    def __init__(self, canvas: ImageSpec, settings: Mapping[str, Value]) -> None:
        super().__init__(canvas, settings)
        self.generator = Banks(canvas.size)

    def study(self, source: Tensor, target: Tensor) -> None:
        """Keep some images of each."""
        for kept, images in ((self.generator.source, source), (self.generator.target, target)):
            rows = torch.arange(BANK) % len(images)  # few images are kept more than once
            kept.copy_(images[rows])

    def translate(self, images: Tensor, direction: Direction, styles: Tensor | None = None) -> Tensor:
        """Which image gives its amplitudes follows from the image that takes them, so that each stays the same."""
        bank = styles
        if bank is None:
            bank = self.generator.target if direction is Direction.TO_TARGET else self.generator.source
        rows = (images.mul(255).round().sum(dim=(1, 2, 3), dtype=torch.float64) % len(bank)).long()
        return swap_amplitude(images, bank[rows], self.settings.beta)


class Banks(nn.Module):
    """Images of both domains, (64, 3, S, S) each."""

    source: Tensor
    target: Tensor

    def __init__(self, size: int) -> None:
        super().__init__()
        self.register_buffer("source", torch.zeros(BANK, 3, size, size))
        self.register_buffer("target", torch.zeros(BANK, 3, size, size))
