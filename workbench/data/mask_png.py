"""Masks as PNG files of class numbers, with a palette so that other programs show them in their colours."""

import io
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from PIL import Image

from workbench.core.files import replacing
from workbench.core.masks import Colour
from workbench.data.regions import Mask


def read_numbers(source: Path | bytes, size: tuple[int, int] | None = None) -> Mask | None:
    """The (H, W) numbers in a PNG, stretched to a (width, height) where one is given; None where it can not be read."""
    try:
        with Image.open(io.BytesIO(source) if isinstance(source, bytes) else source) as image:
            if image.mode not in ("P", "L"):
                return None
            if size is not None and size != image.size:
                return np.array(image.resize(size, Image.Resampling.NEAREST), np.uint8)
            return np.array(image, np.uint8)
    except (OSError, SyntaxError, ValueError):
        return None


def write_numbers(mask: Mask, colours: Iterable[Colour], file: Path) -> None:
    """Write a mask, whole or not at all. Raises OSError."""
    image = Image.fromarray(mask)
    palette = [part for colour in colours for part in colour]
    image.putpalette(palette + [0] * (3 * 256 - len(palette)))  # a shorter one would cut off the bits of IGNORED
    file.parent.mkdir(parents=True, exist_ok=True)
    with replacing(file) as temporary:
        image.save(temporary, "PNG")
