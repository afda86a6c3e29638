"""One process at a time in a run folder: a lock that ends with the process that holds it."""

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path

from workbench.core.errors import UserError

NAME = ".lock"


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold a folder. Raises UserError when another process does, or when the folder can not be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / NAME).open("ab")
    except OSError as error:
        raise UserError(f"The run folder {folder} can not be written ({error}).", "Choose another.") from error
    with file:
        if sys.platform != "win32":
            import fcntl

            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise UserError(
                    f"Another process is at work in {folder}.", "Wait for it, or stop it; then try again."
                ) from error
        yield
