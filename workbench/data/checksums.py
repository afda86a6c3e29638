"""Checksums of cached files, by block: a file that a failure zeroed or cut off is made again, never trained on.

The checksums are CRC-32 (zlib), at about 2 GB/s on each core. They lie beside the file, four bytes for each block,
little-endian, and are on the disk before the file has its name. Files of earlier versions have none; they are used, and
get their checksums, if no block of theirs is all zeros.
"""

import os
import zlib
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.core.files import write_atomically

SUMS = ".sums"
BLOCK = 1 << 20  # bytes, where a file has no rows
THREADS = os.cpu_count() or 1


def blocks(content: NDArray[Any]) -> list[memoryview]:
    """The blocks of an array: its rows if it is uint8, which is how images are cached, else BLOCK bytes each."""
    flat = np.ascontiguousarray(content).reshape(-1).view(np.uint8).data
    size = len(flat) // len(content) if content.dtype == np.uint8 and content.ndim > 1 and len(content) else BLOCK
    return [flat[start : start + max(size, 1)] for start in range(0, len(flat), max(size, 1))]


def checksums(parts: Iterable[memoryview]) -> bytes:
    """The checksums of blocks."""
    with ThreadPoolExecutor(THREADS) as pool:  # zlib releases the interpreter lock
        return packed(pool.map(zlib.crc32, parts))


def packed(values: Iterable[int]) -> bytes:
    """The content of a file of checksums."""
    return np.fromiter(values, "<u4").tobytes()


def sums_file(path: Path) -> Path:
    """The file of the checksums of a cached file."""
    return path.with_suffix(SUMS)


def write_sums(path: Path, sums: bytes) -> None:
    """Write the checksums of a cached file, before the file is moved there."""
    write_atomically(sums_file(path), sums)


def is_whole(path: Path, content: NDArray[Any]) -> bool:
    """Whether the content of a cached file, memory-mapped, agrees with its checksums. Raises OSError."""
    parts = blocks(content)
    try:
        expected = sums_file(path).read_bytes()
    except FileNotFoundError:
        with ThreadPoolExecutor(THREADS) as pool:
            if not all(pool.map(_has_content, parts)):
                return False
        write_sums(path, checksums(parts))
        return True
    return checksums(parts) == expected


def read_sums(path: Path) -> list[int] | None:
    """The checksums of a cached file; None if it has none."""
    try:
        return [int(value) for value in np.frombuffer(sums_file(path).read_bytes(), "<u4")]
    except (OSError, ValueError):
        return None


def _has_content(part: memoryview) -> bool:
    return bool(np.frombuffer(part, np.uint8).any())
