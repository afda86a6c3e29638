"""A cache of decoded images and computed features, memory-mapped. It can be deleted at any time."""

import contextlib
import hashlib
import os
import shutil
import zlib
from collections.abc import Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.core.deep_range import DeepRange
from workbench.core.domain import Domain, Sample, SetAside
from workbench.core.errors import UserError
from workbench.core.files import replacing, temporary_beside
from workbench.data.checksums import blocks, checksums, is_whole, sums_file, write_sums
from workbench.data.decode import Unreadable, decode_bytes, read_bytes
from workbench.data.index import FileIndex, IndexedFile
from workbench.data.packs import DIGEST, KnownRow, Pack, known_rows, pack_at

BUDGET = 20 << 30  # bytes
CHUNK = 256
DECODERS = os.cpu_count() or 1
SPARE = 64 << 20  # bytes of disk space to leave free


@dataclass(frozen=True)
class Images:
    """Decoded images: `pixels`, uint8 (N, S, S, 3), memory-mapped; row i belongs to `samples[i]`.

    `set_aside`: files that could not be decoded. `content`: a digest of the contents of the files.
    """

    pixels: NDArray[np.uint8]
    samples: list[Sample]
    set_aside: list[SetAside]
    content: str = ""


class ImageCache:
    """A folder of packs. A pack contains the images of a domain at one size and is identified by their contents."""

    def __init__(self, folder: Path, budget: int = BUDGET) -> None:
        """`budget`: size limit in bytes; the least recently used files are deleted first."""
        self.folder, self.budget = folder, budget
        self.index = FileIndex(folder)

    def images(self, domain: Domain, size: int) -> Generator[tuple[int, int], None, Images]:
        """All samples of a domain at `size` × `size` pixels. Yields (done, total) while decoding.

        Images whose content is cached are not decoded again; unchanged files are not opened. Raises UserError if the
        cache cannot be written.
        """
        root = domain.folder
        files = [str(root / sample.path) for sample in domain.samples]
        known = self.index.below(root)
        digests = [_unchanged(known.get(file), sample) for file, sample in zip(files, domain.samples, strict=True)]
        if None not in digests:
            salt = _salt(domain)
            pack = pack_at(self.folder, [_keyed(digest, salt) for digest in digests if digest], size)
            if pack is not None:
                return Images(pack.use(), domain.samples, [], _content(pack.digests))
        try:
            return (yield from self._build(domain, files, digests, size, known))
        except OSError as error:
            raise cache_error(self.folder, error) from error

    def array(self, key: str) -> NDArray[Any] | None:
        """The array stored under a key, memory-mapped; None if there is none."""
        path = self.folder / f"{key}.npy"
        try:
            stored: NDArray[Any] = np.load(path, mmap_mode="r", allow_pickle=False)
            os.utime(path)
            return stored if is_whole(path, stored) else None
        except (OSError, ValueError, EOFError):
            return None

    def keep(self, key: str, array: NDArray[Any]) -> NDArray[Any]:
        """Store an array under a key and return it memory-mapped. Raises UserError if the cache cannot be written."""
        try:
            self.make_room(array.nbytes)
            path = self.folder / f"{key}.npy"
            write_sums(path, checksums(blocks(array)))
            with replacing(path, durable=False) as temporary, temporary.open("wb") as file:
                np.save(file, array, allow_pickle=False)
        except OSError as error:
            raise cache_error(self.folder, error) from error
        stored = self.array(key)
        return array if stored is None else stored

    def _build(
        self,
        domain: Domain,
        files: list[str],
        digests: list[bytes | None],
        size: int,
        known: dict[str, IndexedFile],
    ) -> Generator[tuple[int, int], None, Images]:
        total, row_bytes, salt = len(files), size * size * 3, _salt(domain)
        self.make_room(total * row_bytes)
        rows = known_rows(self.folder, size)
        samples: list[Sample] = []
        set_aside: list[SetAside] = []
        final_digests: list[bytes] = []
        sums: list[int] = []
        new_entries: list[IndexedFile] = []
        unfinished = temporary_beside(self.folder / "pixels")
        with ThreadPoolExecutor(DECODERS) as pool, unfinished as temporary, temporary.open("wb") as out:
            for start in range(0, total, CHUNK):
                part = slice(start, start + CHUNK)
                work = list(zip(files[part], digests[part], strict=True))
                decoded = pool.map(lambda item: _decoded(item[0], item[1], size, rows, domain.deep), work)
                for sample, file, result in zip(domain.samples[part], files[part], decoded, strict=True):
                    new_entries.append(_index_entry(file, sample, result, known.get(file)))
                    if isinstance(result, Unreadable):
                        set_aside.append(SetAside(sample.path, result.reason, result.detail))
                    else:
                        final_digests.append(_keyed(result[0], salt))
                        samples.append(sample)
                        sums.append(zlib.crc32(result[1]))
                        out.write(result[1])
                yield min(start + CHUNK, total), total
            out.close()
            self.index.remember(new_entries)
            if not final_digests:
                return Images(np.empty((0, size, size, 3), np.uint8), [], set_aside)
            pack = Pack(self.folder, final_digests, size)
            pack.adopt(temporary, sums)
            return Images(pack.use(), samples, set_aside, _content(final_digests))

    def make_room(self, needed: int) -> None:
        """Delete least recently used files until `needed` bytes fit the budget. Raises UserError for a full disk."""
        self.folder.mkdir(parents=True, exist_ok=True)
        cached = [path for path in self.folder.iterdir() if path.suffix in (".u8", ".npy")]
        files = []
        for path in cached:
            with contextlib.suppress(OSError):
                status = path.stat()
                files.append((status.st_mtime_ns, status.st_size, path))
        total = sum(size for _, size, _ in files) + needed
        for _, size, path in sorted(files):
            free = shutil.disk_usage(self.folder).free
            if total <= self.budget and needed + SPARE <= free:
                return
            for file in (path, path.with_suffix(DIGEST), path.with_suffix(".json"), sums_file(path)):
                with contextlib.suppress(OSError):
                    file.unlink(missing_ok=True)
            total -= size
        free = shutil.disk_usage(self.folder).free
        if needed + SPARE > free:
            raise UserError(
                f"The cache in {self.folder} needs {needed / 1e9:.1f} GB, but its disk has {free / 1e9:.1f} GB left.",
                "Free some space, choose another folder with --cache, or use a smaller --image-size.",
            )


