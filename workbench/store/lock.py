"""One process at a time in a run folder: a lock that ends with the process that holds it."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from workbench.core.errors import UserError

NAME = ".lock"


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold a folder. Raises UserError when another process does, or when the folder cannot be written.

    The system's own lock is taken on every platform, and never waited for.
    """
    lock = FileLock(folder / NAME, timeout=0, thread_local=False)  # a stream of events may be closed by another thread
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        hint = "Wait for it, or stop it; then try again."
        raise UserError(f"Another process is at work in {folder}.", hint) from error
    except (OSError, NotImplementedError) as error:
        raise UserError(f"The run folder {folder} cannot be written ({error}).", "Choose another.") from error
    try:
        yield
    finally:
        lock.release()
