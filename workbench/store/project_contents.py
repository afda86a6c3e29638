"""What a project holds, for the question before it is deleted. It is read without opening the project."""

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from workbench.core.errors import UserError
from workbench.core.files import PARTS
from workbench.store import lock, project_state
from workbench.store.backups import BESIDE
from workbench.store.backups import FOLDER as BACKUPS
from workbench.store.database import snapshot
from workbench.store.last_visit import NAME as VISIT
from workbench.store.project import DATABASE
from workbench.store.project_lock import HOLDER
from workbench.store.view_settings import NAME as VIEW

OWN = {
    DATABASE,
    *(f"{DATABASE}{end}" for end in BESIDE),
    *(project_state.NAME, VISIT, lock.NAME, HOLDER, BACKUPS),
    *("runs", "cache", "translated", "masks", VIEW),
}


class ProjectContents(NamedTuple):
    """The numbers of `runs`, `translations` and `labels`, the size in `bytes`, and the `folders` of its images.

    `others`: names of files and folders in it that this program did not make. The numbers of a damaged project are 0.
    """

    runs: int
    translations: int
    labels: int
    bytes: int
    folders: tuple[Path, ...]
    others: tuple[str, ...]


def contents_of(folder: Path) -> ProjectContents:
    """What a project holds. Its files are listed, which takes seconds for a large one."""
    numbers = {"run": 0, "translation": 0, "label": 0}
    with _read(folder) as database:
        for table in numbers if database is not None else ():
            with contextlib.suppress(sqlite3.Error, UserError):
                assert database is not None
                (numbers[table],) = database.execute(f"SELECT count(*) FROM {table}").fetchone()
    size = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(OSError):
                size += os.lstat(os.path.join(parent, name)).st_size
    runs, translations, labels = numbers.values()
    return ProjectContents(runs, translations, labels, size, image_folders(folder), foreign_entries(folder))


def foreign_entries(folder: Path) -> tuple[str, ...]:
    """The names of files and folders in a project that this program did not make."""
    return tuple(sorted(path.name for path in folder.iterdir() if path.name not in OWN and not path.match(PARTS)))


def image_folders(folder: Path) -> tuple[Path, ...]:
    """The folders of source and target; empty if the database cannot be read."""
    with _read(folder) as database, contextlib.suppress(sqlite3.Error, UserError):
        rows = database.execute("SELECT folder FROM domain ORDER BY side").fetchall() if database is not None else ()
        return tuple(Path(row[0]) for row in rows)
    return ()


def images_inside(folder: Path) -> Path | None:
    """A folder of source or target that lies inside the project; None if there is none.

    Translated images of the project itself are its own.
    """
    root = Path(os.path.realpath(folder))
    for images in image_folders(folder):
        real = Path(os.path.realpath(images))
        if real.is_relative_to(root) and not real.is_relative_to(root / "translated"):
            return images
    return None


@contextlib.contextmanager
def _read(folder: Path) -> Iterator[sqlite3.Connection | None]:
    """A copy of a project's database in memory; None if it cannot be read."""
    try:
        database = snapshot(folder / DATABASE)
    except (sqlite3.Error, UserError, OSError):
        yield None
        return
    with contextlib.closing(database):
        yield database
