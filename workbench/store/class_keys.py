"""Which key names which class, where a person chose it or a class was named later: kept, so that no key changes its
meaning from one day to the next.
"""

import sqlite3
from collections.abc import Mapping

from workbench.store.transaction import saving


class ClassKeys:
    """The keys of a project's classes, as far as they do not follow from the classes alone."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self.database = database

    def current(self) -> dict[str, str]:
        """The keys that were kept, by class."""
        return dict(self.database.execute("SELECT class, key FROM class_key ORDER BY class"))

    def keep(self, keys: Mapping[str, str]) -> None:
        """Keep these, in place of what their classes had, and of what had these keys. Raises UserError when the project
        can not be written.
        """
        with saving(self.database):
            self.database.executemany("DELETE FROM class_key WHERE class = ? OR key = ?", list(keys.items()))
            self.database.executemany("INSERT INTO class_key VALUES (?, ?)", list(keys.items()))

    def forget(self) -> None:
        """Back to the keys that follow from the classes."""
        with saving(self.database):
            self.database.execute("DELETE FROM class_key")
