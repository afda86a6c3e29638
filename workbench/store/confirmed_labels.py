"""Labels that a person looked at again and kept, though a model said otherwise: no second look asks for them again."""

import sqlite3

from workbench.store.transaction import saving


class KeptLabels:
    """What was kept, each with the label that it had: where a sample is named anew, that says nothing of it."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self.database = database

    def current(self) -> dict[str, str]:
        """The labels that were kept, by path."""
        return dict(self.database.execute("SELECT path, label FROM kept"))

    def keep(self, path: str, label: str) -> None:
        """Remember that a sample's label was kept. Raises UserError when the project can not be written."""
        with saving(self.database):
            self.database.execute("INSERT OR REPLACE INTO kept VALUES (?, ?)", (path, label))

    def forget(self) -> None:
        """Ask for all of them again from now on. Raises UserError when the project can not be written."""
        with saving(self.database):
            self.database.execute("DELETE FROM kept")
