"""Locks of run folders and of outputs. The operating system releases them when the process ends."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from workbench.core.errors import UserError
from workbench.core.file_names import safe_name

NAME = ".lock"


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder, without waiting for it.

    Raises UserError if another process holds it, or if the folder cannot be written.
    """
    with _held(
        folder / NAME,
        UserError(f"Another process is using {folder}.", "Wait until it ends, or stop it; then try again."),
        f"The run folder {folder} cannot be written",
        "Choose another folder.",
    ):
        yield


@contextlib.contextmanager
def locked_output(out: Path) -> Iterator[None]:
    """Hold the lock of a file or folder that is written bit by bit: the file .NAME.lock beside it, which is removed.

    Raises UserError if another process writes it, or if its folder cannot be written.
    """
    real = Path(os.path.realpath(out))
    file = real.with_name(f".{safe_name(real.name)}{NAME}")
    with _held(
        file,
        UserError(f"Another process is writing {out}.", "Wait until it ends, or choose another --out."),
        f"{out} cannot be written",
        "Choose another --out.",
    ):
        try:
            yield
        finally:
            if (
                os.name != "nt"
            ):  # there FileLock removes it; here it takes no file that was removed before it was locked
                file.unlink(missing_ok=True)


@contextlib.contextmanager
def _held(file: Path, busy: UserError, problem: str, remedy: str) -> Iterator[None]:
    lock = FileLock(file, timeout=0, thread_local=False)  # another thread may close the event stream
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        raise busy from error
    except (OSError, NotImplementedError) as error:
        raise UserError(f"{problem} ({error}).", remedy) from error
    try:
        yield
    finally:
        lock.release()
