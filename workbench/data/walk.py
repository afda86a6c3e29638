"""Recursive listing of the files in a folder, with protection against link loops."""

import errno
import os
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from workbench.core.domain import Reason, SetAside
from workbench.core.leftovers import is_leftover, is_own, leftover_kind
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
    entries: list[Entry] = []
    _walk(str(root), "", frozenset(), entries)
    return iter(entries)


def list_folder(root: str, below: str) -> Iterator[Entry]:
    """The entries of a folder below a root, as `walk`, but without recursion. Raises OSError if it cannot be read."""
    with os.scandir(os.path.join(root, below) if below else root) as entries:
        return _candidates(sorted(entries, key=lambda entry: entry.name), below)


def any_named(files: Iterable[FileEntry], words: Iterable[str]) -> bool:
    """Whether one of the words, in lower case, occurs in any path, regardless of case.

    One search in all paths at once takes a tenth of the time of a regular expression on each.
    """
    text = "\n".join([file.path for file in files]).lower()
    return any(word in text for word in words)


def _candidates(entries: Sequence[os.DirEntry[str]], below: str) -> Iterator[Entry]:
    names: dict[str, str] = {}
    prefix = f"{below}/" if below else ""
    suffixes = SUFFIXES | optional_suffixes()
    there = {entry.name for entry in entries}
    for entry in entries:
        name = entry.name
        if is_leftover(name):
            if not is_own(name):
                yield Leftover(leftover_kind(name, folder=is_folder(entry)))
        elif is_folder(entry):
            yield Subfolder(prefix + name)
        elif name[name.rfind(".") :].lower() in suffixes or claims_to_be_image(name):
            yield _file(entry, prefix + name, names)
        else:
            kind = kind_of_name(name)
            here = kind is not None and kind.reason is Reason.POINTER and os.path.splitext(name)[0] in there
            yield SetAside(_shown(prefix + name), *kind) if kind and not here else None


def claims_to_be_image(name: str) -> bool:
    """Whether a file name has an image extension or no extension."""
    suffix = os.path.splitext(name)[1].lower()
    return suffix in SUFFIXES or not suffix or suffix in optional_suffixes()


def _walk(root: str, below: str, above: frozenset[tuple[int, int]], entries: list[Entry]) -> None:
    folder = os.path.join(root, below) if below else root
    try:
        status = os.stat(folder)
        listed = list_folder(root, below)
    except OSError as error:
        entries.append(SetAside(_shown(below), _reason(error), error.strerror or ""))
        return
    identity = (status.st_dev, status.st_ino)
    if identity in above:
        entries.append(SetAside(_shown(below), Reason.LINK_LOOP, "the link points to one of its parents"))
        return
    for entry in listed:
        entries.append(entry)
        if isinstance(entry, Subfolder):
            _walk(root, entry.path, above | {identity}, entries)


def _file(entry: os.DirEntry[str], path: str, names: dict[str, str]) -> FileEntry | SetAside:
    ascii_only = path.isascii()
    if not ascii_only and (shown := _shown(path)) != path:
        return SetAside(shown, Reason.UNREADABLE, "its name is not valid UTF-8; rename it")
    folded = entry.name.lower() if ascii_only else unicodedata.normalize("NFC", entry.name).casefold()
    if folded in names:
        return SetAside(path, Reason.DUPLICATE, f"“{names[folded]}” in the same folder differs only in case or accents")
    names[folded] = entry.name
    try:
        status = entry.stat()
    except OSError as error:
        return SetAside(path, _reason(error), error.strerror or "")
    return FileEntry(path, status.st_size, status.st_mtime_ns)


def is_folder(entry: os.DirEntry[str]) -> bool:
    """Whether an entry is a folder, or a link to one."""
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
