"""Decoding of image files to upright 8-bit RGB, at a given size."""

import contextlib
import io
import os
import stat
import threading
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from workbench.core.deep_range import DeepRange
from workbench.core.domain import Reason
from workbench.data.deep import deep_kind, strips, to_grey
from workbench.data.image_readers import register_formats

MAX_PIXELS = 256_000_000  # larger images are rejected as decompression bombs
MAX_BYTES = 1_280_000_000  # likewise images that take more memory, as an estimate by their mode
MAX_FILE = 2_000_000_000  # bytes of a file
LARGE = 200_000_000  # bytes: images that take more memory are decoded one at a time
WHITE = (255, 255, 255, 255)
TRANSPARENT = ("RGBA", "LA", "PA", "RGBa", "La")
BYTES = {"1": 1, "L": 1, "P": 1, "I;16": 2, "I;16B": 2, "I;16L": 2, "I;16N": 2}  # a pixel in Pillow; else 4

Image.MAX_IMAGE_PIXELS = None  # checked here, before any pixel is decoded
warnings.filterwarnings("ignore", module=r"PIL\.")  # such as those about damaged EXIF data


class Unreadable(Exception):  # noqa: N818  # named after the state of the file
    """An image file that cannot be used, with the reason."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason, self.detail = reason, detail


Size = int | tuple[int, int]  # side of a square, or (height, width)


def decode(path: Path, size: Size | None = None, deep: DeepRange | None = None) -> NDArray[np.uint8]:
    """Decode an image to RGB, uint8 (H, W, 3), resized to `size` without keeping the aspect ratio; None keeps its size.

    The first frame of animations and multi-page files is used. EXIF orientation is applied, and transparent pixels are
    blended with white. `deep`: the range of deep greys (16 and 32 bits); None takes that of the image's own values.
    Raises Unreadable.
    """
    return decode_bytes(read_bytes(path), size, deep)


def decode_within(path: Path, side: int, deep: DeepRange | None = None) -> NDArray[np.uint8]:
    """As `decode`, but keep the aspect ratio, with at most `side` pixels a side. Raises Unreadable."""
    return _decoded(read_bytes(path), lambda image: _within(image, side, deep))


@contextlib.contextmanager
def reading() -> Iterator[None]:
    """A block that reads a file. Raises Unreadable for errors of the system."""
    try:
        yield
    except FileNotFoundError as error:
        raise Unreadable(Reason.MISSING) from error
    except PermissionError as error:
        raise Unreadable(Reason.PERMISSION) from error
    except OSError as error:
        raise Unreadable(Reason.UNREADABLE, str(error)) from error


def read_bytes(path: Path) -> bytes:
    """Read a file. Raises Unreadable."""
    with reading():
        status = os.stat(path)
        if not stat.S_ISREG(status.st_mode):
            raise Unreadable(Reason.UNREADABLE, "not a file")
        if status.st_size > MAX_FILE:
            raise Unreadable(
                Reason.TOO_LARGE, f"a file of {status.st_size / 1e9:.1f} GB; the limit is {MAX_FILE / 1e9:.1f} GB"
            )
        return path.read_bytes()


def decode_bytes(content: bytes, size: Size | None = None, deep: DeepRange | None = None) -> NDArray[np.uint8]:
    """As `decode`, from the content of a file."""
    return _decoded(content, lambda image: _squashed(image, size, deep))


def _decoded(content: bytes, read: Callable[[Image.Image], Image.Image]) -> NDArray[np.uint8]:
    with loading(content) as image:
        return np.asarray(read(image))


@contextlib.contextmanager
def loading(content: bytes) -> Iterator[ImageFile.ImageFile]:
    """The image in the content of a file, to be decoded inside the `with` statement. Raises Unreadable."""
    if not content:
        raise Unreadable(Reason.EMPTY)
    try:
        with opened(io.BytesIO(content)) as image:
            large = estimated_bytes(*image.size, image.mode, _is_transparent(image)) > LARGE
            with _one_large if large else contextlib.nullcontext():
                yield image
    except Unreadable:
        raise
    except MemoryError as error:
        raise Unreadable(Reason.TOO_LARGE, "not enough memory") from error
    except Exception as error:  # Pillow's decoders raise errors of many types
        reason = Reason.TRUNCATED if "truncated" in str(error).lower() else Reason.UNREADABLE
        raise Unreadable(reason, str(error)) from error


_one_large = threading.Lock()


def _squashed(image: Image.Image, size: Size | None, deep: DeepRange | None) -> Image.Image:
    if size is None:
        return _upright(image, deep).convert("RGB")
    tall, wide = (size, size) if isinstance(size, int) else size
    longer = max(tall, wide)  # the image may still be rotated
    image.draft(image.mode, (longer, longer))  # JPEG can be decoded at reduced size
    flat = _upright(image, deep)
    if flat.size != (wide, tall):
        flat = flat.resize((wide, tall), Image.Resampling.BILINEAR, reducing_gap=3.0)
    return flat.convert("RGB")


def _within(image: Image.Image, side: int, deep: DeepRange | None) -> Image.Image:
    image.draft(image.mode, (side, side))
    flat = _upright(image, deep)
    flat.thumbnail((side, side), reducing_gap=3.0)
    return flat.convert("RGB")


def opened(source: Any) -> ImageFile.ImageFile:
    """Open an image, reading only its header. Raises Unreadable if it is not an image or too large."""
    register_formats()
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
    try:
        check_size(*image.size, image.mode, _is_transparent(image))
    except Unreadable:
        image.close()
        raise
    return image


def check_size(width: int, height: int, mode: str, transparent: bool) -> None:
    """Raise Unreadable for an image that would take too much memory. `mode`: Pillow's."""
    size, taken = f"{width:,} × {height:,} pixels", estimated_bytes(width, height, mode, transparent)
    if width * height > MAX_PIXELS:
        raise Unreadable(Reason.TOO_LARGE, f"{size}; the limit is {MAX_PIXELS:,} pixels")
    if taken > MAX_BYTES:
        limit = f"the limit is {MAX_BYTES / 1e9:.1f} GB"
        raise Unreadable(Reason.TOO_LARGE, f"{size} would take {taken / 1e9:.1f} GB of memory; {limit}")


def estimated_bytes(width: int, height: int, mode: str, transparent: bool) -> int:
    """The memory that an image takes decoded and as RGB."""
    converted = 0 if mode == "RGB" and not transparent else 5 if deep_kind(mode) else 4
    return width * height * (BYTES.get(mode, 4) + converted)


def _is_transparent(image: Image.Image) -> bool:
    return image.mode in TRANSPARENT or "transparency" in image.info


def _upright(image: Image.Image, deep: DeepRange | None) -> Image.Image:
    """The image with EXIF orientation, as RGB or, if it is grey, in mode L."""
    ImageOps.exif_transpose(image, in_place=True)
    if deep_kind(image.mode):
        return to_grey(image, deep)
    if not _is_transparent(image):
        return image if image.mode in ("L", "RGB") else image.convert("RGB")
    flat = Image.new("RGB", image.size)
    top = 0
    for strip in strips(image):
        rgba = strip.convert("RGBA")
        flat.paste(Image.alpha_composite(Image.new("RGBA", rgba.size, WHITE), rgba).convert("RGB"), (0, top))
        top += strip.height
    return flat
