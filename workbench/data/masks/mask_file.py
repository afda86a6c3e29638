"""The pixels of a mask file: as they are written, and as classes."""

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

GREY_STEPS = {"L;2": 85, "L;4": 17}  # by how much Pillow stretches greys of few bits


def written(path: Path, palette: bool = False) -> NDArray[Any]:
    """(H, W) numbers, or (H, W, 3) colours, as they stand in a picture, upright by its own EXIF.

    `palette`: a palette picture is read as colours, not as numbers. Raises Unreadable.
    """
    try:
        content = read_bytes(path)
    except Unreadable as error:
        if error.reason is Reason.MISSING:
            raise Unreadable(Reason.NO_MASK, f"{path.name} is gone") from error
        raise
    if not content:
        raise Unreadable(Reason.EMPTY, path.name)
    try:
        with opened(io.BytesIO(content)) as image:
            if image.tile and image.tile[0][3] == "RGB;16B":
                low = (*image.tile[0][:3], "RGB;16L")  # the low bytes: SYNTHIA writes numbers, not brightness
                image.tile = [low]  # type: ignore[list-item]  # a plain tuple before Pillow 11
            step = GREY_STEPS.get(image.tile[0][3], 1) if image.tile and isinstance(image.tile[0][3], str) else 1
            upright = ImageOps.exif_transpose(image)
            return _values(upright, palette) // step if step > 1 else _values(upright, palette)
    except Unreadable as error:
        raise Unreadable(error.reason, f"{path.name}: {error.detail}") from error
    except MemoryError as error:
        raise Unreadable(Reason.TOO_LARGE, "not enough memory") from error
    except Exception as error:  # PIL's decoders raise whatever the bytes lead them to
        raise Unreadable(Reason.UNREADABLE, f"{path.name}: {error}") from error


def classes_of(pixels: NDArray[Any], code: Code) -> Numbers:
    """(H, W) classes of what `written` gave. Raises Unreadable, naming the first pixel that means none."""
    if pixels.ndim == 3:
        wide = pixels.astype(np.uint32)
        keys = wide[..., 0] << 16 | wide[..., 1] << 8 | wide[..., 2]
        found = code.by_colour[keys]
    else:
        keys = pixels
        lookup = code.by_number
        if pixels.dtype.itemsize > 1:
            keys = pixels.astype(np.int64)
            keys = np.where((keys < 0) | (keys >= len(lookup)), len(lookup) - 1, keys)
        found = lookup[keys]
    unknown = found == UNKNOWN
    if unknown.any():
        place = tuple(np.argwhere(unknown)[0])
        alike = int((keys == keys[place]).sum())
        name = ", ".join(str(part) for part in np.atleast_1d(pixels[place]))
        raise Unreadable(Reason.MASK_COLOUR, f"{'colour' if pixels.ndim == 3 else 'number'} {name} in {alike:,} pixels")
    classes: Numbers = found.astype(np.uint8)
    return classes


def coded(domain: Domain, code: Code, others: Mapping[str, Code] | None = None) -> Reader:
    """What reads masks that are pictures; a sample without one has no pixel of any class.

    `others`: what masks mean whose names end in a certain way.
    """

    def read(sample: Sample) -> Numbers:
        if not sample.mask:
            return np.full((sample.height, sample.width), IGNORED, np.uint8)
        own = next((other for ending, other in (others or {}).items() if sample.mask.endswith(ending)), code)
        return classes_of(written(domain.folder / sample.mask, own.palette), own)

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
