"""The level of the folders that name classes, below splits (train, test) and folders that only wrap others."""

from collections import Counter
from collections.abc import Iterable, Mapping

from workbench.data.split_names import is_split

Folders = Mapping[tuple[str, ...], int]  # the folders of files, from the root, with their numbers of files


def wrapper_levels(paths: Iterable[str]) -> int:
    """The number of folder levels above the class folders. Files in the root do not count.

    Levels whose folders are all splits are wrappers, and so are single folders above several folders or splits, if
    most images are in these.
    """
    counts = Counter([path.rpartition("/")[0] for path in paths])
    folders = {tuple(folder.split("/")): number for folder, number in counts.items() if folder}
    level = 0
    while True:
        names = _names(folders, level)
        if not names:
            return level
        if _all_splits(names) or _splits_and_more(folders, level, names):
            level += 1
        elif len(names) == 1 and (below := _branching(folders, level)):
            level = below
        else:
            return level


def empty_folders(folders: Iterable[str], depth: int, used: Iterable[str]) -> list[str]:
    """The folders at a depth (1: in the root), beside others with files of `used`, that have none at any depth."""
    filled = {"/".join(parts[:depth]) for path in used if len(parts := path.split("/")) > depth}
    parents = {folder.rpartition("/")[0] for folder in filled}
    return [
        folder
        for folder in folders
        if folder.count("/") == depth - 1 and folder not in filled and folder.rpartition("/")[0] in parents
    ]


def _names(folders: Folders, level: int) -> set[str]:
    return {parts[level] for parts in folders if len(parts) > level}


def _all_splits(names: set[str]) -> bool:
    return all(is_split(name) for name in names)


def _splits_and_more(folders: Folders, level: int, names: set[str]) -> bool:
    """Whether at least two folders are splits, and the others have no folders but those that are in the splits too."""
    if sum(is_split(name) for name in names) < 2:
        return False
    below: dict[bool, set[str]] = {True: set(), False: set()}
    for parts in folders:
        if len(parts) > level + 1:
            below[is_split(parts[level])].add(parts[level + 1])
    return bool(below[False]) and below[False] <= below[True]


def _branching(folders: Folders, level: int) -> int | None:
    """The first level below a single folder with several folders or splits; None if most images are above it."""
    total = sum(number for parts, number in folders.items() if len(parts) > level)
    below = level + 1
    while names := _names(folders, below):
        if len(names) > 1 or _all_splits(names):
            inside = sum(number for parts, number in folders.items() if len(parts) > below)
            return below if 2 * inside > total else None
        below += 1
    return None
