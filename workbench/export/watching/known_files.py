"""The files that a watch has predicted, in eight bytes each."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from workbench.data.walk import FileEntry

MERGED = 4096  # files of the set that are merged into the array at once

Hashes = NDArray[np.int64]


class KnownFiles:
    """A set of files by path, size and modification time.

    It holds hashes of 64 bits: among a million files, a new one is taken for a known one with a probability of
    1 : 10¹³. A sorted array holds most of them, and a small set the latest.
    """

    def __init__(self, files: Iterable[FileEntry] = ()) -> None:
        self._sorted: Hashes = np.unique(np.fromiter(map(hash, files), np.int64))
        self._latest: set[int] = set()

    def __len__(self) -> int:
        return len(self._sorted) + len(self._latest)

    def __contains__(self, file: FileEntry) -> bool:
        return hash(file) in self._latest or bool(self._in_sorted(np.array([hash(file)]))[0])

    def add(self, file: FileEntry) -> None:
        """Add a file that is not in the set."""
        self._latest.add(hash(file))
        if len(self._latest) >= MERGED:
            self._sorted = np.union1d(self._sorted, np.fromiter(self._latest, np.int64, len(self._latest)))
            self._latest.clear()

    def new(self, files: Sequence[FileEntry]) -> list[FileEntry]:
        """Those files that are not in the set, in order."""
        hashes = np.fromiter(map(hash, files), np.int64, len(files))
        known = self._in_sorted(hashes)
        return [files[row] for row in np.flatnonzero(~known).tolist() if int(hashes[row]) not in self._latest]

    def clear(self) -> None:
        """Remove all files."""
        self._sorted = self._sorted[:0]
        self._latest.clear()

    def _in_sorted(self, hashes: Hashes) -> NDArray[np.bool_]:
        if not len(self._sorted):
            return np.zeros(len(hashes), bool)
        places = np.minimum(np.searchsorted(self._sorted, hashes), len(self._sorted) - 1)
        found: NDArray[np.bool_] = self._sorted[places] == hashes
        return found
