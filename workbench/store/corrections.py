"""The corrections of source labels: append-only, in one history with the labels of target samples.

The table `correcting` records which action made or withdrew which correction; the table `correction` holds the current
state. An action that replaces a correction withdraws one and makes the other.
"""

import sqlite3
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from workbench.core.corrections import Correction

_COLUMNS = "path, given, label"


class CorrectionChange(NamedTuple):
    """That an action made a correction (`stands`) or withdrew it."""

    correction: Correction
    stands: bool


class Corrections:
    """Reads the corrections of a project. `Labels` writes them, as part of its actions."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self.database = database

    def current(self) -> dict[str, Correction]:
        """The corrections by path, with confirmations of labels."""
        rows = self.database.execute(f"SELECT {_COLUMNS} FROM correction ORDER BY path")
        return {path: Correction(path, given, label) for path, given, label in rows}

    def last_action(self) -> int:
        """The last action that made or withdrew a correction; 0 before the first."""
        (action,) = self.database.execute("SELECT coalesce(max(action), 0) FROM correcting").fetchone()
        return int(action)

    def of_action(self, action: int) -> list[CorrectionChange]:
        """What an action made or withdrew."""
        rows = self.database.execute(
            f"SELECT {_COLUMNS}, stands FROM correcting WHERE action = ? ORDER BY path, stands", (action,)
        )
        return [CorrectionChange(Correction(*values), bool(stands)) for *values, stands in rows]

    def to_set(self, values: Mapping[str, Correction | None]) -> list[CorrectionChange]:
        """The changes that set the corrections of samples, or withdraw them (None)."""
        current = self.current()
        changed = {path: value for path, value in values.items() if current.get(path) != value}
        withdrawn = [CorrectionChange(current[path], False) for path in changed if path in current]
        return withdrawn + [CorrectionChange(value, True) for value in changed.values() if value is not None]

    def since(self, action: int) -> list[CorrectionChange]:
        """The changes that restore the state just after an action."""
        rows = self.database.execute(
            f"SELECT {_COLUMNS}, NOT stands, min(2 * action + stands) FROM correcting WHERE action > ? GROUP BY path",
            (action,),
        )
        return self.to_set({path: Correction(path, *values) if stood else None for path, *values, stood, _ in rows})

    def paths_since(self, action: int) -> list[str]:
        """The paths of the samples whose corrections changed after an action."""
        rows = self.database.execute("SELECT DISTINCT path FROM correcting WHERE action > ?", (action,))
        return [path for (path,) in rows]

    def write(self, action: int, changes: Iterable[CorrectionChange]) -> None:
        """Make or withdraw corrections as part of an action. The caller holds a transaction."""
        rows = [(change.correction, change.stands) for change in changes]
        values = [(action, one.path, one.given, one.label, stands) for one, stands in rows]
        self.database.executemany(f"INSERT INTO correcting (action, {_COLUMNS}, stands) VALUES (?, ?, ?, ?, ?)", values)
        self.database.executemany(
            "DELETE FROM correction WHERE path = ?", [(one.path,) for one, stands in rows if not stands]
        )
        made = [(one.path, one.given, one.label) for one, stands in rows if stands]
        self.database.executemany(f"INSERT OR REPLACE INTO correction ({_COLUMNS}) VALUES (?, ?, ?)", made)
