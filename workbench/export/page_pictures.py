"""Pictures inside a page: each a URL that holds it, so that the page stands alone."""

import base64
import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from workbench.core.masks import Colour
from workbench.data.decode import Unreadable, decode_within
from workbench.data.mask_png import read_numbers

NONE = "data:,"


def file_url(path: Path, side: int) -> str:
    """An image file as a JPEG of at most so many pixels a side; an empty picture where it can not be read."""
    try:
        return _url(Image.fromarray(decode_within(path, side)), "JPEG")
    except Unreadable:
        return NONE


def png_url(content: bytes, side: int) -> str:
    """A PNG's content as it is, or as a JPEG where it is larger than so many pixels a side; empty for none."""
    if not content:
        return NONE
    with Image.open(io.BytesIO(content)) as picture:
        if max(picture.size) <= side:
            return f"data:image/png;base64,{base64.b64encode(content).decode()}"
        small = picture.convert("RGB")
    small.thumbnail((side, side))
    return _url(small, "JPEG")


def mask_url(path: Path, colours: Sequence[Colour], side: int) -> str:
    """A mask of class numbers in these colours, white where it says none; an empty picture where it is not there."""
    numbers = read_numbers(path)
    if numbers is None:
        return NONE
    palette = np.full((256, 3), 255, np.uint8)
    palette[: len(colours)] = colours
    high, wide = numbers.shape
    scale = min(1.0, side / max(wide, high))
    drawn = Image.fromarray(palette[numbers])
    return _url(drawn.resize((round(wide * scale), round(high * scale)), Image.Resampling.NEAREST), "PNG")


def _url(picture: Image.Image, form: str) -> str:
    held = io.BytesIO()
    picture.save(held, form, quality=88)
    return f"data:image/{form.lower()};base64,{base64.b64encode(held.getvalue()).decode()}"
