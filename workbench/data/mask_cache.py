"""Images with their masks at one size, memory-mapped, made once and safe to delete at any time."""

import contextlib
import hashlib
import os
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray
from PIL import ExifTags, Image

from workbench.core.domain import Domain, Reason, Sample, SetAside
from workbench.core.files import temporary_beside, write_atomically
from workbench.core.masks import IGNORED
from workbench.data.cache import DECODERS, ImageCache, disk_trouble
from workbench.data.decode import Unreadable, decode_bytes, opened, read_bytes
from workbench.data.masks.contract import Numbers, Reader
from workbench.data.masks.mask_shape import fits
from workbench.data.masks.reader import mask_reader

AT_ONCE = 64 << 20  # bytes of decoded images that wait to be written
MOST = 256  # and how many
VERSION = 1  # of what is written; it goes into the names of the files
TURNS = {
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}  # of the EXIF orientations that swap width and height


@dataclass(frozen=True)
class Scenes:
    """`pixels`: (N, H, W, 3) bytes and `masks`: (N, H, W) bytes, both read-only; row i is `samples[i]`.

    A mask holds class numbers, IGNORED where nothing is known; `masked`: (N,), which samples have one.
    `set_aside`: what could not be used. `content` changes with what is in the files, and with nothing else.
    """

    pixels: NDArray[np.uint8]
    masks: NDArray[np.uint8]
    masked: NDArray[np.bool_]
    samples: list[Sample]
    set_aside: list[SetAside]
    content: str


class _Row(NamedTuple):
    digest: bytes
    pixels: bytes
    mask: bytes  # empty where masks are not asked for


class _CachedMasks(msgspec.Struct, frozen=True):
    rows: list[int]  # which samples of the domain
    set_aside: list[SetAside]
    content: str


class _Place(NamedTuple):
    """Where one set of scenes lies in the cache."""

    pixels: Path
    masks: Path | None
    size: tuple[int, int]

    def load(self, domain: Domain) -> Scenes | None:
        """What is there; None where it is not, or not whole."""
        try:
            kept = msgspec.json.decode(self.pixels.with_suffix(".json").read_bytes(), type=_CachedMasks)
            count = len(kept.rows)
            if not count:
                return self._scenes(domain, kept, np.empty((0, *self.size, 3), np.uint8))
            pixels = _mapped(self.pixels, (count, *self.size, 3))
            return self._scenes(domain, kept, pixels, _mapped(self.masks, (count, *self.size)) if self.masks else None)
        except (OSError, ValueError, IndexError, msgspec.MsgspecError):
            return None

    def _scenes(
        self, domain: Domain, kept: _CachedMasks, pixels: NDArray[np.uint8], masks: NDArray[np.uint8] | None = None
    ) -> Scenes:
        samples = [domain.samples[row] for row in kept.rows]
        masked = np.array([self.masks is not None and bool(one.mask) for one in samples], np.bool_)
        if masks is None:
            masks = np.broadcast_to(np.uint8(IGNORED), pixels.shape[:3])
        return Scenes(pixels, masks, masked, samples, kept.set_aside, kept.content)


def scenes(
    cache: ImageCache, domain: Domain, size: tuple[int, int], numbers: tuple[int, ...] | None
) -> Generator[tuple[int, int], None, Scenes]:
    """All samples of a domain at (height, width) pixels; yields (done, total) while it decodes.

    `numbers`: what each class of the domain's table becomes (`core.masks.mapped`); None leaves all masks out.
    Images are resized bilinearly, masks to the nearest pixel. A mask of another shape than its image, by more than
    1 %, sets the sample aside. Raises UserError when the disk does not take them.
    """
    reader = mask_reader(domain) if domain.table is not None and numbers is not None else None
    place = _place(cache.folder, domain, size, reader, numbers)
    if (found := place.load(domain)) is not None:
        return found
    try:
        yield from _build(cache, domain, place, reader, numbers)
    except OSError as error:
        raise disk_trouble(cache.folder, error) from error
    built = place.load(domain)
    if built is None:  # somebody emptied the cache at this very moment
        raise disk_trouble(cache.folder, FileNotFoundError("what was just written is gone"))
    return built


