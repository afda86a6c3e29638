"""Detection of changes in a folder since it was scanned, cheap enough to run every few seconds.

Call `stamps` BEFORE scanning a folder, so that no change is missed, and pass the result to `changed` from time to time,
outside the GUI thread. It only stats folders (milliseconds for thousands of them) and opens no file. If it returns
True, scan the folder again; unchanged files are not opened then. It detects files and folders that were added, removed,
moved or renamed, and label tables that were written. A file that is overwritten in place is detected where the
operating system reports it (`folder_events`); elsewhere only by the next scan. Files that could not be read are the
exception, because they may have been incomplete copies: `unread` watches them too.
"""

import os
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

from workbench.core.leftovers import is_leftover
from workbench.data.folder_events import FolderEvents, of_image
from workbench.data.walk import is_folder

TABLES = (".csv", ".tsv", ".jsonl")
GONE = -1
YOUNG = 60_000_000_000  # nanoseconds: a file younger than this may have been incomplete when it was read


def stamps(folder: Path) -> dict[str, int]:
    """Modification times, in nanoseconds, of a folder, all folders below it and their label tables, by absolute path.

    `folder` may be a table. Missing or unreadable paths have the stamp GONE.
    """
    root = os.path.abspath(folder)
    if not os.path.isdir(root):
        return {root: _stamp(root), os.path.dirname(root): _stamp(os.path.dirname(root))}
    times: dict[str, int] = {}
    _gather(root, frozenset(), times)
    return times


def unread(files: Iterable[Path]) -> dict[str, int]:
    """Stamps of files that could not be read. Young files get the stamp GONE, so `changed` reports them once."""
    times = {str(file): _stamp(str(file)) for file in files}
    now = time.time_ns()
    return {path: GONE if 0 <= now - stamp < YOUNG else stamp for path, stamp in times.items()}


def current_stamps(before: Mapping[str, int]) -> dict[str, int]:
    """The current stamps of the same paths."""
    return {path: _stamp(path) for path in before}


def changed(before: Mapping[str, int]) -> bool:
    """Whether any stamp has changed."""
    return any(_stamp(path) != stamp for path, stamp in before.items())


def differs(before: Mapping[str, int], events: FolderEvents) -> bool:
    """As `changed`, using the reports of the operating system; stamps are compared only if these are inconclusive."""
    reported = events.take(len(before))
    if any(of_image(path) for path in reported.paths):
        return True
    return changed(before) if reported.paths or not reported.complete else False


def _gather(folder: str, above: frozenset[tuple[int, int]], times: dict[str, int]) -> None:
    try:
        status = os.stat(folder)
        identity = (status.st_dev, status.st_ino)
        times[folder] = status.st_mtime_ns
        if identity in above:
            return  # a link to one of its parents
        with os.scandir(folder) as listed:
            entries = [entry for entry in listed if not is_leftover(entry.name)]
    except OSError:
        times.setdefault(folder, GONE)
        return
    for entry in entries:
        if entry.name.lower().endswith(TABLES):
            times[entry.path] = _stamp(entry.path)
        elif is_folder(entry):
            _gather(entry.path, above | {identity}, times)


def _stamp(path: str) -> int:
    try:
        return os.stat(path).st_mtime_ns
    except OSError:
        return GONE
