"""The lock of a run folder. The operating system releases it when the process ends."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from workbench.core.errors import UserError

NAME = ".lock"


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder, without waiting for it.

    Raises UserError if another process holds it, or if the folder cannot be written.
    """
    lock = FileLock(folder / NAME, timeout=0, thread_local=False)  # another thread may close the event stream
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        hint = "Wait until it ends, or stop it; then try again."
        raise UserError(f"Another process is using {folder}.", hint) from error
    except (OSError, NotImplementedError) as error:
        raise UserError(f"The run folder {folder} cannot be written ({error}).", "Choose another folder.") from error
    try:
        yield
    finally:
        lock.release()
