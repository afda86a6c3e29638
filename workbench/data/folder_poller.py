"""Polling of a folder for new images, at a cost that hardly depends on the number of existing files.

Only changed folders are listed. On a local drive, the operating system reports them. Elsewhere, the modification time
of a folder shows whether files were added, removed or renamed; overwriting a file in place does not change it.
All folders are therefore listed at intervals, so rarely that it takes a small share of the time.
"""

import os
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from workbench.data.folder_events import FolderEvents, FolderReport
from workbench.data.walk import FileEntry, Subfolder, claims_to_be_image, list_folder

SHARE = 0.02  # largest share of the time for listing all folders
SETTLED = 2_000_000_000  # nanoseconds: a more recently changed folder may change again without a new time stamp
UNSETTLED = -1
NOTHING = FolderReport(frozenset(), False)

Above = frozenset[tuple[int, int]]  # identities of all parents of a folder, to detect link loops


class FolderPoller:
    """Lists the files of a folder incrementally."""

    def __init__(self, root: Path, share: float = SHARE, *, events: bool = True) -> None:
        """`share`: largest share of the time for listing all folders. `events`: whether to use the system's reports."""
        self.root, self.share = str(root), share
        self.events = FolderEvents(root) if events else None
        self._folders: dict[str, tuple[int, Above]] = {}  # by path: modification time and parents
        self._all_at = 0.0  # monotonic time of the next listing of all folders

    def look(self) -> list[FileEntry]:
        """The files of all folders that changed since the last call, or of all folders if a full listing is due."""
        start = time.monotonic()
        if start < self._all_at:
            reported = self.events.take(len(self._folders)) if self.events is not None else NOTHING
            touched = self._touched(reported.paths)
            return [
                file
                for below, (stamp, above) in list(self._folders.items())
                if below in touched or self._differs(below, stamp, reported.complete)
                for file in self._list(below, above)
            ]
        self._folders.clear()
        files = list(self._list("", frozenset()))
        end = time.monotonic()
        self._all_at = end + (end - start) / self.share
        return files

    def now(self, path: str) -> FileEntry | None:
        """The current size and modification time of a file; None if it does not exist."""
        try:
            status = os.stat(os.path.join(self.root, path))
        except OSError:
            return None
        return FileEntry(path, status.st_size, status.st_mtime_ns)

    def _touched(self, paths: Iterable[str]) -> set[str]:
        """The folders among the paths, and the parents of images and folders among them."""
        touched = set()
        for path in paths:
            if path in self._folders or claims_to_be_image(path) or os.path.isdir(os.path.join(self.root, path)):
                touched |= {path, os.path.dirname(path)}
        return touched

    def _differs(self, below: str, stamp: int, complete: bool) -> bool:
        """Whether an unreported folder may have changed. If reports are complete, only unsettled folders may."""
        if stamp == UNSETTLED or complete:
            return stamp == UNSETTLED
        try:
            return os.stat(os.path.join(self.root, below)).st_mtime_ns != stamp
        except OSError:
            return True

    def _list(self, below: str, above: Above) -> Iterator[FileEntry]:
        folder = os.path.join(self.root, below) if below else self.root
        self._folders.pop(below, None)
        if not below:
            self._folders[below] = (UNSETTLED, above)  # the root may be recreated
        try:
            status = os.stat(folder)
            identity = (status.st_dev, status.st_ino)
            if identity in above:
                return
            entries = list_folder(self.root, below)
        except OSError:
            return
        settled = time.time_ns() - status.st_mtime_ns > SETTLED
        self._folders[below] = (status.st_mtime_ns if settled else UNSETTLED, above)
        for entry in entries:
            if isinstance(entry, FileEntry):
                yield entry
            elif isinstance(entry, Subfolder) and entry.path not in self._folders:
                yield from self._list(entry.path, above | {identity})
