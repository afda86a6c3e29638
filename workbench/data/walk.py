"""The files below a folder, without going round in circles."""

import errno
import os
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from workbench.core.domain import Reason, SetAside
from workbench.core.file_names import JUNK

SUFFIXES = frozenset([".png", ".jpg", ".jpeg", ".jfif", ".bmp", ".dib", ".tif", ".tiff", ".webp", ".gif"])


class Found(NamedTuple):
    """A file that may be an image: path relative to the root with forward slashes, size and time of change."""

    path: str
    bytes: int
    mtime_ns: int


class Below(NamedTuple):
    """A folder: path relative to the root with forward slashes."""

    path: str


def walk(root: Path) -> Iterator[Found | SetAside | None]:
    """Every candidate below a folder, in sorted order; None for each file that does not claim to be an image."""
    yield from _walk(str(root), "", frozenset())


def listed(root: str, below: str) -> Iterator[Found | SetAside | Below | None]:
    """What a folder below a root holds, as `walk`, without going into folders. Raises OSError when it can not be."""
    with os.scandir(os.path.join(root, below) if below else root) as found:
        return _told(sorted(found, key=lambda entry: entry.name), below)


def _told(entries: Sequence[os.DirEntry[str]], below: str) -> Iterator[Found | SetAside | Below | None]:
    seen: dict[str, str] = {}
    for entry in entries:
        if entry.name.startswith(".") or entry.name.lower() in JUNK:
            continue
        path = f"{below}/{entry.name}" if below else entry.name
        if _is_folder(entry):
            yield Below(path)
        elif not claims_to_be_image(entry.name):
            yield None
        else:
            yield _file(entry, path, seen)


def claims_to_be_image(name: str) -> bool:
    """Whether a file name has an image's ending, or none at all."""
    suffix = os.path.splitext(name)[1].lower()
    return suffix in SUFFIXES or not suffix


def _walk(root: str, below: str, above: frozenset[tuple[int, int]]) -> Iterator[Found | SetAside | None]:
    folder = os.path.join(root, below) if below else root
    try:
        status = os.stat(folder)
        entries = listed(root, below)
    except OSError as error:
        yield SetAside(_shown(below), _reason(error), error.strerror or "")
        return
    identity = (status.st_dev, status.st_ino)
    if identity in above:
        yield SetAside(_shown(below), Reason.LINK_LOOP, "the folder contains itself")
        return
    for one in entries:
        if isinstance(one, Below):
            yield from _walk(root, one.path, above | {identity})
        else:
            yield one


def _file(entry: os.DirEntry[str], path: str, seen: dict[str, str]) -> Found | SetAside:
    if (shown := _shown(path)) != path:
        return SetAside(shown, Reason.UNREADABLE, "its name is not valid UTF-8; rename it")
    folded = unicodedata.normalize("NFC", entry.name).casefold()
    if folded in seen:
        return SetAside(path, Reason.DUPLICATE, f"“{seen[folded]}” in the same folder differs only in case or accents")
    seen[folded] = entry.name
    try:
        status = entry.stat()
    except OSError as error:
        return SetAside(path, _reason(error), error.strerror or "")
    return Found(path, status.st_size, status.st_mtime_ns)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link to itself
        return False


def _reason(error: OSError) -> Reason:
    known = {errno.ELOOP: Reason.LINK_LOOP, errno.EACCES: Reason.PERMISSION, errno.EPERM: Reason.PERMISSION}
    known[errno.ENOENT] = Reason.MISSING
    return known.get(error.errno or 0, Reason.UNREADABLE)


def _shown(path: str) -> str:
    return path.encode("utf-8", "replace").decode("utf-8")
