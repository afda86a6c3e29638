"""A folder that is looked at again and again for new images, at a price that hardly grows with what is there already.

A folder's time of change says whether files came, went or were renamed in it, so only folders that changed are listed.
A file that is written over in place changes no folder: now and then all are listed, so seldom that this takes a small
share of the time. Small folders are listed each time.
"""

import os
import time
from collections.abc import Iterator
from pathlib import Path

from workbench.data.walk import Below, Found, listed

SHARE = 0.02  # of the time that listing everything may take
SETTLED = 2_000_000_000  # nanoseconds: a folder that changed later than that may change again within one tick
UNSETTLED = -1

Above = frozenset[tuple[int, int]]  # identities of the folders above one, against links that go round in circles


class Arrivals:
    """What is in a folder, look by look."""

    def __init__(self, root: Path, share: float = SHARE) -> None:
        self.root, self.share = str(root), share
        self._folders: dict[str, tuple[int, Above]] = {}  # below the root: when it changed, and what it lies in
        self._all_at = 0.0  # when everything is listed next, on the monotonic clock

    def look(self) -> list[Found]:
        """The files in folders that changed since the last look, or in all; those of unchanged folders are left out."""
        begun = time.monotonic()
        if begun < self._all_at:
            folders = list(self._folders.items())
            return [one for below, (stamp, above) in folders for one in self._changed(below, stamp, above)]
        self._folders.clear()
        found = list(self._list("", frozenset()))
        ended = time.monotonic()
        self._all_at = ended + (ended - begun) / self.share
        return found

    def now(self, path: str) -> Found | None:
        """A file as it is at this moment; None when it is gone."""
        try:
            status = os.stat(os.path.join(self.root, path))
        except OSError:
            return None
        return Found(path, status.st_size, status.st_mtime_ns)

    def _changed(self, below: str, stamp: int, above: Above) -> Iterator[Found]:
        try:
            same = os.stat(os.path.join(self.root, below)).st_mtime_ns == stamp
        except OSError:
            same = False
        return iter(()) if same else self._list(below, above)

    def _list(self, below: str, above: Above) -> Iterator[Found]:
        folder = os.path.join(self.root, below) if below else self.root
        self._folders.pop(below, None)
        if not below:
            self._folders[below] = (UNSETTLED, above)  # it may come back
        try:
            status = os.stat(folder)
            identity = (status.st_dev, status.st_ino)
            if identity in above:
                return
            entries = listed(self.root, below)
        except OSError:
            return
        settled = time.time_ns() - status.st_mtime_ns > SETTLED
        self._folders[below] = (status.st_mtime_ns if settled else UNSETTLED, above)
        for one in entries:
            if isinstance(one, Found):
                yield one
            elif isinstance(one, Below) and one.path not in self._folders:
                yield from self._list(one.path, above | {identity})
