"""A pack: decoded images of one size in a file, and the digests of their source files in another."""

import hashlib
import os
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.core.files import move, write_atomically
from workbench.data.checksums import is_whole, packed, read_sums, sums_file, write_sums

DIGEST = ".digests"
WIDTH = 16  # bytes per digest


class Pack:
    """The decoded images of files with the given digests, at one size, in order."""

    def __init__(self, folder: Path, digests: Sequence[bytes], size: int) -> None:
        name = hashlib.blake2b(b"".join(digests), digest_size=16).hexdigest()
        self.digests, self.size = digests, size
        self.pixels = folder / f"pixels-{size}-{name}.u8"

    @property
    def complete(self) -> bool:
        """Whether the file exists and is complete."""
        try:
            return self.pixels.stat().st_size == len(self.digests) * self.size * self.size * 3
        except OSError:
            return False

    def adopt(self, unfinished: Path, sums: Sequence[int]) -> None:
        """Atomically make a file of raw pixels the file of this pack. `sums`: the checksum of each image."""
        write_sums(self.pixels, packed(sums))
        write_atomically(self.pixels.with_suffix(DIGEST), b"".join(self.digests), durable=False)
        move(unfinished, self.pixels, durable=False)

    def use(self) -> NDArray[np.uint8]:
        """The pixels, uint8 (N, S, S, 3), memory-mapped. Marks the pack as used."""
        os.utime(self.pixels)
        return np.memmap(self.pixels, np.uint8, "r", shape=(len(self.digests), self.size, self.size, 3))

    def discard(self) -> None:
        """Delete the files of this pack."""
        for file in (self.pixels, self.pixels.with_suffix(DIGEST), sums_file(self.pixels)):
            file.unlink(missing_ok=True)


def pack_at(folder: Path, digests: Sequence[bytes], size: int) -> Pack | None:
    """The pack of the given digests; None if it is missing or incomplete. A damaged one is deleted."""
    pack = Pack(folder, digests, size)
    if not pack.complete:
        return None
    try:
        if not len(digests) or is_whole(pack.pixels, pack.use()):
            return pack
        pack.discard()
    except OSError:
        pass
    return None


class KnownRow(NamedTuple):
    """A decoded image of a pack, uint8 (S, S, 3), and its checksum; None in a pack of an earlier version."""

    pixels: NDArray[np.uint8]
    checksum: int | None

    def content(self) -> bytes | None:
        """The pixels; None if they are damaged."""
        content = self.pixels.tobytes()
        whole = content.count(0) < len(content) if self.checksum is None else zlib.crc32(content) == self.checksum
        return content if whole else None


def known_rows(folder: Path, size: int) -> dict[bytes, KnownRow]:
    """All decoded images of a size, by the digest of their files."""
    rows: dict[bytes, KnownRow] = {}
    for file in folder.glob(f"pixels-{size}-*{DIGEST}"):
        content = file.read_bytes()
        digests = [content[start : start + WIDTH] for start in range(0, len(content), WIDTH)]
        pack = Pack(folder, digests, size)
        if pack.complete and digests:
            sums = read_sums(pack.pixels)
            known = sums if sums is not None and len(sums) == len(digests) else [None] * len(digests)
            rows.update(zip(digests, map(KnownRow, pack.use(), known), strict=True))
    return rows
