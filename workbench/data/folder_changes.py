"""Whether the images of a folder may have changed since it was read: cheap enough to be asked every few seconds.

Take `stamps` BEFORE a folder is read, so that nothing falls in between, and ask `changed` with them from time to time,
away from the thread that draws: it only stats the folders (milliseconds for thousands of them) and opens no file. When
it says yes, read the folder again; unchanged files are not opened then. What it sees: files and folders that came,
went, were moved or renamed, and a table of labels that was written. A file that is overwritten in place under the same
name is seen where the operating system reports it (`folder_events`), elsewhere at the next reading only, but for one
that could not be read: copying it may not have been over, so that those are looked at too (`unread`).
"""

import os
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

from workbench.core.file_names import JUNK
from workbench.data.folder_events import FolderEvents, of_image

TABLES = (".csv", ".jsonl")
GONE = -1
YOUNG = 60_000_000_000  # nanoseconds: a file that was written since may not have been whole when it was read


def stamps(folder: Path) -> dict[str, int]:
    """When a folder, each folder below it, and each table of labels in them last changed, by absolute path.

    In nanoseconds; `folder` may be a table too. What is not there, or may not be read, has a stamp all the same.
    """
    root = os.path.abspath(folder)
    if not os.path.isdir(root):
        return {root: _stamp(root), os.path.dirname(root): _stamp(os.path.dirname(root))}
    found: dict[str, int] = {}
    _gather(root, frozenset(), found)
    return found


def unread(files: Iterable[Path]) -> dict[str, int]:
    """When files that could not be read were last written, as `stamps`; of young ones `changed` says yes once."""
    found = {str(file): _stamp(str(file)) for file in files}
    now = time.time_ns()
    return {path: GONE if 0 <= now - stamp < YOUNG else stamp for path, stamp in found.items()}


def again(before: Mapping[str, int]) -> dict[str, int]:
    """The same files as they are now."""
    return {path: _stamp(path) for path in before}


def changed(before: Mapping[str, int]) -> bool:
    """Whether anything of that is not as it was."""
    return any(_stamp(path) != stamp for path, stamp in before.items())


def differs(before: Mapping[str, int], events: FolderEvents) -> bool:
    """The same of a folder whose changes may be reported: it is looked at where its reports leave something open."""
    reported = events.take(len(before))
    if any(of_image(path) for path in reported.paths):
        return True
    return changed(before) if reported.paths or not reported.complete else False


def _gather(folder: str, above: frozenset[tuple[int, int]], found: dict[str, int]) -> None:
    try:
        status = os.stat(folder)
        identity = (status.st_dev, status.st_ino)
        found[folder] = status.st_mtime_ns
        if identity in above:
            return  # a link to a folder above it
        with os.scandir(folder) as listed:
            entries = [entry for entry in listed if not entry.name.startswith(".") and entry.name.lower() not in JUNK]
    except OSError:
        found.setdefault(folder, GONE)
        return
    for entry in entries:
        if entry.name.lower().endswith(TABLES):
            found[entry.path] = _stamp(entry.path)
        elif _is_folder(entry):
            _gather(entry.path, above | {identity}, found)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _stamp(path: str) -> int:
    try:
        return os.stat(path).st_mtime_ns
    except OSError:
        return GONE
