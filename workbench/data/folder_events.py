"""What the operating system reports of a folder that changes, by watchfiles: local drives only, others are polled.

A network drive reports what this machine writes and nothing that others write. Links that come later, and what comes
in the moment in which a new folder is not watched yet, are not reported either: so the caller polls now and then.
"""

import os
import time
from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from workbench.core.file_names import JUNK
from workbench.data.walk import claims_to_be_image

if TYPE_CHECKING:
    from watchfiles.main import FileChange

POLL_SECONDS = 30.0  # between looks of the caller's own
MOST_FOLDERS = 4096  # Linux has a limit of folders watched by all programs of a user, at times as low as 8192
# File systems, as psutil names them, whose changes are all made by this machine.
LINUX = ("bcachefs", "btrfs", "ext2", "ext3", "ext4", "f2fs", "fuseblk", "jfs", "ntfs3", "overlay", "reiserfs", "tmpfs")
ELSEWHERE = ("apfs", "exfat", "fat", "fat32", "hfs", "hfsplus", "msdos", "ntfs", "refs", "ufs", "vfat", "xfs", "zfs")
LOCAL = frozenset((*LINUX, *ELSEWHERE))


class FolderReport(NamedTuple):
    """Paths of what came, went or changed, relative to the root ("."), with forward slashes. Where the report is not
    `complete`, the caller has to look for itself, too.
    """

    paths: frozenset[str]
    complete: bool


class FolderEvents:
    """Reports of one folder. It has no thread of Python; use it from one thread at a time."""

    def __init__(self, root: str | Path) -> None:
        self.root = os.path.realpath(root)
        self._changes: Generator[set[FileChange], None, None] | None = None
        self._identity: tuple[int, int] | None = None  # device and file number of the root that is watched
        self._poll_at = 0.0  # on the monotonic clock

    def take(self, folders: int) -> FolderReport:
        """What was reported since the last call; `folders`: how many there are below the root.

        It is incomplete in the first call, then every POLL_SECONDS, and always where the system does not report: on a
        network drive, with too many folders, or without such a folder.
        """
        identity = _identity(self.root)
        if identity != self._identity:
            self.close()
            self._identity, self._poll_at = identity, 0.0
            if identity is not None and folders <= MOST_FOLDERS and is_local(self.root):
                self._changes = _reports(self.root)
        if self._changes is None:
            return FolderReport(frozenset(), False)
        try:
            reported = next(self._changes)
        except (OSError, RuntimeError, StopIteration):  # a limit of the system was reached
            self.close()
            return FolderReport(frozenset(), False)
        paths = frozenset(Path(path).relative_to(self.root).as_posix() for _, path in reported)
        complete = time.monotonic() < self._poll_at
        if not complete:
            self._poll_at = time.monotonic() + POLL_SECONDS
        return FolderReport(paths, complete)

    def close(self) -> None:
        """Watch no more, until the root is another folder."""
        if self._changes is not None:
            self._changes.close()
        self._changes = None


def of_image(path: str) -> bool:
    """Whether a relative path may be that of an image that a scan reads."""
    *above, name = path.split("/")
    hidden = any(part.startswith(".") or part.lower() in JUNK for part in (*above, name))
    return not hidden and claims_to_be_image(name)


def is_local(folder: str | Path) -> bool:
    """Whether a folder lies on a drive that only this machine writes to; False where that is not known."""
    import psutil  # imported late, as watchfiles

    path = os.path.normcase(os.path.realpath(folder))
    drives = {os.path.normcase(drive.mountpoint): drive for drive in psutil.disk_partitions(all=True)}
    while path not in drives:
        above = os.path.dirname(path)
        if above == path:
            return False
        path = above
    return drives[path].fstype.lower() in LOCAL and "remote" not in drives[path].opts.split(",")


def _reports(root: str) -> "Generator[set[FileChange], None, None]":
    """What was reported since the last `next`, which waits for some milliseconds and no longer."""
    from watchfiles import watch

    yield from watch(
        root,
        watch_filter=None,
        step=1,
        debounce=1,
        rust_timeout=1,
        yield_on_timeout=True,
        force_polling=False,
        ignore_permission_denied=True,
    )


def _identity(folder: str) -> tuple[int, int] | None:
    try:
        status = os.stat(folder)
    except OSError:
        return None
    return (status.st_dev, status.st_ino) if os.path.isdir(folder) else None
