"""Atomic and durable writing of files.

A durable file is on the disk when the function that wrote it returns: after a power failure, the file is there with
its whole content, or the earlier file is. `durable=False` is for files that may be lost then, because they can be made
again or only show progress; a reader still never sees half of one.
"""

import contextlib
import ctypes
import errno
import os
import re
import shutil
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Errors of systems and file systems that make no symbolic links, or that do not let this user make them.
NO_LINKS = frozenset((errno.EPERM, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP))
WINDOWS_NO_LINKS = frozenset((1, 1314))  # ERROR_INVALID_FUNCTION, ERROR_PRIVILEGE_NOT_HELD
NO_SYNC = frozenset((errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EBADF))  # a file system without fsync
PARTS = ".*.part"  # temporary files that a killed process may leave
_PART = re.compile(r"\.[0-9a-f]{12}\.part")
STALE = 2 * 24 * 3600.0  # seconds after which a temporary file that nobody writes is of a killed process
_swept: set[str] = set()  # folders in which this process has looked for them


def write_atomically(path: Path, content: bytes | str, *, durable: bool = True) -> None:
    """Atomically replace the file at `path`. If writing fails, the old file is unchanged."""
    with replacing(path, durable=durable) as temporary:
        temporary.write_bytes(content.encode() if isinstance(content, str) else content)


def copy_atomically(file: Path, path: Path, *, durable: bool = True) -> None:
    """Atomically replace the file at `path` by a copy of `file`."""
    with replacing(path, durable=durable) as temporary:
        shutil.copyfile(file, temporary)


@contextmanager
def replacing(path: Path, *, durable: bool = True) -> Iterator[Path]:
    """A temporary path that replaces `path` when the block ends without an exception."""
    with temporary_beside(path) as temporary:
        yield temporary
        move(temporary, path, durable=durable)


def make_folder(path: Path) -> None:
    """Create a folder with its parents, unless it exists, so that a file that is on the disk is there with its path."""
    missing = [folder for folder in (path, *path.parents) if not folder.exists()]
    path.mkdir(parents=True, exist_ok=True)
    for folder in missing:
        sync(folder.parent)


def move(file: Path, path: Path, *, durable: bool = True) -> None:
    """Atomically replace the file at `path` by `file`, whose content is on the disk before it has that name."""
    if durable:
        sync(file)
    file.replace(path)
    if durable:
        sync(path.parent)


def sync(path: Path) -> None:
    """Wait until the content of a file, or the names in a folder, are on the disk. Raises OSError."""
    folder = path.is_dir()
    if folder and os.name == "nt":
        return  # Windows cannot open folders, and writes their names with the files
    descriptor = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        _sync(descriptor)
    except OSError as error:
        if error.errno not in NO_SYNC:
            raise
    finally:
        os.close(descriptor)


def move_folder(folder: Path, path: Path) -> None:
    """Rename a finished folder to `path`, which does not exist, once all its files are on the disk. Raises OSError."""
    sync_tree(folder)
    folder.rename(path)
    sync(path.parent)


def sync_tree(folder: Path) -> None:
    """Wait until all files in a folder and its subfolders are on the disk. Raises OSError.

    Linux writes the whole file system at once, which takes a fiftieth of the time for a thousand small files.
    """
    if sync_file_system(folder):
        return
    for parent, _, names in os.walk(folder):
        for name in names:
            path = Path(parent, name)
            if path.is_file() and not path.is_symlink():
                sync(path)
        sync(Path(parent))


def sync_file_system(folder: Path) -> bool:
    """Wait until the file system of a folder is on the disk; False if this system cannot do that."""
    library = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
    if library is None or not hasattr(library, "syncfs"):
        return False
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        if library.syncfs(descriptor) == 0:
            return True
        code = ctypes.get_errno()
        if code not in (*NO_SYNC, errno.ENOSYS, errno.EPERM):
            raise OSError(code, os.strerror(code), str(folder))
    finally:
        os.close(descriptor)
    return False


def _sync(descriptor: int) -> None:
    if sys.platform == "darwin":  # fsync leaves the data in the disk's cache there
        import fcntl

        try:
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
        except OSError:  # a network drive
            os.fsync(descriptor)
    else:
        os.fsync(descriptor)


@contextmanager
def temporary_beside(path: Path) -> Iterator[Path]:
    """A unique path in the folder of `path`. A file left there is deleted when the block ends."""
    make_folder(path.parent)
    sweep_parts(path.parent)
    temporary = part_name(path)
    try:
        yield temporary
    finally:
        temporary.unlink(missing_ok=True)


def part_name(path: Path) -> Path:
    """A unique path in the folder of `path`, for a file or folder that is not finished."""
    return path.with_name(f".{uuid.uuid4().hex[:12]}.part")  # the name of `path` may have the greatest length


def sweep_parts(folder: Path) -> None:
    """Delete the temporary files and folders that killed processes left in a folder. Looks once in each folder."""
    place = os.fspath(folder)
    if place in _swept:
        return
    _swept.add(place)
    limit = time.time() - STALE
    with contextlib.suppress(OSError):  # they are only in the way
        with os.scandir(place) as entries:
            parts = [entry for entry in entries if _PART.fullmatch(entry.name)]
        for part in parts:
            if _last_change(Path(part.path)) > limit:
                continue
            if part.is_dir(follow_symlinks=False):
                shutil.rmtree(part.path, ignore_errors=True)
            else:
                os.unlink(part.path)


def _last_change(path: Path) -> float:
    """The latest modification of a file or link, or of a folder and all that is in it, in seconds since 1970."""
    walked = os.walk(path) if not path.is_symlink() else ()
    inside = (Path(parent, name) for parent, folders, files in walked for name in (*folders, *files))
    return max(place.lstat().st_mtime for place in (path, *inside))


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
