"""Reading of mask images, as numbers or colours and as class indices."""

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from workbench.core.domain import Domain, Reason, Sample
from workbench.core.masks import IGNORED
from workbench.data.decode import Unreadable, opened, read_bytes
from workbench.data.masks.contract import UNKNOWN, Code, Numbers, Reader

GREY_STEPS = {"L;2": 85, "L;4": 17}  # factor by which Pillow scales greys of two and four bits


def read_pixels(path: Path, palette: bool = False) -> NDArray[Any]:
    """The numbers (H, W) or colours (H, W, 3) of an image, with its EXIF orientation applied.

    `palette`: read images with a palette as colours instead of numbers. Raises Unreadable.
    """
    try:
        content = read_bytes(path)
    except Unreadable as error:
        if error.reason is Reason.MISSING:
            raise Unreadable(Reason.NO_MASK, f"{path.name} is missing") from error
        raise
    if not content:
        raise Unreadable(Reason.EMPTY, path.name)
    try:
        with opened(io.BytesIO(content)) as image:
            if image.tile and image.tile[0][3] == "RGB;16B":
                low = (*image.tile[0][:3], "RGB;16L")  # the low bytes: SYNTHIA stores numbers in 16-bit channels
                image.tile = [low]  # type: ignore[list-item]  # a tuple before Pillow 11
            step = GREY_STEPS.get(image.tile[0][3], 1) if image.tile and isinstance(image.tile[0][3], str) else 1
            upright = ImageOps.exif_transpose(image)
            return _values(upright, palette) // step if step > 1 else _values(upright, palette)
    except Unreadable as error:
        raise Unreadable(error.reason, f"{path.name}: {error.detail}") from error
    except MemoryError as error:
        raise Unreadable(Reason.TOO_LARGE, "not enough memory") from error
    except Exception as error:  # Pillow's decoders raise errors of many types
        raise Unreadable(Reason.UNREADABLE, f"{path.name}: {error}") from error


def classes_of(pixels: NDArray[Any], code: Code) -> Numbers:
    """Convert numbers or colours to class indices (H, W). Raises Unreadable for a pixel without a class."""
    if pixels.ndim == 3:
        wide = pixels.astype(np.uint32)
        keys = wide[..., 0] << 16 | wide[..., 1] << 8 | wide[..., 2]
        indices = code.by_colour[keys]
    else:
        keys = pixels
        lookup = code.by_number
        if pixels.dtype.itemsize > 1:
            keys = pixels.astype(np.int64)
            keys = np.where((keys < 0) | (keys >= len(lookup)), len(lookup) - 1, keys)
        indices = lookup[keys]
    unknown = indices == UNKNOWN
    if unknown.any():
        first = tuple(np.argwhere(unknown)[0])
        count = int((keys == keys[first]).sum())
        value = ", ".join(str(part) for part in np.atleast_1d(pixels[first]))
        kind = "colour" if pixels.ndim == 3 else "number"
        raise Unreadable(Reason.MASK_COLOUR, f"{kind} {value} in {count:,} pixels")
    classes: Numbers = indices.astype(np.uint8)
    return classes


def image_reader(domain: Domain, code: Code, others: Mapping[str, Code] | None = None) -> Reader:
    """A reader of mask images. All pixels of a sample without a mask are IGNORED.

    `others`: codings of masks by the ending of their file names.
    """

    def read(sample: Sample) -> Numbers:
        if not sample.mask:
            return np.full((sample.height, sample.width), IGNORED, np.uint8)
        own = next((other for ending, other in (others or {}).items() if sample.mask.endswith(ending)), code)
        return classes_of(read_pixels(domain.folder / sample.mask, own.palette), own)

    return Reader(read, repr((code.stamp, [(ending, other.stamp) for ending, other in (others or {}).items()])))


def _values(image: Image.Image, palette: bool) -> NDArray[Any]:
    if image.mode == "1":
        return np.asarray(image).astype(np.uint8)
    if image.mode == "P" and not palette:
        return np.asarray(image)
    if image.mode in ("LA", "PA") and not palette:
        return np.asarray(image.getchannel(0))
    if image.mode == "L" or image.mode.startswith("I"):
        return np.asarray(image)
    return np.asarray(image.convert("RGB"))
