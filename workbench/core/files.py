"""Atomic writing of files."""

import errno
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Errors of systems and file systems that make no symbolic links, or that do not let this user make them.
NO_LINKS = frozenset((errno.EPERM, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP))
WINDOWS_NO_LINKS = frozenset((1, 1314))  # ERROR_INVALID_FUNCTION, ERROR_PRIVILEGE_NOT_HELD
PARTS = ".*.part"  # temporary files that a killed process may leave


def write_atomically(path: Path, content: bytes | str) -> None:
    """Atomically replace the file at `path`. If writing fails, the old file is unchanged."""
    with replacing(path) as temporary:
        temporary.write_bytes(content.encode() if isinstance(content, str) else content)


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary path that replaces `path` when the block ends without an exception."""
    with temporary_beside(path) as temporary:
        yield temporary
        temporary.replace(path)


@contextmanager
def temporary_beside(path: Path) -> Iterator[Path]:
    """A unique path in the folder of `path`. A file left there is deleted when the block ends."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{uuid.uuid4().hex[:12]}.part")  # the name of `path` may have the greatest length
    try:
        yield temporary
    finally:
        temporary.unlink(missing_ok=True)


def link_or_copy(file: Path, place: Path) -> None:
    """A symbolic link to `file`, or a copy of it where the system makes no links. Raises OSError."""
    file.stat()  # a link to nothing would be no file
    try:
        os.symlink(file, place)
    except OSError as error:
        if error.errno not in NO_LINKS and getattr(error, "winerror", None) not in WINDOWS_NO_LINKS:
            raise
        with replacing(place) as temporary:
            shutil.copy2(file, temporary)
