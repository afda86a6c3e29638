"""FDA: Fourier domain adaptation (Yang and Soatto, arXiv:2004.05498)."""

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from workbench.core.settings import Value, setting
from workbench.core.translation import Direction
from workbench.data.style_statistics import swap_amplitude
from workbench.engine.translator import ImageSpec, Translator

BANK = 64  # stored images of each domain


class Fourier(Translator):
    """Replaces the low-frequency amplitudes of an image by those of an image of the other domain."""

    name = "fourier"
    title = "Fourier (FDA)"
    paper = "https://arxiv.org/abs/2004.05498"
    summary = "Takes low-frequency light and colour from target images. No training; for domains with the same shapes."
    trained, two_way, styled, any_size = False, True, True, True

    @dataclass(frozen=True)
    class Settings(Translator.Settings):
        """Settings of FDA."""

        beta: float = setting(0.05, "Size of the swapped band, as a share of the image side.", low=0.0, high=0.5)

    settings: Settings

    def __init__(self, canvas: ImageSpec, settings: Mapping[str, Value]) -> None:
        super().__init__(canvas, settings)
        self.generator = Banks(canvas.size)

    def study(self, source: Tensor, target: Tensor) -> None:
        """Store 64 images of each domain."""
        for bank, images in ((self.generator.source, source), (self.generator.target, target)):
            rows = torch.arange(BANK) % len(images)  # fewer images are repeated
            bank.copy_(images[rows])

    def translate(self, images: Tensor, direction: Direction, styles: Tensor | None = None) -> Tensor:
        """Take the amplitudes of a stored image, or of one of `styles`.

        The choice depends only on the pixels of the translated image, so that results are reproducible.
        """
        bank = styles
        if bank is None:
            bank = self.generator.target if direction is Direction.TO_TARGET else self.generator.source
        rows = (images.mul(255).round().sum(dim=(1, 2, 3), dtype=torch.float64) % len(bank)).long()
        return swap_amplitude(images, bank[rows], self.settings.beta)


class Banks(nn.Module):
    """Stored images of both domains, (64, 3, S, S) each."""

    source: Tensor
    target: Tensor

    def __init__(self, size: int) -> None:
        super().__init__()
        self.register_buffer("source", torch.zeros(BANK, 3, size, size))
        self.register_buffer("target", torch.zeros(BANK, 3, size, size))
