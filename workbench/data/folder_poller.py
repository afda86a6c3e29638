"""A folder that is looked at again and again for new images, at a price that hardly grows with what is there already.

Only folders that changed are listed. On a local drive the operating system reports them. Elsewhere a folder's time of
change says whether files came, went or were renamed in it; a file that is written over in place changes no folder.
So now and then all are listed, so seldom that this takes a small share of the time. Small folders are listed each time.
"""

import os
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from workbench.data.folder_events import FolderEvents, FolderReport
from workbench.data.walk import Below, Found, claims_to_be_image, listed

SHARE = 0.02  # of the time that listing everything may take
SETTLED = 2_000_000_000  # nanoseconds: a folder that changed later than that may change again within one tick
UNSETTLED = -1
NOTHING = FolderReport(frozenset(), False)

Above = frozenset[tuple[int, int]]  # identities of the folders above one, against links that go round in circles


class Arrivals:
    """What is in a folder, look by look."""

    def __init__(self, root: Path, share: float = SHARE, *, events: bool = True) -> None:
        """`share`: of the time that listing everything may take. `events`: whether to use what the system reports."""
        self.root, self.share = str(root), share
        self.events = FolderEvents(root) if events else None
        self._folders: dict[str, tuple[int, Above]] = {}  # below the root: when it changed, and what it lies in
        self._all_at = 0.0  # when everything is listed next, on the monotonic clock

    def look(self) -> list[Found]:
        """The files in folders that changed since the last look, or in all; those of unchanged folders are left out."""
        begun = time.monotonic()
        if begun < self._all_at:
            reported = self.events.take(len(self._folders)) if self.events is not None else NOTHING
            touched = self._touched(reported.paths)
            return [
                found
                for below, (stamp, above) in list(self._folders.items())
                if below in touched or self._differs(below, stamp, reported.complete)
                for found in self._list(below, above)
            ]
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

    def _touched(self, paths: Iterable[str]) -> set[str]:
        """The folders in which these paths lie, and those that they are; other files than images do not count."""
        touched = set()
        for path in paths:
            if path in self._folders or claims_to_be_image(path) or os.path.isdir(os.path.join(self.root, path)):
                touched |= {path, os.path.dirname(path)}
        return touched

    def _differs(self, below: str, stamp: int, complete: bool) -> bool:
        """Whether a folder that was not reported may hold other files than before; where reports are complete, no."""
        if stamp == UNSETTLED or complete:
            return stamp == UNSETTLED
        try:
            return os.stat(os.path.join(self.root, below)).st_mtime_ns != stamp
        except OSError:
            return True

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
