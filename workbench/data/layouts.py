"""How the labels of a folder are found: from masks, from the folders' names, or from a table."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from workbench.core.domain import DEFAULT_TASK, Layout, Reason, SetAside
from workbench.core.errors import UserError
from workbench.core.file_names import separated
from workbench.core.masks import ClassTable
from workbench.data.label_tables import METADATA, TableRow, names_images, read_table
from workbench.data.masks.registry import masks_in
from workbench.data.split_names import SPLITS
from workbench.data.walk import Found, claims_to_be_image, walk


class Listing(NamedTuple):
    """What a folder holds: `files` with their labels, or their `masks` by path, before any image is opened.

    `task`: what those teach.
    """

    root: Path
    layout: str  # a Layout, or the name of another package's layout
    files: list[tuple[Found, str | None]]
    set_aside: list[SetAside]
    ignored: int
    masks: Mapping[str, Found] = {}
    table: ClassTable | None = None
    task: str = DEFAULT_TASK


def listing(folder: Path, class_level: int = 1) -> Listing:
    """List a folder or a CSV file. Raises UserError when it is neither."""
    if folder.is_file():
        if folder.suffix.lower() not in (".csv", ".jsonl"):
            raise UserError(f"{folder} is neither a folder nor a CSV file.", "Give the folder that holds the images.")
        return _from_tables(folder.parent, [folder], Layout.CSV)
    if not folder.exists():
        raise UserError(f"There is no folder {folder}.", "Check the path.")
    if tables := _metadata(folder):
        return _from_tables(folder, tables, Layout.METADATA)
    candidates = [path for path in sorted(folder.glob("*.csv")) if names_images(path)]
    if len(candidates) == 1:
        return _from_tables(folder, candidates, Layout.CSV)
    return _from_folders(folder, class_level)


def _metadata(folder: Path) -> list[Path]:
    places = [folder, *(path for path in sorted(folder.iterdir()) if path.is_dir() and path.name.lower() in SPLITS)]
    return [place / name for place in places for name in METADATA if (place / name).is_file()]


def _from_folders(root: Path, class_level: int) -> Listing:
    found: list[Found] = []
    aside: list[SetAside] = []
    ignored = 0
    for one in walk(root):
        if one is None:
            ignored += 1
        elif isinstance(one, SetAside):
            aside.append(one)
        else:
            found.append(one)
    if masked := masks_in(root, found):
        images: list[tuple[Found, str | None]] = [(one, None) for one in masked.files]
        aside += masked.set_aside
        ignored += masked.ignored
        return Listing(root, masked.layout, images, aside, ignored, masked.masks, masked.table, masked.task)
    skipped = _wrappers(found)
    depth = skipped + class_level
    parts = [one.path.split("/") for one in found]
    labels = [names[depth - 1] if len(names) > depth else None for names in parts]
    if not any(labels):
        layout = Layout.FLAT
    elif skipped or class_level > 1 or any(len(names) > depth + 1 for names in parts):
        layout = Layout.NESTED
    else:
        layout = Layout.CLASS_FOLDERS
    return Listing(root, layout, list(zip(found, labels, strict=True)), aside, ignored)


def _wrappers(found: list[Found]) -> int:
    """How many levels lie above the class folders: train/test/… splits, or a single folder around several."""
    level = 0
    folders = [
        parts for one in found if (parts := one.path.split("/")[:-1])
    ]  # a stray file in the root decides nothing
    while True:
        names = {tuple(parts[level : level + 1]) for parts in folders}
        below = {parts[level + 1] for parts in folders if len(parts) > level + 1}
        if () in names or not names:
            return level
        all_splits = all(name[0].lower() in SPLITS for name in names)
        deep = all(len(parts) > level + 1 for parts in folders)
        if not (deep and (all_splits or (len(names) == 1 and len(below) > 1))):
            return level
        level += 1


def _from_tables(root: Path, tables: list[Path], layout: Layout) -> Listing:
    files: list[tuple[Found, str | None]] = []
    aside: list[SetAside] = []
    seen: dict[str, str] = {}
    for table in tables:
        for row in read_table(table):
            one = _listed(root, table, row, seen)
            if isinstance(one, SetAside):
                aside.append(one)
            else:
                files.append((one, row.label))
    return Listing(root, layout, files, aside, 0)


def _listed(root: Path, table: Path, row: TableRow, seen: dict[str, str]) -> Found | SetAside:
    named = separated(row.path, lambda path: os.path.exists(os.path.join(table.parent, path)))
    written = Path(os.path.normpath(table.parent / named))
    path = (written.relative_to(root) if written.is_relative_to(root) else written).as_posix()
    where = f"line {row.line} of {table.name}"
    if path in seen:
        return SetAside(path, Reason.DUPLICATE, f"{where} repeats {seen[path]}")
    seen[path] = where
    if not claims_to_be_image(path):
        return SetAside(path, Reason.UNREADABLE, f"{where}: not the name of an image")
    try:
        status = written.stat()
    except PermissionError:
        return SetAside(path, Reason.PERMISSION, where)
    except (OSError, ValueError):  # no such file, or a name that no file can have
        return SetAside(path, Reason.MISSING, where)
    return Found(path, status.st_size, status.st_mtime_ns)
