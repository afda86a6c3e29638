"""Encodes images as data URLs, so that a page needs no other files."""

import base64
import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from workbench.core.masks import Colour
from workbench.data.decode import Unreadable, decode_within
from workbench.data.mask_png import read_numbers

EMPTY = "data:,"


def file_url(path: Path, side: int) -> str:
    """An image file as a JPEG with sides of at most `side` pixels; an empty image if it cannot be read."""
    try:
        return _url(Image.fromarray(decode_within(path, side)), "JPEG")
    except Unreadable:
        return EMPTY


def png_url(content: bytes, side: int) -> str:
    """A PNG's content, or a smaller JPEG if a side exceeds `side` pixels; an empty image for empty content."""
    if not content:
        return EMPTY
    with Image.open(io.BytesIO(content)) as picture:
        if max(picture.size) <= side:
            return f"data:image/png;base64,{base64.b64encode(content).decode()}"
        thumbnail = picture.convert("RGB")
    thumbnail.thumbnail((side, side))
    return _url(thumbnail, "JPEG")


def mask_url(path: Path, colours: Sequence[Colour], side: int) -> str:
    """A mask in the colours of its classes, white where unlabelled; an empty image if the file does not exist."""
    mask = read_numbers(path)
    if mask is None:
        return EMPTY
    palette = np.full((256, 3), 255, np.uint8)
    palette[: len(colours)] = colours
    height, width = mask.shape
    scale = min(1.0, side / max(width, height))
    image = Image.fromarray(palette[mask])
    return _url(image.resize((round(width * scale), round(height * scale)), Image.Resampling.NEAREST), "PNG")


def _url(picture: Image.Image, file_format: str) -> str:
    buffer = io.BytesIO()
    picture.save(buffer, file_format, quality=88)
    return f"data:image/{file_format.lower()};base64,{base64.b64encode(buffer.getvalue()).decode()}"
