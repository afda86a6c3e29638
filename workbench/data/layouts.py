"""Detection of a folder's layout: labels from masks, from folder names or from a table."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from workbench.core.domain import DEFAULT_TASK, Layout, SetAside
from workbench.core.errors import UserError
from workbench.core.masks import ClassTable
from workbench.data.class_levels import wrapper_levels
from workbench.data.file_kinds import kind_of_name, remedy
from workbench.data.label_tables import TABLE_SUFFIXES
from workbench.data.masks.registry import masks_in
from workbench.data.table_files import TableReader
from workbench.data.table_layout import choose_table, disagreement, sorted_classes, tables_in
from workbench.data.walk import FileEntry, Leftover, Subfolder, walk


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
    notes: tuple[str, ...] = ()  # sentences on how the layout was decided
    mask_coding: str = ""


def listing(folder: Path, class_level: int = 1) -> Listing:
    """List a folder or a label table. Raises UserError for any other file."""
    if folder.is_file():
        if kind := kind_of_name(folder.name):
            raise UserError(f"{folder} cannot be read: {kind.name}.", remedy(*kind))
        if folder.suffix.lower() not in (*TABLE_SUFFIXES, ".jsonl"):
            raise UserError(f"{folder} is neither a folder nor a CSV file.", "Choose a folder of images.")
        return _from_table(folder)
    if not folder.exists():
        raise UserError(f"There is no folder {folder}.", "Check the path.")
    listed = _from_folders(folder, class_level)
    tables = tables_in(folder)
    if listed.masks or not tables:
        return listed
    files, labels = [file for file, _ in listed.files], [label for _, label in listed.files]
    layout, found, notes = choose_table(folder, tables, files, labels)
    if found is None:
        return listed._replace(notes=(*listed.notes, *notes))
    named = {file.path for file, _ in found.files} | {aside.path for aside in found.set_aside}
    set_aside = [*found.set_aside, *(aside for aside in listed.set_aside if aside.path not in named)]
    return listed._replace(
        layout=layout, files=found.files, set_aside=set_aside, notes=tuple(notes), folders=(), class_depth=0
    )


def _from_table(table: Path) -> Listing:
    found = TableReader(table.parent).read([table])
    notes = [note for note in (*found.notes, disagreement(table.name, found)) if note]
    return Listing(table.parent, Layout.CSV, found.files, found.set_aside, 0, notes=tuple(notes))


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
        labels_found = (masked.masks, masked.table, masked.task)
        listed = Listing(root, masked.layout, images, set_aside, ignored, *labels_found, dict(leftovers))
        return listed._replace(notes=masked.notes, mask_coding=masked.coding)
    classes = sorted_classes(root) if class_level == 1 else None
    skipped = 0 if classes is not None else wrapper_levels(file.path for file in files)
    depth = skipped + class_level
    classes_of = {folder: _class_of(folder.split("/"), depth, classes or {}) for folder in {*map(_folder, files)}}
    labels = [classes_of[_folder(file)] for file in files]
    if not any(labels):
        layout = Layout.FLAT
    elif skipped or class_level > 1 or any(folder.count("/") >= depth for folder in classes_of):
        layout = Layout.NESTED
    else:
        layout = Layout.CLASS_FOLDERS
    listed = Listing(root, layout, list(zip(files, labels, strict=True)), set_aside, ignored, leftovers=dict(leftovers))
    if layout is Layout.FLAT:
        return listed
    outside = [file.path for file, label in listed.files if label is None]
    notes = (
        (f"Images outside the class folders have no label: {len(outside):,}, such as {outside[0]}.",) if outside else ()
    )
    return listed._replace(folders=folders, class_depth=depth, notes=notes)


def _folder(file: FileEntry) -> str:
    return file.path.rpartition("/")[0]


def _class_of(folders: Sequence[str], depth: int, classes: Mapping[str, str]) -> str | None:
    """The label of the files in a folder. `classes`: those whose folders have shorter names."""
    name = folders[depth - 1] if len(folders) >= depth else ""
    return classes.get(name, name) or None
