"""A pack: decoded images of one size in a file, and the digests of their source files in another."""

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from workbench.core.files import write_atomically

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

    def adopt(self, unfinished: Path) -> None:
        """Atomically make a file of raw pixels the file of this pack."""
        write_atomically(self.pixels.with_suffix(DIGEST), b"".join(self.digests))
        os.replace(unfinished, self.pixels)

    def use(self) -> NDArray[np.uint8]:
        """The pixels, uint8 (N, S, S, 3), memory-mapped. Marks the pack as used."""
        os.utime(self.pixels)
        return np.memmap(self.pixels, np.uint8, "r", shape=(len(self.digests), self.size, self.size, 3))


def pack_at(folder: Path, digests: Sequence[bytes], size: int) -> Pack | None:
    """The pack of the given digests; None if it is missing or incomplete."""
    pack = Pack(folder, digests, size)
    return pack if pack.complete else None


def known_rows(folder: Path, size: int) -> dict[bytes, NDArray[np.uint8]]:
    """All decoded images of a size, by the digest of their files."""
    rows: dict[bytes, NDArray[np.uint8]] = {}
    for file in folder.glob(f"pixels-{size}-*{DIGEST}"):
        content = file.read_bytes()
        digests = [content[start : start + WIDTH] for start in range(0, len(content), WIDTH)]
        pack = pack_at(folder, digests, size)
        if pack is not None and pack.digests:
            rows.update(zip(digests, pack.use(), strict=True))
    return rows
