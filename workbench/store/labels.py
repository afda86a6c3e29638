"""What people said of target samples: an append-only history, committed before anything else happens.

An action is one keystroke, for one sample or for thousands. Undo and redo are actions too, so they survive a restart
and nothing is ever removed. The tables `label` and `unsure` are only the sum of the history, kept in the same
transaction. A sample has a label, or the mark that somebody was unsure of it, or neither. Strokes painted on samples
are actions of the same history (see `strokes`).
"""

import getpass
import json
import sqlite3
import time
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from workbench.core.strokes import Stroke
from workbench.store.history import SHOWN, Action, actions
from workbench.store.label_value import Mark, Said, read, written
from workbench.store.strokes import Strokes, Turn
from workbench.store.transaction import saving

_ASKED = "SELECT {} FROM {} WHERE path IN (SELECT value FROM json_each(?))"  # as quick for one path as for thousands


class Labels:
    """The labels of a project."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self.database, self.strokes = database, Strokes(database)
        self.undoable: list[int] = []
        self.redoable: list[int] = []
        self._seen = 0  # the last action of which everything is known here
        self._read_actions()

    def current(self) -> dict[str, str]:
        """The label of every labelled sample, by path."""
        return dict(self.database.execute("SELECT path, label FROM label"))

    def unsure(self) -> set[str]:
        """The paths of the samples that somebody was unsure of."""
        return {path for (path,) in self.database.execute("SELECT path FROM unsure")}

    def everything(self) -> dict[str, Said]:
        """What is said of every sample of which anything is, by path."""
        return {**self.current(), **dict.fromkeys(self.unsure(), Mark.UNSURE)}

    def touched(self) -> set[str]:
        """The paths of all samples of which anything is said, or on which anything is painted."""
        return {*self.current(), *self.unsure(), *self.strokes.standing()}

    def of(self, paths: Iterable[str]) -> dict[str, str]:
        """The labels of those samples that have one, by path."""
        return {path: said for path, said in self.said(paths).items() if isinstance(said, str)}

    def said(self, paths: Iterable[str]) -> dict[str, Said]:
        """What is said of those samples of which anything is, by path."""
        wanted = json.dumps(list(paths))
        found: dict[str, Said] = dict(self.database.execute(_ASKED.format("path, label", "label"), [wanted]))
        marked = self.database.execute(_ASKED.format("path", "unsure"), [wanted])
        return found | {path: Mark.UNSURE for (path,) in marked}

    def apply(self, labels: Mapping[str, Said], why: str = "") -> list[str]:
        """Label or mark samples, or take away what is said of them (None), as one action; the paths that changed.

        What is so already is left out. `why`: what is kept beside the action, where it was no keystroke.
        """
        before = self.said(labels)
        changes = [(path, before.get(path), after) for path, after in labels.items() if before.get(path) != after]
        if changes:
            self._commit("label", None, changes, why)
        return [path for path, _, _ in changes]

    def paint(self, path: str, strokes: Iterable[Stroke], why: str = "") -> list[str]:
        """Lay strokes over what is painted on a sample, as one action; the paths that changed."""
        drawn = list(strokes)
        if drawn:
            self._commit("label", None, [], why, drawn={path: drawn})
        return [path] if drawn else []

    def wipe(self, path: str) -> list[str]:
        """Take away all that is painted on a sample, as one action; the paths that changed."""
        turns = [(number, False) for number, _ in self.strokes.of(path)]
        if turns:
            self._commit("label", None, [], turns=turns)
        return [path] if turns else []

    def move(self, places: Mapping[str, str], why: str) -> None:
        """What is said of samples, and painted on them, is of those at other paths from now on; as one action."""
        said = self.said([*places, *places.values()])
        after: dict[str, Said] = dict.fromkeys(places, None)
        after |= {new: said.get(old) for old, new in places.items()}
        changes = [(path, said.get(path), now) for path, now in after.items() if said.get(path) != now]
        kept = {path: self.strokes.of(path) for path in {*places, *places.values()}}
        turns = [(one.number, False) for strokes in kept.values() for one in strokes]
        drawn = {new: [one.stroke for one in kept[old]] for old, new in places.items() if kept[old]}
        if changes or turns:
            self._commit("label", None, changes, why, turns=turns, drawn=drawn)

    def history(self, count: int = 50, before: int | None = None, shown: int = SHOWN) -> list[Action]:
        """The last actions, the latest first; with `before`, those that came before that action's number."""
        return actions(self.database, count, before, shown)

    def news(self) -> list[str]:
        """Take in what another program wrote to the project since; the paths that may have changed, if any."""
        (last,) = self.database.execute("SELECT coalesce(max(id), 0) FROM action").fetchone()
        if last == self._seen:
            return []
        rows = self.database.execute("SELECT DISTINCT path FROM change WHERE action > ?", (self._seen,))
        paths = {path for (path,) in rows} | set(self.strokes.paths(self.strokes.touched_since(self._seen)))
        self._read_actions()
        return sorted(paths)

    def undo(self) -> list[str]:
        """Take the last action back; the paths that changed, none when there is nothing to undo.

        Where another program wrote meanwhile, its `news` are taken in instead: what nobody saw is not undone.
        """
        return self._reverse("undo", self.undoable)

    def redo(self) -> list[str]:
        """Do again what was undone last; the paths that changed, none when there is nothing to redo."""
        return self._reverse("redo", self.redoable)

    def _reverse(self, kind: str, stack: list[int]) -> list[str]:
        if found := self.news():
            return found
        if not stack:
            return []
        changes, turns = self._changes(stack[-1]), self.strokes.turned(stack[-1])
        if kind == "undo":
            changes = [(path, after, before) for path, before, after in changes]
            turns = [(number, not stands) for number, stands in turns]
        self._commit(kind, stack[-1], changes, turns=turns)
        return [*(path for path, _, _ in changes), *self.strokes.paths(turns)]

    def back_to(self, action: int) -> list[str]:
        """Make everything what it was just after an action, as an action of its own; the paths that changed."""
        rows = self.database.execute(
            "SELECT path, before, unsure_before, min(action) FROM change WHERE action > ? GROUP BY path", (action,)
        )
        then = {path: read(label, unsure) for path, label, unsure, _ in rows}
        before, turns = self.said(then), self.strokes.since(action)
        changes = [(path, before.get(path), after) for path, after in then.items() if before.get(path) != after]
        if changes or turns:
            self._commit("label", None, changes, "gone back", turns=turns)
        return [*(path for path, _, _ in changes), *self.strokes.paths(turns)]

    def _changes(self, action: int) -> list[tuple[str, Said, Said]]:
        """What an action changed: paths, with what was said before and after."""
        rows = self.database.execute(
            "SELECT path, before, unsure_before, after, unsure_after FROM change WHERE action = ?", (action,)
        )
        return [(path, read(old, mark), read(new, other)) for path, old, mark, new, other in rows]

    def _commit(
        self,
        kind: str,
        of: int | None,
        changes: list[tuple[str, Said, Said]],
        why: str = "",
        turns: Iterable[Turn] = (),
        drawn: Mapping[str, list[Stroke]] = MappingProxyType({}),
    ) -> None:
        with saving(self.database):
            row = (time.time(), _user(), kind, of, why)
            cursor = self.database.execute("INSERT INTO action (time, user, kind, of, why) VALUES (?, ?, ?, ?, ?)", row)
            number = cursor.lastrowid
            assert number is not None
            self.database.executemany(
                "INSERT INTO change (action, path, before, unsure_before, after, unsure_after) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                ((number, path, *written(before), *written(after)) for path, before, after in changes),
            )
            no_class = [(path,) for path, _, after in changes if not isinstance(after, str)]
            no_mark = [(path,) for path, before, _ in changes if before is Mark.UNSURE]
            self.database.executemany("DELETE FROM label WHERE path = ?", no_class)
            self.database.executemany("DELETE FROM unsure WHERE path = ?", no_mark)
            named = [(path, after) for path, _, after in changes if isinstance(after, str)]
            marked = [(path,) for path, _, after in changes if after is Mark.UNSURE]
            self.database.executemany("INSERT OR REPLACE INTO label VALUES (?, ?)", named)
            self.database.executemany("INSERT OR REPLACE INTO unsure VALUES (?)", marked)
            new = [(stroke, True) for path, strokes in drawn.items() for stroke in self.strokes.add(path, strokes)]
            self.strokes.turn(number, [*turns, *new])
        self._stack(number, kind, of)
        if number == self._seen + 1:  # else another program's are between
            self._seen = number

    def _read_actions(self) -> None:
        self.undoable.clear()
        self.redoable.clear()
        for number, kind, of in self.database.execute("SELECT id, kind, of FROM action ORDER BY id"):
            self._stack(number, kind, of)
            self._seen = number

    def _stack(self, number: int, kind: str, of: int | None) -> None:
        if kind == "label":
            self.undoable.append(number)
            self.redoable.clear()
        elif kind == "undo" and of is not None:
            _drop(self.undoable, of)
            self.redoable.append(of)
        elif of is not None:
            _drop(self.redoable, of)
            self.undoable.append(of)


def _drop(stack: list[int], action: int) -> None:
    """Take an action off; it is the last, unless a window and a command line wrote to the project at one time."""
    if stack[-1:] == [action]:
        stack.pop()
    elif action in stack:
        stack.remove(action)


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a container without a user table; a system that has none
        return ""
