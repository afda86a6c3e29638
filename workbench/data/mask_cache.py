"""A cache of images with their masks at one size, memory-mapped. It can be deleted at any time."""

import contextlib
import hashlib
import os
import zlib
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
from workbench.core.files import move, temporary_beside, write_atomically
from workbench.core.masks import IGNORED
from workbench.data.cache import DECODERS, ImageCache, cache_error
from workbench.data.checksums import is_whole, packed, write_sums
from workbench.data.decode import Unreadable, decode_bytes, opened, read_bytes
from workbench.data.masks.contract import Numbers, Reader
from workbench.data.masks.mask_shape import fits
from workbench.data.masks.reader import mask_reader

AT_ONCE = 64 << 20  # bytes of decoded images in memory
MOST = 256  # decoded images in memory
VERSION = 1  # of the cache format; part of the file names
TURNS = {
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}  # by EXIF orientations that swap width and height


@dataclass(frozen=True)
class Scenes:
    """Images and masks: `pixels`, uint8 (N, H, W, 3), and `masks`, uint8 (N, H, W), both read-only.

    Row i belongs to `samples[i]`. Masks contain class indices, or IGNORED. `masked`: (N,), which samples have a mask.
    `set_aside`: files that could not be used. `content`: a digest of the contents of the files.
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
    mask: bytes  # empty if masks are not read


class _CachedMasks(msgspec.Struct, frozen=True):
    rows: list[int]  # indices of samples of the domain
    set_aside: list[SetAside]
    content: str


class _Place(NamedTuple):
    """The cache files of one set of scenes."""

    pixels: Path
    masks: Path | None
    size: tuple[int, int]

    def load(self, domain: Domain) -> Scenes | None:
        """The cached scenes; None if they are missing or incomplete."""
        try:
            cached = msgspec.json.decode(self.pixels.with_suffix(".json").read_bytes(), type=_CachedMasks)
            count = len(cached.rows)
            if not count:
                return self._scenes(domain, cached, np.empty((0, *self.size, 3), np.uint8))
            pixels = _mapped(self.pixels, (count, *self.size, 3))
            masks = _mapped(self.masks, (count, *self.size)) if self.masks else None
            return self._scenes(domain, cached, pixels, masks)
        except (OSError, ValueError, IndexError, msgspec.MsgspecError):
            return None

    def _scenes(
        self, domain: Domain, cached: _CachedMasks, pixels: NDArray[np.uint8], masks: NDArray[np.uint8] | None = None
    ) -> Scenes:
        samples = [domain.samples[row] for row in cached.rows]
        masked = np.array([self.masks is not None and bool(sample.mask) for sample in samples], np.bool_)
        if masks is None:
            masks = np.broadcast_to(np.uint8(IGNORED), pixels.shape[:3])
        return Scenes(pixels, masks, masked, samples, cached.set_aside, cached.content)


def scenes(
    cache: ImageCache, domain: Domain, size: tuple[int, int], numbers: tuple[int, ...] | None
) -> Generator[tuple[int, int], None, Scenes]:
    """All samples of a domain at (height, width) pixels. Yields (done, total) while decoding.

    `numbers`: the new index of each class of the domain's table (`core.masks.mapped`); None ignores all masks. Images
    are resized bilinearly, masks by nearest neighbour. A sample is set aside if the aspect ratios of image and mask
    differ by more than 1 %. Raises UserError if the cache cannot be written.
    """
    reader = mask_reader(domain) if numbers is not None else None
    place = _place(cache.folder, domain, size, reader, numbers)
    if (cached := place.load(domain)) is not None:
        return cached
    try:
        yield from _build(cache, domain, place, reader, numbers)
    except OSError as error:
        raise cache_error(cache.folder, error) from error
    built = place.load(domain)
    if built is None:  # the cache was emptied at the same time
        raise cache_error(cache.folder, FileNotFoundError("the written files are missing"))
    return built


def _place(
    folder: Path, domain: Domain, size: tuple[int, int], reader: Reader | None, numbers: tuple[int, ...] | None
) -> _Place:
    digest = hashlib.blake2b(digest_size=16)
    root = domain.folder
    parameters = (VERSION, size, numbers, reader.stamp, domain.layout, domain.table) if reader else (VERSION, size)
    if domain.deep is not None and domain.deep.key:
        parameters = (*parameters, domain.deep.key)
    digest.update(repr((*parameters, str(root))).encode())
    stamps: dict[str, tuple[int, int]] = {}
    for sample in domain.samples:
        mask: tuple[object, ...] = ()
        if reader and sample.mask:
            if sample.mask not in stamps:
                stamps[sample.mask] = _stamp(root / sample.mask)
            mask = (sample.mask, *stamps[sample.mask])
        digest.update(repr((sample.path, sample.bytes, sample.mtime_ns, *mask)).encode())
    stem = f"scenes-{size[0]}x{size[1]}-{digest.hexdigest()}"
    return _Place(folder / f"{stem}.u8", folder / f"{stem}-masks.u8" if reader else None, size)


def _stamp(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except OSError:
        return 0, 0
    return status.st_size, status.st_mtime_ns


def _mapped(path: Path, shape: tuple[int, ...]) -> NDArray[np.uint8]:
    """Map a file of bytes and mark it as used. Raises ValueError if its size or its checksums do not match."""
    if path.stat().st_size != np.prod(shape):
        raise ValueError("incomplete file")
    os.utime(path)
    mapped = np.memmap(path, np.uint8, "r", shape=shape)
    if not is_whole(path, mapped):
        raise ValueError("damaged file")
    return mapped


def _build(
    cache: ImageCache, domain: Domain, place: _Place, reader: Reader | None, numbers: tuple[int, ...] | None
) -> Generator[tuple[int, int], None, None]:
    total, area = len(domain.samples), place.size[0] * place.size[1]
    cache.make_room(total * area * (4 if reader else 3))
    lookup = np.full(256, IGNORED, np.uint8)
    lookup[: len(numbers or ())] = numbers or ()
    content = hashlib.blake2b(domain.deep.key.encode() if domain.deep else b"", digest_size=16)
    rows: list[int] = []
    set_aside: list[SetAside] = []
    sums: list[tuple[int, int]] = []
    chunk = max(DECODERS, min(MOST, AT_ONCE // (area * 4)))
    with contextlib.ExitStack() as stack:
        pool = stack.enter_context(ThreadPoolExecutor(DECODERS))
        temporaries = [stack.enter_context(temporary_beside(place.pixels)) for _ in range(2)]
        pixels, masks = (stack.enter_context(temporary.open("wb")) for temporary in temporaries)
        for start in range(0, total, chunk):
            part = domain.samples[start : start + chunk]
            decoded = pool.map(lambda sample: _row(domain, sample, place.size, reader, lookup), part)
            for number, (sample, row) in enumerate(zip(part, decoded, strict=True), start):
                if isinstance(row, Unreadable):
                    set_aside.append(SetAside(sample.path, row.reason, row.detail))
                else:
                    rows.append(number)
                    content.update(row.digest)
                    pixels.write(row.pixels)
                    masks.write(row.mask)
                    sums.append((zlib.crc32(row.pixels), zlib.crc32(row.mask)))
            yield min(start + chunk, total), total
        pixels.close()
        masks.close()
        for index, path in enumerate((place.pixels, place.masks)):
            if path is not None:
                write_sums(path, packed(pair[index] for pair in sums))
                move(temporaries[index], path, durable=False)
        cached = _CachedMasks(rows, set_aside, content.hexdigest())
        write_atomically(place.pixels.with_suffix(".json"), msgspec.json.encode(cached), durable=False)


def _row(
    domain: Domain, sample: Sample, size: tuple[int, int], reader: Reader | None, lookup: NDArray[np.uint8]
) -> "_Row | Unreadable":
    try:
        path = domain.folder / sample.path
        content = read_bytes(path)
        pixels = decode_bytes(content, size, domain.deep)
        digest = hashlib.blake2b(content, digest_size=16)
        if reader is None:
            return _Row(digest.digest(), pixels.tobytes(), b"")
        if not sample.mask:
            return _Row(digest.digest(), pixels.tobytes(), bytes([IGNORED]) * (size[0] * size[1]))
        mask = lookup[oriented(reader(sample), path, (sample.width, sample.height))]
    except Unreadable as error:
        return error
    digest.update(mask.tobytes())
    small = Image.fromarray(mask).resize(size[::-1], Image.Resampling.NEAREST)
    return _Row(digest.digest(), pixels.tobytes(), small.tobytes())


def oriented(mask: Numbers, path: Path, image: tuple[int, int]) -> Numbers:
    """The mask in the orientation of its image. A mask drawn without EXIF orientation is rotated like the image."""
    tall, wide = mask.shape
    if fits((wide, tall), image):
        return mask
    if fits((tall, wide), image):
        with opened(path) as header:
            rotation = TURNS.get(header.getexif().get(ExifTags.Base.Orientation, 1))
        if rotation is not None:
            return np.asarray(Image.fromarray(mask).transpose(rotation))
    raise Unreadable(Reason.MASK_SIZE, f"{wide} × {tall} pixels for an image of {image[0]} × {image[1]}")
