"""Changes of a folder as reported by the operating system through watchfiles, on local drives only.

A network drive reports only changes made by this machine. Links that are added later are not reported, and neither are
changes between the creation of a folder and the start of its watch. The caller therefore also polls at intervals.
"""

import os
import time
from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from workbench.core.leftovers import is_leftover
from workbench.data.walk import claims_to_be_image

if TYPE_CHECKING:
    from watchfiles.main import FileChange

POLL_SECONDS = 30.0  # polling interval of the caller
MOST_FOLDERS = 4096  # Linux limits the watched folders per user, sometimes to 8192
# File systems, by psutil's names, that only this machine can change.
LINUX = ("bcachefs", "btrfs", "ext2", "ext3", "ext4", "f2fs", "fuseblk", "jfs", "ntfs3", "overlay", "reiserfs", "tmpfs")
ELSEWHERE = ("apfs", "exfat", "fat", "fat32", "hfs", "hfsplus", "msdos", "ntfs", "refs", "ufs", "vfat", "xfs", "zfs")
LOCAL = frozenset((*LINUX, *ELSEWHERE))


class FolderReport(NamedTuple):
    """Paths that were added, removed or changed, relative to the root ("."), with forward slashes.

    If the report is not `complete`, the caller must also poll.
    """

    paths: frozenset[str]
    complete: bool


class FolderEvents:
    """Reports changes of a folder. It starts no Python thread; use it from one thread at a time."""

    def __init__(self, root: str | Path) -> None:
        self.root = os.path.realpath(root)
        self._changes: Generator[set[FileChange], None, None] | None = None
        self._identity: tuple[int, int] | None = None  # device and inode of the watched root
        self._poll_at = 0.0  # on the monotonic clock

    def take(self, folders: int) -> FolderReport:
        """The changes since the last call. `folders`: number of folders below the root.

        The report is incomplete in the first call, then every POLL_SECONDS, and always if the folder cannot be watched:
        on a network drive, with too many folders, or if it does not exist.
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
        except (OSError, RuntimeError, StopIteration):  # a system limit was reached
            self.close()
            return FolderReport(frozenset(), False)
        paths = frozenset(Path(path).relative_to(self.root).as_posix() for _, path in reported)
        complete = time.monotonic() < self._poll_at
        if not complete:
            self._poll_at = time.monotonic() + POLL_SECONDS
        return FolderReport(paths, complete)

    def close(self) -> None:
        """Stop watching until the root is another folder."""
        if self._changes is not None:
            self._changes.close()
        self._changes = None


def of_image(path: str) -> bool:
    """Whether a relative path may belong to an image that a scan would read."""
    *above, name = path.split("/")
    hidden = any(is_leftover(part) for part in (*above, name))
    return not hidden and claims_to_be_image(name)


def is_local(folder: str | Path) -> bool:
    """Whether only this machine can write to the drive of a folder; False if unknown."""
    import psutil  # imported late, like watchfiles

    path = os.path.normcase(os.path.realpath(folder))
    drives = {os.path.normcase(drive.mountpoint): drive for drive in psutil.disk_partitions(all=True)}
    while path not in drives:
        above = os.path.dirname(path)
        if above == path:
            return False
        path = above
    return drives[path].fstype.lower() in LOCAL and "remote" not in drives[path].opts.split(",")


def _reports(root: str) -> "Generator[set[FileChange], None, None]":
    """Yield the changes since the previous `next`, which waits for a few milliseconds at most."""
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