def _content(digests: Sequence[bytes]) -> str:
    return hashlib.blake2b(b"".join(digests), digest_size=16).hexdigest()


def _salt(domain: Domain) -> bytes:
    return domain.deep.key.encode() if domain.deep else b""


def _keyed(digest: bytes, salt: bytes) -> bytes:
    """What identifies the pixels of a file with this digest: they also depend on the range of deep images, `salt`."""
    return hashlib.blake2b(digest + salt, digest_size=16).digest() if salt else digest


def _unchanged(known: IndexedFile | None, sample: Sample) -> bytes | None:
    if known is None or (known.size, known.mtime_ns) != (sample.bytes, sample.mtime_ns):
        return None
    return known.digest


def _decoded(
    file: str, digest: bytes | None, size: int, rows: dict[bytes, KnownRow], deep: DeepRange | None
) -> "tuple[bytes, bytes] | Unreadable":
    """The digest and the pixels of a file. `rows`: known pixels, by key."""
    salt = deep.key.encode() if deep else b""
    if digest is not None and (key := _keyed(digest, salt)) in rows and (known := rows[key].content()) is not None:
        return digest, known
    try:
        content = read_bytes(Path(file))
        digest = hashlib.blake2b(content, digest_size=16).digest()
        key = _keyed(digest, salt)
        known = rows[key].content() if key in rows else None
        return digest, known if known is not None else decode_bytes(content, size, deep).tobytes()
    except Unreadable as error:
        return error


def _index_entry(
    file: str, sample: Sample, result: "tuple[bytes, bytes] | Unreadable", known: IndexedFile | None
) -> IndexedFile:
    reason, detail, digest = ("", "", result[0]) if isinstance(result, tuple) else (result.reason, result.detail, None)
    shape, traits = (sample.width, sample.height, sample.format), known.traits if known else None
    return IndexedFile(file, sample.bytes, sample.mtime_ns, *shape, reason, detail, digest, traits)


def cache_error(folder: Path, error: OSError) -> UserError:
    """The error for a cache that cannot be written."""
    return UserError(
        f"The cache in {folder} cannot be written ({error.strerror or error}).",
        "Free some space on its disk, or choose another folder with --cache.",
    )
