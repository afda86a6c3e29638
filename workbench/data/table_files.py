"""The files that a table of images lists: its rows, with the images that they name and their labels."""

import os
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from workbench.core.counting import count
from workbench.core.domain import Reason, SetAside, natural
from workbench.core.file_names import separated
from workbench.core.name_matching import composed
from workbench.data.label_tables import TableRow, read_table
from workbench.data.walk import FileEntry, claims_to_be_image, walk
from workbench.data.written_paths import WrittenPaths


class TableFiles(NamedTuple):
    """The usable files that tables list, with their labels, and the rows without one. `labelled`: whether any has."""

    files: list[tuple[FileEntry, str | None]]
    set_aside: list[SetAside]
    labelled: bool
    notes: tuple[str, ...]


class TableReader:
    """Reads tables whose paths are relative to their own folders. `root`: the folder of the domain."""

    def __init__(self, root: Path, files: Sequence[FileEntry] | None = None) -> None:
        """`files`: the images below the root, where they are known already."""
        self.root = root
        self._files = files

    def read(self, tables: Sequence[Path]) -> TableFiles:
        """Raises UserError if a table is invalid."""
        files: list[tuple[FileEntry, str | None]] = []
        set_aside: list[SetAside] = []
        notes: list[str] = []
        locations: dict[str, str] = {}
        labels: dict[str, set[str]] = {}  # by path: all that the rows say
        for table in tables:
            content = read_table(table)
            notes += content.notes
            for row in content.rows:
                entry = self._entry(table, row, locations)
                if row.label is not None:
                    labels.setdefault(entry.path, set()).add(composed(row.label))
                if isinstance(entry, SetAside):
                    set_aside.append(entry)
                else:
                    files.append((entry, row.label))
        if differing := {path: sorted(said, key=natural) for path, said in labels.items() if len(said) > 1}:
            notes.append(_on_differing(differing, tables[0].name))
        files = [(file, None if file.path in differing else label) for file, label in files]
        return TableFiles(files, set_aside, any(label is not None for _, label in files), tuple(notes))

    def _entry(self, table: Path, row: TableRow, locations: dict[str, str]) -> FileEntry | SetAside:
        path = self._path(table, row)
        where = f"line {row.line} of {table.name}"
        if path in locations:
            return SetAside(path, Reason.DUPLICATE, f"{where} repeats {locations[path]}")
        locations[path] = where
        if not claims_to_be_image(path):
            return SetAside(path, Reason.UNREADABLE, f"{where}: not an image file name")
        try:
            status = os.stat(os.path.join(self.root, path))
        except PermissionError:
            return SetAside(path, Reason.PERMISSION, where)
        except (OSError, ValueError):  # missing file or invalid file name
            near = self._written.index.near(path)
            return SetAside(path, Reason.MISSING, f"{where}; there is “{near}”" if near else where)
        return FileEntry(path, status.st_size, status.st_mtime_ns)

    def _path(self, table: Path, row: TableRow) -> str:
        """The path of a row's file, relative to the root if it is below it, as the file system spells it."""
        named = separated(row.path, lambda path: os.path.exists(os.path.join(table.parent, path)))
        written = Path(os.path.normpath(table.parent / named))
        path = (written.relative_to(self.root) if written.is_relative_to(self.root) else written).as_posix()
        if os.path.lexists(os.path.join(self.root, path)):
            return path
        return self._written.index.find(path) or self._written.find(row.path) or path

    @cached_property
    def _written(self) -> WrittenPaths:
        files = self._files if self._files is not None else walk(self.root)
        return WrittenPaths(self.root, (file.path for file in files if isinstance(file, FileEntry)), (self.root,))


def _on_differing(labels: dict[str, list[str]], table: str) -> str:
    """A sentence on images whose rows have several labels. `labels`: those of each such image, by path."""
    path, names = next(iter(labels.items()))
    number = count(len(labels), "image", "images")
    listed = ", ".join(f"“{name}”" for name in names[:4])
    return f"{table} gives {number} several labels, such as {listed} for {path}, so none of them counts."
