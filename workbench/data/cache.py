"""Decoded images and computed features, memory-mapped, made once and safe to delete at any time."""

import contextlib
import hashlib
import os
import shutil
from collections.abc import Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.core.domain import Domain, Sample, SetAside
from workbench.core.errors import UserError
from workbench.core.files import replacing, temporary_beside
from workbench.data.decode import Unreadable, decode_bytes, read_bytes
from workbench.data.index import FileIndex, Known
from workbench.data.packs import DIGEST, Pack, known_rows, pack_at

BUDGET = 20 << 30  # bytes
CHUNK = 256
DECODERS = os.cpu_count() or 1
SPARE = 64 << 20  # bytes of disk that stay free


@dataclass(frozen=True)
class Images:
    """`pixels`: (N, S, S, 3) bytes, memory-mapped; row i is `samples[i]`. `set_aside`: what could not be decoded.

    `content` changes with what is in the files, and with nothing else.
    """

    pixels: NDArray[np.uint8]
    samples: list[Sample]
    set_aside: list[SetAside]
    content: str = ""


class ImageCache:
    """A folder of packs. A pack holds the images of one domain at one size and is found by their content."""

    def __init__(self, folder: Path, budget: int = BUDGET) -> None:
        """`budget`: bytes; when it is exceeded, what was used longest ago goes first."""
        self.folder, self.budget = folder, budget
        self.index = FileIndex(folder)

    def images(self, domain: Domain, size: int) -> Generator[tuple[int, int], None, Images]:
        """All samples of a domain at `size` × `size` pixels; yields (done, total) while it decodes.

        Images known by content are not decoded again, and unchanged files are not even opened.
        Raises UserError when the disk does not take them.
        """
        root = domain.folder
        files = [str(root / sample.path) for sample in domain.samples]
        known = self.index.below(root)
        digests = [_unchanged(known.get(file), sample) for file, sample in zip(files, domain.samples, strict=True)]
        if None not in digests:
            pack = pack_at(self.folder, [digest for digest in digests if digest], size)
            if pack is not None:
                return Images(pack.use(), domain.samples, [], _content(pack.digests))
        try:
            return (yield from self._build(domain, files, digests, size))
        except OSError as error:
            raise disk_trouble(self.folder, error) from error

    def array(self, key: str) -> NDArray[Any] | None:
        """What `keep` stored under a key, memory-mapped; None when it is not there (any more)."""
        path = self.folder / f"{key}.npy"
        try:
            found: NDArray[Any] = np.load(path, mmap_mode="r", allow_pickle=False)
            os.utime(path)
        except (OSError, ValueError, EOFError):
            return None
        return found

    def keep(self, key: str, array: NDArray[Any]) -> NDArray[Any]:
        """Store an array under a key; the same, memory-mapped. Raises UserError when the disk does not take it."""
        try:
            self.make_room(array.nbytes)
            with replacing(self.folder / f"{key}.npy") as temporary, temporary.open("wb") as file:
                np.save(file, array, allow_pickle=False)
        except OSError as error:
            raise disk_trouble(self.folder, error) from error
        kept = self.array(key)
        return array if kept is None else kept

    def _build(
        self, domain: Domain, files: list[str], digests: list[bytes | None], size: int
    ) -> Generator[tuple[int, int], None, Images]:
        total, row_bytes = len(files), size * size * 3
        self.make_room(total * row_bytes)
        rows = known_rows(self.folder, size)
        samples: list[Sample] = []
        lost: list[SetAside] = []
        final: list[bytes] = []
        fresh: list[Known] = []
        unfinished = temporary_beside(self.folder / "pixels")
        with ThreadPoolExecutor(DECODERS) as pool, unfinished as temporary, temporary.open("wb") as out:
            for start in range(0, total, CHUNK):
                part = slice(start, start + CHUNK)
                work = list(zip(files[part], digests[part], strict=True))
                decoded = pool.map(lambda one: _decoded(one[0], one[1], size, rows), work)
                for sample, file, result in zip(domain.samples[part], files[part], decoded, strict=True):
                    fresh.append(_remembered(file, sample, result))
                    if isinstance(result, Unreadable):
                        lost.append(SetAside(sample.path, result.reason, result.detail))
                    else:
                        final.append(result[0])
                        samples.append(sample)
                        out.write(result[1])
                yield min(start + CHUNK, total), total
            out.close()
            self.index.remember(fresh)
            if not final:
                return Images(np.empty((0, size, size, 3), np.uint8), [], lost)
            pack = Pack(self.folder, final, size)
            pack.adopt(temporary)
            return Images(pack.use(), samples, lost, _content(final))

    def make_room(self, needed: int) -> None:
        """Delete what was used longest ago until `needed` bytes fit the budget. Raises UserError for a full disk."""
        self.folder.mkdir(parents=True, exist_ok=True)
        kept = [path for path in self.folder.iterdir() if path.suffix in (".u8", ".npy")]
        used = []
        for path in kept:
            with contextlib.suppress(OSError):
                status = path.stat()
                used.append((status.st_mtime_ns, status.st_size, path))
        total = sum(size for _, size, _ in used) + needed
        for _, size, path in sorted(used):
            free = shutil.disk_usage(self.folder).free
            if total <= self.budget and needed + SPARE <= free:
                return
            for one in (path, path.with_suffix(DIGEST), path.with_suffix(".json")):
                with contextlib.suppress(OSError):
                    one.unlink(missing_ok=True)
            total -= size
        free = shutil.disk_usage(self.folder).free
        if needed + SPARE > free:
            raise UserError(
                f"The cache in {self.folder} needs {needed / 1e9:.1f} GB, and the disk has {free / 1e9:.1f} GB left.",
                "Free some space, choose another folder with --cache, or use a smaller --image-size.",
            )


def _content(digests: Sequence[bytes]) -> str:
    return hashlib.blake2b(b"".join(digests), digest_size=16).hexdigest()


def _unchanged(known: Known | None, sample: Sample) -> bytes | None:
    if known is None or (known.size, known.mtime_ns) != (sample.bytes, sample.mtime_ns):
        return None
    return known.digest


def _decoded(
    file: str, digest: bytes | None, size: int, rows: dict[bytes, NDArray[np.uint8]]
) -> "tuple[bytes, bytes] | Unreadable":
    """Digest of the file's content and its pixels."""
    if digest is not None and digest in rows:
        return digest, rows[digest].tobytes()
    try:
        content = read_bytes(Path(file))
        digest = hashlib.blake2b(content, digest_size=16).digest()
        return digest, rows[digest].tobytes() if digest in rows else decode_bytes(content, size).tobytes()
    except Unreadable as error:
        return error


def _remembered(file: str, sample: Sample, result: "tuple[bytes, bytes] | Unreadable") -> Known:
    reason, detail, digest = ("", "", result[0]) if isinstance(result, tuple) else (result.reason, result.detail, None)
    stamp = (sample.bytes, sample.mtime_ns)
    return Known(file, *stamp, sample.width, sample.height, sample.format, reason, detail, digest)


def disk_trouble(folder: Path, error: OSError) -> UserError:
    """What to say when the cache can not be written."""
    return UserError(
        f"The cache in {folder} can not be written ({error.strerror or error}).",
        "Free some space on that disk, or choose another folder with --cache.",
    )
