"""The folders that commit 7227ca6 left, unpacked where a test may change them.

`tests/fixtures/make_edition1.py` says how they were made.
"""

import json
import sqlite3
import tarfile
from pathlib import Path
from typing import Any, NamedTuple

FIXTURE = Path(__file__).parents[1] / "fixtures" / "edition1"
MADE_AT = "/tmp/workbench-edition1"  # the path that all old files name
EVENTS = "metrics.jsonl"  # stays as it is: a checkpoint keeps its length, and paths in it are only shown
RECIPES = {".json", ".csv"}
# The columns of a project that name folders. The program keeps absolute paths of images, and does not look for them
# where they are not any more, so a test puts its own folder in their place.
COLUMNS = (("domain", "folder"), ("run", "job"), ("translation", "job"), ("translation", "written"))


class Edition1(NamedTuple):
    """Where the old folders are, and what the old commit said of them, with paths as they are here."""

    root: Path
    recorded: dict[str, Any]

    @property
    def project(self) -> Path:
        """Classes of images: two finished runs, one that was stopped, a translation, labels."""
        return self.root / "Bars.workbench"

    @property
    def scenes(self) -> Path:
        """Classes of pixels: a finished run, and strokes."""
        return self.root / "Scenes.workbench"


def unpack(place: Path) -> Edition1:
    """Unpack everything below `place`, and name this place wherever the old one is named."""
    with tarfile.open(FIXTURE / "edition1.tar.xz") as tar:
        tar.extractall(place, filter="data")
    root = place / Path(MADE_AT).name
    for file in root.rglob("*"):
        if file.suffix in RECIPES:
            file.write_bytes(file.read_bytes().replace(MADE_AT.encode(), str(root).encode()))
    for database in root.glob("*.workbench/project.sqlite"):
        move_project(database, root)
    return Edition1(root, json.loads((FIXTURE / "recorded.json").read_text("utf-8").replace("ROOT", str(root))))


def move_project(database: Path, root: Path) -> None:
    """Replace the old root in the columns that name folders."""
    connection = sqlite3.connect(database)
    with connection:
        for table, column in COLUMNS:
            for key, value in connection.execute(f"SELECT rowid, {column} FROM {table}").fetchall():
                new = value.replace(MADE_AT.encode(), str(root).encode()) if isinstance(value, bytes) else None
                moved = value.replace(MADE_AT, str(root)) if new is None else new
                connection.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (moved, key))
    connection.close()
