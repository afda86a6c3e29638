"""The keyboard keys assigned to classes, stored so that a key keeps its meaning between sessions."""

import sqlite3
from collections.abc import Mapping

from workbench.core.name_matching import composed
from workbench.store.transaction import saving


class ClassKeys:
    """The stored keys of a project's classes. Classes without a stored key get a default one from the front end."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self.database = database

    def current(self) -> dict[str, str]:
        """The stored keys, by class."""
        rows = self.database.execute("SELECT class, key FROM class_key ORDER BY class")
        return {composed(name): key for name, key in rows}

    def keep(self, keys: Mapping[str, str]) -> None:
        """Store keys. They replace earlier keys of these classes and earlier classes of these keys.

        Raises UserError if the project cannot be written.
        """
        with saving(self.database):
            self.database.executemany("DELETE FROM class_key WHERE class = ? OR key = ?", list(keys.items()))
            self.database.executemany("INSERT INTO class_key VALUES (?, ?)", list(keys.items()))

    def forget(self) -> None:
        """Delete all stored keys. Raises UserError if the project cannot be written."""
        with saving(self.database):
            self.database.execute("DELETE FROM class_key")
