"""What people said of target samples: an append-only history, committed before anything else happens.

An action is one keystroke, for one sample or for thousands. Undo and redo are actions too, so they survive a restart
and nothing is ever removed. The table `label` is only the sum of the history, kept in the same transaction.
"""

import getpass
import sqlite3
import time
from collections.abc import Mapping, Sequence

from workbench.store.history import SHOWN, Action, actions
from workbench.store.saving import saving


class Labels:
    """The labels of a project."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self.database = database
        self.undoable: list[int] = []
        self.redoable: list[int] = []
        for number, kind, of in database.execute("SELECT id, kind, of FROM action ORDER BY id"):
            self._stack(number, kind, of)

    def current(self) -> dict[str, str]:
        """The label of every labelled sample, by path."""
        return dict(self.database.execute("SELECT path, label FROM label"))

    def of(self, paths: Sequence[str]) -> dict[str, str]:
        """The labels of those samples that have one, by path."""
        if len(paths) > 500:  # one look at the table is quicker than many look-ups
            wanted = set(paths)
            return {path: label for path, label in self.current().items() if path in wanted}
        marks = ",".join("?" * len(paths))
        return dict(self.database.execute(f"SELECT path, label FROM label WHERE path IN ({marks})", list(paths)))

    def apply(self, labels: Mapping[str, str | None], why: str = "") -> list[str]:
        """Label samples, or take their labels away (None), as one action; the paths that changed.

        What is so already is left out. `why`: what is kept beside the action, where it was no keystroke.
        """
        before = self.of(list(labels))
        changes = [(path, before.get(path), after) for path, after in labels.items() if before.get(path) != after]
        if changes:
            self._commit("label", None, changes, why)
        return [path for path, _, _ in changes]

    def history(self, count: int = 50, before: int | None = None, shown: int = SHOWN) -> list[Action]:
        """The last actions, the latest first; with `before`, those that came before that action's number."""
        return actions(self.database, count, before, shown)

    def undo(self) -> list[str]:
        """Take the last action back; the paths that changed, none when there is nothing to undo."""
        return self._reverse("undo", self.undoable)

    def redo(self) -> list[str]:
        """Do again what was undone last; the paths that changed, none when there is nothing to redo."""
        return self._reverse("redo", self.redoable)

    def _reverse(self, kind: str, stack: list[int]) -> list[str]:
        if not stack:
            return []
        rows = self.database.execute("SELECT path, before, after FROM change WHERE action = ?", (stack[-1],))
        direction = {path: (before, after) for path, before, after in rows}
        changes = [
            (path, after, before) if kind == "undo" else (path, before, after)
            for path, (before, after) in direction.items()
        ]
        self._commit(kind, stack[-1], changes)
        return [path for path, _, _ in changes]

    def _commit(
        self, kind: str, of: int | None, changes: list[tuple[str, str | None, str | None]], why: str = ""
    ) -> None:
        with saving(self.database):
            row = (time.time(), _user(), kind, of, why)
            cursor = self.database.execute("INSERT INTO action (time, user, kind, of, why) VALUES (?, ?, ?, ?, ?)", row)
            number = cursor.lastrowid
            assert number is not None
            self.database.executemany(
                "INSERT INTO change VALUES (?, ?, ?, ?)", ((number, *change) for change in changes)
            )
            gone = [(path,) for path, _, after in changes if after is None]
            kept = [(path, after) for path, _, after in changes if after is not None]
            self.database.executemany("DELETE FROM label WHERE path = ?", gone)
            self.database.executemany("INSERT OR REPLACE INTO label VALUES (?, ?)", kept)
        self._stack(number, kind, of)

    def _stack(self, number: int, kind: str, of: int | None) -> None:
        if kind == "label":
            self.undoable.append(number)
            self.redoable.clear()
        elif kind == "undo" and of is not None:
            self.undoable.pop()
            self.redoable.append(of)
        elif of is not None:
            self.redoable.pop()
            self.undoable.append(of)


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container without a user table
        return ""
