"""A pack: decoded images of one size in one file, with the digests of the files they came from beside it."""

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from workbench.core.files import write_atomically

DIGEST = ".digests"
WIDTH = 16  # bytes a digest


class Pack:
    """Images of given contents at one size, in order."""

    def __init__(self, folder: Path, digests: Sequence[bytes], size: int) -> None:
        name = hashlib.blake2b(b"".join(digests), digest_size=16).hexdigest()
        self.digests, self.size = digests, size
        self.pixels = folder / f"pixels-{size}-{name}.u8"

    @property
    def whole(self) -> bool:
        """Whether the file is there in full length."""
        try:
            return self.pixels.stat().st_size == len(self.digests) * self.size * self.size * 3
        except OSError:
            return False

    def adopt(self, unfinished: Path) -> None:
        """Take a file of raw pixels for this pack's, in one step."""
        write_atomically(self.pixels.with_suffix(DIGEST), b"".join(self.digests))
        os.replace(unfinished, self.pixels)

    def use(self) -> NDArray[np.uint8]:
        """(N, S, S, 3) bytes, memory-mapped; marks the pack as used."""
        os.utime(self.pixels)
        return np.memmap(self.pixels, np.uint8, "r", shape=(len(self.digests), self.size, self.size, 3))


def pack_at(folder: Path, digests: Sequence[bytes], size: int) -> Pack | None:
    """The pack of these contents, when it is there and whole."""
    pack = Pack(folder, digests, size)
    return pack if pack.whole else None


def known_rows(folder: Path, size: int) -> dict[bytes, NDArray[np.uint8]]:
    """Every decoded image of this size, by the digest of its file."""
    rows: dict[bytes, NDArray[np.uint8]] = {}
    for listed in folder.glob(f"pixels-{size}-*{DIGEST}"):
        content = listed.read_bytes()
        digests = [content[start : start + WIDTH] for start in range(0, len(content), WIDTH)]
        pack = pack_at(folder, digests, size)
        if pack is not None and pack.digests:
            rows.update(zip(digests, pack.use(), strict=True))
    return rows
