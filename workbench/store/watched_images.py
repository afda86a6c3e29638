"""The unusual images of a watched folder, which are the first to label in a project."""

import sqlite3
import time
from collections.abc import Iterable
from typing import NamedTuple

from workbench.store.transaction import saving

MOST = 1000  # images in the table; those that are the least unusual are left out


class WatchedImage(NamedTuple):
    """A target image that a watch found unusual. `path`: relative to the target. `score`: how far it is outside.

    `seconds`: when it was watched, since 1970.
    """

    path: str
    seconds: float
    score: float
    why: str

    @property
    def reason(self) -> str:
        """Why it is offered, in a few words."""
        return f"unusual when it was watched, {time.strftime('%Y-%m-%d', time.localtime(self.seconds))}: {self.why}"


class WatchedTable:
    """Reads and writes the images. They stay in the table when they are labelled, so that an undo offers them again."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self.database = database

    def current(self) -> list[WatchedImage]:
        """The images, the most unusual first."""
        rows = self.database.execute("SELECT path, time, score, why FROM watched ORDER BY score DESC, path")
        return [WatchedImage(*row) for row in rows]

    def reasons(self) -> dict[str, str]:
        """Why each image is offered, by path, the most unusual first."""
        return {image.path: image.reason for image in self.current()}

    def add(self, images: Iterable[WatchedImage]) -> None:
        """Add images, or replace those with the same path. Raises UserError if the project cannot be written."""
        with saving(self.database):
            self.database.executemany("INSERT OR REPLACE INTO watched VALUES (?, ?, ?, ?)", images)
            self.database.execute(
                "DELETE FROM watched WHERE path NOT IN (SELECT path FROM watched ORDER BY score DESC, path LIMIT ?)",
                (MOST,),
            )
