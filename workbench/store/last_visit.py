"""The file visit.json: where a project was opened last, and what was on the screen.

A project that is opened in another folder than the last time was renamed, moved or copied, here or by another program.
The paths in it that name its own files (translated images, painted shots, its cache) then follow.
"""

import contextlib
import os
import sqlite3
from pathlib import Path
from typing import Any

import msgspec

from workbench.core.files import write_atomically
from workbench.core.recipe import toml_value

NAME = "visit.json"
JSON_FILES = ("job.json", "translation.json", "result.json", "trials/*/job.json")  # in the folder of a run
RECIPES = ("recipe.toml", "trials/*/recipe.toml")
COLUMNS = {
    "run": ("job",),
    "translation": ("job", "written"),
    "domain": ("folder",),
    "domain_range": ("folder",),
}


class LastVisit(msgspec.Struct, frozen=True):
    """`folder`: of the project; `step`: of the rail; `run` and `translation`: the ids of those that were shown."""

    folder: str = ""
    step: str = ""
    run: str = ""
    translation: str = ""


def read_visit(folder: Path) -> LastVisit:
    """The last visit of a project; an empty one if it was never opened, or by an earlier version."""
    try:
        return msgspec.json.decode((folder / NAME).read_bytes(), type=LastVisit)
    except (OSError, ValueError, RecursionError):
        return LastVisit()


def write_visit(folder: Path, visit: LastVisit) -> None:
    """Store a visit. A folder that cannot be written is ignored: nothing is lost but a view."""
    with contextlib.suppress(OSError, UnicodeEncodeError):
        write_atomically(folder / NAME, msgspec.json.encode(visit), durable=False)


def write_home(folder: Path, *, only_if_missing: bool = False) -> None:
    """Store that a project lies in this folder."""
    visit = read_visit(folder)
    if visit.folder != str(folder) and not (only_if_missing and visit.folder):
        write_visit(folder, msgspec.structs.replace(visit, folder=str(folder)))


def follow(database: sqlite3.Connection, folder: Path) -> None:
    """Correct the paths of a project's own files if it lies in another folder than the last time.

    An interrupted correction is repeated by the next opening. Raises sqlite3.Error.
    """
    before = read_visit(folder).folder
    if before and before != str(folder):
        for place in (folder / "runs").glob("*"):
            for pattern in JSON_FILES:
                for file in place.glob(pattern):
                    _correct_file(file, before, str(folder))
            for pattern in RECIPES:
                for file in place.glob(pattern):
                    _correct_recipe(file, before, str(folder))
        with database:
            for table, columns in COLUMNS.items():
                for column in columns:
                    _correct_column(database, table, column, before, str(folder))
    write_home(folder)


def _correct_file(file: Path, before: str, now: str) -> None:
    with contextlib.suppress(OSError, ValueError, RecursionError):  # a damaged file is told where it is used
        content = msgspec.json.decode(file.read_bytes())
        corrected = _corrected(content, before, now)
        if corrected != content:
            write_atomically(file, msgspec.json.format(msgspec.json.encode(corrected)), durable=False)


def _correct_recipe(file: Path, before: str, now: str) -> None:
    """As `_correct_file`, in the text, so that a recipe keeps its comments."""
    with contextlib.suppress(OSError, ValueError):
        text = file.read_text(encoding="utf-8")
        old, new = (toml_value(folder).removesuffix('"') for folder in (before, now))  # with the opening quote
        separator = toml_value(os.sep).strip('"')
        corrected = text.replace(old + separator, new + separator).replace(f'{old}"', f'{new}"')
        if corrected != text:
            write_atomically(file, corrected, durable=False)


def _correct_column(database: sqlite3.Connection, table: str, column: str, before: str, now: str) -> None:
    for row, value in list(database.execute(f"SELECT rowid, {column} FROM {table}")):
        stored: Any = msgspec.json.decode(value) if isinstance(value, bytes) else value
        corrected = _corrected(stored, before, now)
        if corrected != stored:
            new = msgspec.json.encode(corrected) if isinstance(value, bytes) else corrected
            database.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (new, row))


def _corrected(value: Any, before: str, now: str) -> Any:
    """A JSON value in which each path of the old folder is one of the new folder."""
    match value:
        case str() if value == before or value.startswith(before + os.sep):
            return now + value[len(before) :]
        case list():
            return [_corrected(each, before, now) for each in value]
        case dict():
            return {name: _corrected(each, before, now) for name, each in value.items()}
    return value
