"""Decoding of image files to upright 8-bit RGB, at a given size."""

import io
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from workbench.core.domain import Reason

MAX_PIXELS = 256_000_000  # larger images are rejected as decompression bombs
WHITE = (255, 255, 255, 255)
DEEP = ("I;16", "I;16B", "I;16L", "I;16N", "I", "F")

Image.MAX_IMAGE_PIXELS = None  # checked here, before any pixel is decoded
warnings.filterwarnings("ignore", module=r"PIL\.")  # such as those about damaged EXIF data


class Unreadable(Exception):  # noqa: N818  # named after the state of the file
    """An image file that cannot be used, with the reason."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason, self.detail = reason, detail


Size = int | tuple[int, int]  # side of a square, or (height, width)


def decode(path: Path, size: Size | None = None) -> NDArray[np.uint8]:
    """Decode an image to RGB, uint8 (H, W, 3), resized to `size` without keeping the aspect ratio; None keeps its size.

    The first frame of animations and multi-page files is used. EXIF orientation is applied, transparent pixels are
    blended with white, and 16-bit grey is scaled to 8 bits. Raises Unreadable.
    """
    return decode_bytes(read_bytes(path), size)


def decode_within(path: Path, side: int) -> NDArray[np.uint8]:
    """As `decode`, but keep the aspect ratio, with at most `side` pixels a side. Raises Unreadable."""
    return _decoded(read_bytes(path), lambda image: _within(image, side))


def read_bytes(path: Path) -> bytes:
    """Read a file. Raises Unreadable."""
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise Unreadable(Reason.MISSING) from error
    except PermissionError as error:
        raise Unreadable(Reason.PERMISSION) from error
    except OSError as error:
        raise Unreadable(Reason.UNREADABLE, str(error)) from error


def decode_bytes(content: bytes, size: Size | None = None) -> NDArray[np.uint8]:
    """As `decode`, from the content of a file."""
    return _decoded(content, lambda image: _squashed(image, size))


def _decoded(content: bytes, read: Callable[[Image.Image], Image.Image]) -> NDArray[np.uint8]:
    if not content:
        raise Unreadable(Reason.EMPTY)
    try:
        with opened(io.BytesIO(content)) as image:
            return np.asarray(read(image))
    except Unreadable:
        raise
    except MemoryError as error:
        raise Unreadable(Reason.TOO_LARGE, "not enough memory") from error
    except Exception as error:  # Pillow's decoders raise errors of many types
        reason = Reason.TRUNCATED if "truncated" in str(error).lower() else Reason.UNREADABLE
        raise Unreadable(reason, str(error)) from error


def _squashed(image: Image.Image, size: Size | None) -> Image.Image:
    if size is None:
        return _rgb(ImageOps.exif_transpose(image))
    tall, wide = (size, size) if isinstance(size, int) else size
    longer = max(tall, wide)  # the image may still be rotated
    image.draft(image.mode, (longer, longer))  # JPEG can be decoded at reduced size
    rgb = _rgb(ImageOps.exif_transpose(image))
    if rgb.size != (wide, tall):
        rgb = rgb.resize((wide, tall), Image.Resampling.BILINEAR, reducing_gap=3.0)
    return rgb


def _within(image: Image.Image, side: int) -> Image.Image:
    image.draft(image.mode, (side, side))
    rgb = _rgb(ImageOps.exif_transpose(image))
    rgb.thumbnail((side, side), reducing_gap=3.0)
    return rgb


def opened(source: Any) -> ImageFile.ImageFile:
    """Open an image, reading only its header. Raises Unreadable if it is not an image or too large."""
    try:
        image = Image.open(source)
    except UnidentifiedImageError as error:
        raise Unreadable(Reason.UNREADABLE, "unknown image format") from error
    except PermissionError as error:
        raise Unreadable(Reason.PERMISSION) from error
    except FileNotFoundError as error:
        raise Unreadable(Reason.MISSING) from error
    except Exception as error:  # Pillow's parsers raise errors of many types
        raise Unreadable(Reason.UNREADABLE, str(error)) from error
    if image.width * image.height > MAX_PIXELS:
        image.close()
        raise Unreadable(Reason.TOO_LARGE, f"{image.width:,} × {image.height:,} pixels")
    return image


def _rgb(image: Image.Image) -> Image.Image:
    if image.mode in DEEP:
        return _from_deep(image)
    if image.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in image.info:
        rgba = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", rgba.size, WHITE), rgba).convert("RGB")
    return image.convert("RGB")


def _from_deep(image: Image.Image) -> Image.Image:
    values = np.asarray(image).astype(np.float64)
    if image.mode.startswith("I;16"):
        scale = 1 / 257
    else:  # 32 bits have no defined white: use the smallest common range that contains the values
        top = float(values.max(initial=0.0))
        white = next((bound for bound in (1.0, 255.0, 65535.0) if top <= bound), top)
        scale = 255 / (255.0 if image.mode == "I" and white == 1.0 else white)
    grey = (values * scale).round().clip(0, 255).astype(np.uint8)
    return Image.fromarray(grey).convert("RGB")