def _place(
    folder: Path, domain: Domain, size: tuple[int, int], reader: Reader | None, numbers: tuple[int, ...] | None
) -> _Place:
    digest = hashlib.blake2b(digest_size=16)
    root = domain.folder
    told = (VERSION, size, numbers, reader.stamp, domain.layout, domain.table) if reader else (VERSION, size)
    digest.update(repr((*told, str(root))).encode())
    stamps: dict[str, tuple[int, int]] = {}
    for one in domain.samples:
        mask: tuple[object, ...] = ()
        if reader and one.mask:
            if one.mask not in stamps:
                stamps[one.mask] = _stamp(root / one.mask)
            mask = (one.mask, *stamps[one.mask])
        digest.update(repr((one.path, one.bytes, one.mtime_ns, *mask)).encode())
    stem = f"scenes-{size[0]}x{size[1]}-{digest.hexdigest()}"
    return _Place(folder / f"{stem}.u8", folder / f"{stem}-masks.u8" if reader else None, size)


def _stamp(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except OSError:
        return 0, 0
    return status.st_size, status.st_mtime_ns


def _mapped(path: Path, shape: tuple[int, ...]) -> NDArray[np.uint8]:
    """A whole file of bytes, marked as used. Raises ValueError when its length is another."""
    if path.stat().st_size != np.prod(shape):
        raise ValueError("not whole")
    os.utime(path)
    return np.memmap(path, np.uint8, "r", shape=shape)


def _build(
    cache: ImageCache, domain: Domain, place: _Place, reader: Reader | None, numbers: tuple[int, ...] | None
) -> Generator[tuple[int, int], None, None]:
    total, area = len(domain.samples), place.size[0] * place.size[1]
    cache.make_room(total * area * (4 if reader else 3))
    lookup = np.full(256, IGNORED, np.uint8)
    lookup[: len(numbers or ())] = numbers or ()
    content = hashlib.blake2b(digest_size=16)
    rows: list[int] = []
    lost: list[SetAside] = []
    chunk = max(DECODERS, min(MOST, AT_ONCE // (area * 4)))
    with contextlib.ExitStack() as stack:
        pool = stack.enter_context(ThreadPoolExecutor(DECODERS))
        temporaries = [stack.enter_context(temporary_beside(place.pixels)) for _ in range(2)]
        pixels, masks = (stack.enter_context(temporary.open("wb")) for temporary in temporaries)
        for start in range(0, total, chunk):
            part = domain.samples[start : start + chunk]
            made = pool.map(lambda one: _row(domain.folder, one, place.size, reader, lookup), part)
            for number, (sample, row) in enumerate(zip(part, made, strict=True), start):
                if isinstance(row, Unreadable):
                    lost.append(SetAside(sample.path, row.reason, row.detail))
                else:
                    rows.append(number)
                    content.update(row.digest)
                    pixels.write(row.pixels)
                    masks.write(row.mask)
            yield min(start + chunk, total), total
        pixels.close()
        masks.close()
        if place.masks:
            os.replace(temporaries[1], place.masks)
        os.replace(temporaries[0], place.pixels)
        kept = _CachedMasks(rows, lost, content.hexdigest())
        write_atomically(place.pixels.with_suffix(".json"), msgspec.json.encode(kept))


def _row(
    root: Path, sample: Sample, size: tuple[int, int], reader: Reader | None, lookup: NDArray[np.uint8]
) -> "_Row | Unreadable":
    try:
        content = read_bytes(root / sample.path)
        pixels = decode_bytes(content, size)
        digest = hashlib.blake2b(content, digest_size=16)
        if reader is None:
            return _Row(digest.digest(), pixels.tobytes(), b"")
        if not sample.mask:
            return _Row(digest.digest(), pixels.tobytes(), bytes([IGNORED]) * (size[0] * size[1]))
        mask = lookup[_laid(reader(sample), root / sample.path, (sample.width, sample.height))]
    except Unreadable as error:
        return error
    digest.update(mask.tobytes())
    small = Image.fromarray(mask).resize(size[::-1], Image.Resampling.NEAREST)
    return _Row(digest.digest(), pixels.tobytes(), small.tobytes())


def _laid(mask: Numbers, path: Path, image: tuple[int, int]) -> Numbers:
    """The mask over its image: turned as the image is, where it was drawn over an image not yet turned."""
    tall, wide = mask.shape
    if fits((wide, tall), image):
        return mask
    if fits((tall, wide), image):
        with opened(path) as picture:
            turn = TURNS.get(picture.getexif().get(ExifTags.Base.Orientation, 1))
        if turn is not None:
            return np.asarray(Image.fromarray(mask).transpose(turn))
    raise Unreadable(Reason.MASK_SIZE, f"{wide} × {tall} pixels for an image of {image[0]} × {image[1]}")
