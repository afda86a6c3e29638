"""Labels that the user confirmed although a model disagreed. Label review does not list them again."""

import sqlite3

from workbench.core.name_matching import composed
from workbench.store.transaction import saving


class ConfirmedLabels:
    """The confirmed labels of a project. A confirmation holds for one label; it does not apply after relabelling."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self.database = database

    def current(self) -> dict[str, str]:
        """The confirmed labels, by path."""
        return {path: composed(label) for path, label in self.database.execute("SELECT path, label FROM kept")}

    def keep(self, path: str, label: str) -> None:
        """Confirm the label of a sample. Raises UserError if the project cannot be written."""
        with saving(self.database):
            self.database.execute("INSERT OR REPLACE INTO kept VALUES (?, ?)", (path, label))

    def forget(self) -> None:
        """Delete all confirmations. Raises UserError if the project cannot be written."""
        with saving(self.database):
            self.database.execute("DELETE FROM kept")
