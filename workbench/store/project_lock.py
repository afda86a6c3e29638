"""The lock of an open project: one window at a time. The operating system releases it when the process ends."""

import contextlib
import os
import platform
import time
from pathlib import Path

import msgspec
from filelock import FileLock, Timeout

from workbench.core.errors import UserError
from workbench.core.files import write_atomically
from workbench.store.lock import NAME

HOLDER = ".lock.json"


class LockHolder(msgspec.Struct, frozen=True):
    """Who has a project open: `host`, number of the process, and time in seconds since 1970."""

    host: str
    process: int
    since: float


class ProjectLock:
    """The lock of a project, held from its construction to `release`.

    Raises UserError that says where the project is open if another process, or another window of this one, holds it. A
    file system without locks, or a folder that cannot be written, is not locked.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = FileLock(folder / NAME, timeout=0, thread_local=False)
        try:
            self._lock.acquire()
        except Timeout as error:
            raise UserError(
                f"The project {folder.name} is open in another window{_holder(folder)}.",
                "Go on there, or close it; then try again.",
            ) from error
        except (OSError, NotImplementedError):
            return
        with contextlib.suppress(OSError):
            holder = LockHolder(platform.node(), os.getpid(), time.time())
            write_atomically(folder / HOLDER, msgspec.json.encode(holder), durable=False)

    def release(self) -> None:
        """Release the lock."""
        if self._lock.is_locked:
            with contextlib.suppress(OSError):
                (self.folder / HOLDER).unlink()
        self._lock.release()


def _holder(folder: Path) -> str:
    try:
        holder = msgspec.json.decode((folder / HOLDER).read_bytes(), type=LockHolder)
    except (OSError, ValueError):
        return ""
    since = time.strftime("%Y-%m-%d %H:%M", time.localtime(holder.since))
    return f", on {holder.host} (process {holder.process}), since {since}"
