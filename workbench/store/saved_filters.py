"""The filters of images that a person saved by name."""

import sqlite3

from workbench.store.transaction import saving


class SavedFilters:
    """The saved filters of a project: names, and the text of each as it is typed above the images."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self.database = database

    def current(self) -> dict[str, str]:
        """The text of each filter, by name, in alphabetical order."""
        rows = self.database.execute("SELECT name, query FROM filter ORDER BY name COLLATE NOCASE, name")
        return dict(rows.fetchall())

    def keep(self, name: str, query: str) -> None:
        """Save a filter, in place of an earlier one of this name. Raises UserError if the project cannot be written."""
        with saving(self.database):
            self.database.execute("INSERT OR REPLACE INTO filter VALUES (?, ?)", (name, query))

    def rename(self, old: str, new: str) -> None:
        """Give a filter another name, in place of an earlier one of that name.

        Raises UserError if the project cannot be written.
        """
        with saving(self.database):
            self.database.execute("UPDATE OR REPLACE filter SET name = ? WHERE name = ?", (new, old))

    def forget(self, name: str) -> None:
        """Delete a filter. Raises UserError if the project cannot be written."""
        with saving(self.database):
            self.database.execute("DELETE FROM filter WHERE name = ?", (name,))
