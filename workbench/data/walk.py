"""Recursive listing of the files in a folder, with protection against link loops."""

import errno
import os
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from workbench.core.domain import Reason, SetAside
from workbench.core.leftovers import is_leftover, leftover_kind
from workbench.data.file_kinds import kind_of_name
from workbench.data.image_readers import optional_suffixes

SUFFIXES = frozenset([".png", ".jpg", ".jpeg", ".jfif", ".bmp", ".dib", ".tif", ".tiff", ".webp", ".gif"])


class FileEntry(NamedTuple):
    """A possible image file. `path`: relative to the root, with forward slashes."""

    path: str
    bytes: int
    mtime_ns: int


class Subfolder(NamedTuple):
    """A folder. `path`: relative to the root, with forward slashes."""

    path: str


class Leftover(NamedTuple):
    """A file or folder that a system left, which is passed over. `kind`: the name under which it is counted."""

    kind: str


Entry = FileEntry | SetAside | Subfolder | Leftover | None


def walk(root: Path) -> Iterator[Entry]:
    """All folders and possible image files below a folder, in sorted order; None for each other file."""
    yield from _walk(str(root), "", frozenset())


def list_folder(root: str, below: str) -> Iterator[Entry]:
    """The entries of a folder below a root, as `walk`, but without recursion. Raises OSError if it cannot be read."""
    with os.scandir(os.path.join(root, below) if below else root) as entries:
        return _candidates(sorted(entries, key=lambda entry: entry.name), below)


def _candidates(entries: Sequence[os.DirEntry[str]], below: str) -> Iterator[Entry]:
    names: dict[str, str] = {}
    for entry in entries:
        if is_leftover(entry.name):
            yield Leftover(leftover_kind(entry.name, folder=_is_folder(entry)))
            continue
        path = f"{below}/{entry.name}" if below else entry.name
        if _is_folder(entry):
            yield Subfolder(path)
        elif not claims_to_be_image(entry.name):
            kind = kind_of_name(entry.name)
            yield SetAside(_shown(path), *kind) if kind else None
        else:
            yield _file(entry, path, names)


def claims_to_be_image(name: str) -> bool:
    """Whether a file name has an image extension or no extension."""
    suffix = os.path.splitext(name)[1].lower()
    return suffix in SUFFIXES or not suffix or suffix in optional_suffixes()


def _walk(root: str, below: str, above: frozenset[tuple[int, int]]) -> Iterator[Entry]:
    folder = os.path.join(root, below) if below else root
    try:
        status = os.stat(folder)
        entries = list_folder(root, below)
    except OSError as error:
        yield SetAside(_shown(below), _reason(error), error.strerror or "")
        return
    identity = (status.st_dev, status.st_ino)
    if identity in above:
        yield SetAside(_shown(below), Reason.LINK_LOOP, "the link points to one of its parents")
        return
    for entry in entries:
        yield entry
        if isinstance(entry, Subfolder):
            yield from _walk(root, entry.path, above | {identity})


def _file(entry: os.DirEntry[str], path: str, names: dict[str, str]) -> FileEntry | SetAside:
    if (shown := _shown(path)) != path:
        return SetAside(shown, Reason.UNREADABLE, "its name is not valid UTF-8; rename it")
    folded = unicodedata.normalize("NFC", entry.name).casefold()
    if folded in names:
        return SetAside(path, Reason.DUPLICATE, f"“{names[folded]}” in the same folder differs only in case or accents")
    names[folded] = entry.name
    try:
        status = entry.stat()
    except OSError as error:
        return SetAside(path, _reason(error), error.strerror or "")
    return FileEntry(path, status.st_size, status.st_mtime_ns)


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
