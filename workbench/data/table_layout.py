"""Tables in a folder: which of them is the folder's layout, and why the others are not.

A table is the layout only if it labels the images that are there and nothing contradicts it. Any other table is named
and passed over: it may list only some of the images, or hold something else, such as predictions or EXIF data.
"""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from workbench.core.csv_table import read_csv_header
from workbench.core.domain import Layout
from workbench.core.errors import UserError
from workbench.core.file_names import contained_path, folder_names
from workbench.core.leftovers import is_leftover
from workbench.core.name_matching import composed
from workbench.data.label_tables import METADATA, TABLE_SUFFIXES, names_images, read_predicted
from workbench.data.split_names import is_split
from workbench.data.table_files import TableFiles, TableReader
from workbench.data.walk import FileEntry, is_folder

COVERED = 0.9  # least share of a folder's images that its table names; the others arrived later and have no label
OWN = (  # first columns of tables that the program writes, and what they hold
    (("path", "predicted", "confidence"), "predictions"),
    (("path", "reason", "detail"), "files that were set aside"),
    (("path", "accuracy"), "scores of images"),
)
PREDICTIONS = OWN[0][0]


class TableGroup(NamedTuple):
    """Tables that list images together: one CSV file, or the metadata files of a folder and its splits."""

    layout: Layout
    tables: tuple[Path, ...]

    @property
    def name(self) -> str:
        """The name of the first table, for messages."""
        return self.tables[0].name


class FolderTables(NamedTuple):
    """What the tables of a folder say. `found`: the content of the one that is its layout; None if none is."""

    layout: Layout
    found: TableFiles | None
    notes: list[str]


def tables_in(root: Path) -> list[TableGroup]:
    """The tables in a folder that name images: metadata files, also of its splits, and CSV files."""
    with os.scandir(root) as listed:  # the root may have a great many files
        entries = [(entry.name, is_folder(entry)) for entry in listed if not is_leftover(entry.name)]
    places = [root, *(root / name for name in sorted(name for name, folder in entries if folder and is_split(name)))]
    metadata = tuple(place / name for place in places for name in METADATA if (place / name).is_file())
    groups = [TableGroup(Layout.METADATA, metadata)] if metadata else []
    names = sorted(
        name for name, folder in entries if not folder and os.path.splitext(name)[1].lower() in TABLE_SUFFIXES
    )
    tables = [root / name for name in names if root / name not in metadata]
    return groups + [TableGroup(Layout.CSV, (path,)) for path in tables if path.is_file() and names_images(path)]


def choose_table(
    root: Path, groups: Sequence[TableGroup], files: Sequence[FileEntry], labels: Sequence[str | None]
) -> FolderTables:
    """The table that is the layout of a folder with these images. `labels`: what folder names say of each."""
    notes: list[str] = []
    fitting: list[tuple[TableGroup, TableFiles]] = []
    reader = TableReader(root, files)
    by_folder = {file.path: label for file, label in zip(files, labels, strict=True)}
    for group in groups:
        if own := own_content(group.tables[0]):
            notes.append(f"{group.name} holds {own}, so it was passed over.")
            continue
        try:
            content = reader.read(group.tables)
        except UserError as error:
            notes.append(f"{group.name} was passed over. {error.message}")
            continue
        if reason := _objection(group.name, content, by_folder):
            notes.append(f"{reason} It was passed over; to use it, choose the table instead of the folder.")
        else:
            fitting.append((group, content))
    if not fitting:
        return FolderTables(Layout.CSV, None, notes)
    (group, content), *others = fitting
    if differing := [other.name for other, found in others if _labels(found) != _labels(content)]:
        names = ", ".join([group.name, *differing])
        notes.append(f"{names} label the images differently. They were passed over; choose one instead of the folder.")
        return FolderTables(Layout.CSV, None, notes)
    return FolderTables(group.layout, _with_all(content, files), [*notes, *_remarks(group.name, content, by_folder)])


def own_content(table: Path) -> str:
    """What a table holds that this program wrote without labels, such as predictions; empty for any other table."""
    header = tuple(name.casefold() for name in read_csv_header(table))
    return next((content for columns, content in OWN if header[: len(columns)] == columns), "")


def sorted_classes(root: Path) -> dict[str, str] | None:
    """The classes of a folder into which `predict` sorted images, by folder name; None for any other folder."""
    table = root / "predictions.csv"
    if tuple(read_csv_header(table))[: len(PREDICTIONS)] != PREDICTIONS:
        return None
    predicted = read_predicted(table)
    names = folder_names(predicted.values())
    in_place = (root / names[name] / contained_path(path) for path, name in predicted.items() if path)
    return {folder: name for name, folder in names.items()} if any(place.exists() for place in in_place) else None


def contradictions(content: TableFiles) -> list[tuple[str, str, str]]:
    """Paths that lie in the folder of another class than their label, as (path, label, folder)."""
    names = {composed(label) for _, label in content.files if label is not None}
    parents = {file.path: [*map(composed, PurePosixPath(file.path).parts[:-1])] for file, _ in content.files}
    folders = {part for parts in parents.values() for part in parts}
    found = []
    for file, label in content.files:
        above = parents[file.path]
        if label is None or not above or composed(label) in above:
            continue
        if (other := next((part for part in above if part in names), "")) or composed(label) in folders:
            found.append((file.path, label, other or above[-1]))
    return found


def disagreement(name: str, content: TableFiles) -> str:
    """A sentence on the labels of a table that differ from the folders of their images; empty without one."""
    differing = contradictions(content)
    if not differing:
        return ""
    path, label, folder = differing[0]
    count = sum(label is not None for _, label in content.files)
    return (
        f"{name} and the class folders disagree on {len(differing):,} of {count:,} images, such as {path}: "
        f"“{label}”, but it lies in “{folder}”."
    )


def _objection(name: str, content: TableFiles, by_folder: Mapping[str, str | None]) -> str:
    """Why a table is not the layout of a folder; empty if it is."""
    listed = {file.path for file, _ in content.files}
    covered = len(listed & by_folder.keys())
    if not by_folder:  # its images are elsewhere
        return ""
    if not listed:
        return f"{name} names no image that is there."
    if not content.labelled:
        return f"{name} has no labels."
    if covered < COVERED * len(by_folder):
        return f"{name} names only {covered:,} of the {len(by_folder):,} images."
    return disagreement(name, content)


def _labels(content: TableFiles) -> dict[str, str | None]:
    return {file.path: label for file, label in content.files}


def _with_all(content: TableFiles, files: Sequence[FileEntry]) -> TableFiles:
    """The files of a table, followed by the images of the folder that it does not name, without labels."""
    listed = {file.path for file, _ in content.files} | {aside.path for aside in content.set_aside}
    return content._replace(files=[*content.files, *((file, None) for file in files if file.path not in listed)])


def _remarks(name: str, content: TableFiles, by_folder: Mapping[str, str | None]) -> list[str]:
    listed = {file.path for file, _ in content.files}
    notes = list(content.notes)
    if missing := len(by_folder.keys() - listed):
        notes.append(f"Images that are not in {name} have no label: {missing:,}.")
    folders = {label for label in by_folder.values() if label is not None}
    if len(folders) > 1 and any(label not in folders for _, label in content.files if label is not None):
        notes.append(f"{name} gives the labels, not the names of the folders.")
    return notes
