"""The ranges of deep images of a project's folders, stored so that images that come later do not change them."""

import sqlite3
from pathlib import Path

import msgspec

from workbench.core.deep_range import DeepRange
from workbench.core.domain import Side
from workbench.store.transaction import saving


class DomainRanges:
    """The range of each domain, stated by a person or estimated when its folder was first read."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self.database = database

    def of(self, side: Side, folder: Path) -> DeepRange | None:
        """The range of a folder; None if there is none, or if the domain had another folder then."""
        row = self.database.execute(
            "SELECT deep FROM domain_range WHERE side = ? AND folder = ?", (side, str(folder))
        ).fetchone()
        return msgspec.json.decode(row[0], type=DeepRange) if row else None

    def keep(self, side: Side, folder: Path, deep: DeepRange) -> None:
        """Store the range of a folder. Raises UserError if the project cannot be written."""
        if self.of(side, folder) != deep:
            with saving(self.database):
                row = (side, str(folder), msgspec.json.encode(deep))
                self.database.execute("INSERT OR REPLACE INTO domain_range VALUES (?, ?, ?)", row)

    def forget(self, side: Side) -> None:
        """Delete the range of a domain. Raises UserError if the project cannot be written."""
        with saving(self.database):
            self.database.execute("DELETE FROM domain_range WHERE side = ?", (side,))
