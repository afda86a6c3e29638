"""Masks as PNG files of class indices, with the colours of the classes as palette."""

import io
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from PIL import Image

from workbench.core.files import replacing
from workbench.core.masks import Colour
from workbench.data.regions import Mask


def read_numbers(source: Path | bytes, size: tuple[int, int] | None = None) -> Mask | None:
    """The class indices (H, W) in a PNG, resized to `size` (width, height) if given; None if it cannot be read."""
    try:
        with Image.open(io.BytesIO(source) if isinstance(source, bytes) else source) as image:
            if image.mode not in ("P", "L"):
                return None
            if size is not None and size != image.size:
                return np.array(image.resize(size, Image.Resampling.NEAREST), np.uint8)
            return np.array(image, np.uint8)
    except (OSError, SyntaxError, ValueError):
        return None


def write_numbers(mask: Mask, colours: Iterable[Colour], file: Path, *, durable: bool = True) -> None:
    """Write a mask atomically. Raises OSError."""
    image = Image.fromarray(mask)
    palette = [part for colour in colours for part in colour]
    # with a shorter palette, Pillow would write fewer bits per pixel than IGNORED needs
    image.putpalette(palette + [0] * (3 * 256 - len(palette)))
    file.parent.mkdir(parents=True, exist_ok=True)
    with replacing(file, durable=durable) as temporary:
        image.save(temporary, "PNG")
