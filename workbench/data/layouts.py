"""Detection of a folder's layout: labels from masks, from folder names or from a table."""

import os
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from workbench.core.domain import DEFAULT_TASK, Layout, Reason, SetAside
from workbench.core.errors import UserError
from workbench.core.file_names import separated
from workbench.core.masks import ClassTable
from workbench.data.class_levels import wrapper_levels
from workbench.data.file_kinds import kind_of_name, remedy
from workbench.data.label_tables import METADATA, TableRow, names_images, read_table
from workbench.data.masks.registry import masks_in
from workbench.data.split_names import SPLITS
from workbench.data.walk import FileEntry, Leftover, Subfolder, claims_to_be_image, walk


class Listing(NamedTuple):
    """The files of a folder before any image is opened: `files` with labels, or `masks` by image path.

    `task`: name of the task of the labels. `leftovers`: number of files and folders of systems, by name. `folders`: all
    folders of a layout of class folders, which are at `class_depth` (1: in the root).
    """

    root: Path
    layout: str  # a Layout, or the name of a plug-in's layout
    files: list[tuple[FileEntry, str | None]]
    set_aside: list[SetAside]
    ignored: int
    masks: Mapping[str, FileEntry] = {}
    table: ClassTable | None = None
    task: str = DEFAULT_TASK
    leftovers: Mapping[str, int] = {}
    folders: Sequence[str] = ()
    class_depth: int = 0


def listing(folder: Path, class_level: int = 1) -> Listing:
    """List a folder or a label table. Raises UserError for any other file."""
    if folder.is_file():
        if kind := kind_of_name(folder.name):
            raise UserError(f"{folder} cannot be read: {kind.name}.", remedy(*kind))
        if folder.suffix.lower() not in (".csv", ".jsonl"):
            raise UserError(f"{folder} is neither a folder nor a CSV file.", "Choose a folder of images.")
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
    files: list[FileEntry] = []
    set_aside: list[SetAside] = []
    folders: list[str] = []
    leftovers: Counter[str] = Counter()
    ignored = 0
    for entry in walk(root):
        match entry:
            case FileEntry():
                files.append(entry)
            case SetAside():
                set_aside.append(entry)
            case Subfolder():
                folders.append(entry.path)
            case Leftover():
                leftovers[entry.kind] += 1
            case None:
                ignored += 1
    if masked := masks_in(root, files):
        images: list[tuple[FileEntry, str | None]] = [(file, None) for file in masked.files]
        set_aside += masked.set_aside
        ignored += masked.ignored
        return Listing(
            root, masked.layout, images, set_aside, ignored, masked.masks, masked.table, masked.task, dict(leftovers)
        )
    skipped = wrapper_levels(file.path for file in files)
    depth = skipped + class_level
    parts = [file.path.split("/") for file in files]
    labels = [names[depth - 1] if len(names) > depth else None for names in parts]
    if not any(labels):
        layout = Layout.FLAT
    elif skipped or class_level > 1 or any(len(names) > depth + 1 for names in parts):
        layout = Layout.NESTED
    else:
        layout = Layout.CLASS_FOLDERS
    listed = Listing(root, layout, list(zip(files, labels, strict=True)), set_aside, ignored, leftovers=dict(leftovers))
    return listed if layout is Layout.FLAT else listed._replace(folders=folders, class_depth=depth)


def _from_tables(root: Path, tables: list[Path], layout: Layout) -> Listing:
    files: list[tuple[FileEntry, str | None]] = []
    set_aside: list[SetAside] = []
    locations: dict[str, str] = {}
    for table in tables:
        for row in read_table(table).rows:
            entry = _file_of(root, table, row, locations)
            if isinstance(entry, SetAside):
                set_aside.append(entry)
            else:
                files.append((entry, row.label))
    return Listing(root, layout, files, set_aside, 0)


def _file_of(root: Path, table: Path, row: TableRow, locations: dict[str, str]) -> FileEntry | SetAside:
    named = separated(row.path, lambda path: os.path.exists(os.path.join(table.parent, path)))
    written = Path(os.path.normpath(table.parent / named))
    path = (written.relative_to(root) if written.is_relative_to(root) else written).as_posix()
    where = f"line {row.line} of {table.name}"
    if path in locations:
        return SetAside(path, Reason.DUPLICATE, f"{where} repeats {locations[path]}")
    locations[path] = where
    if not claims_to_be_image(path):
        return SetAside(path, Reason.UNREADABLE, f"{where}: not an image file name")
    try:
        status = written.stat()
    except PermissionError:
        return SetAside(path, Reason.PERMISSION, where)
    except (OSError, ValueError):  # missing file or invalid file name
        return SetAside(path, Reason.MISSING, where)
    return FileEntry(path, status.st_size, status.st_mtime_ns)
