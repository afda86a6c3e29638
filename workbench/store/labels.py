"""Labels of target samples: an append-only history of actions, each committed immediately.

An action is one keystroke, for one sample or for thousands. Undo and redo are actions too, so they survive a restart,
and nothing is ever deleted. The tables `label` and `unsure` hold the current state and are updated in the same
transaction. A sample has a label, an unsure mark, or neither. Strokes painted on samples belong to the same history
(see `strokes`), and so do the draws of samples whose labels measure (see `draws`) and the corrections of source labels
(see `corrections`).
"""

import getpass
import json
import sqlite3
import time
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from workbench.core.corrections import Correction
from workbench.core.name_matching import composed
from workbench.core.strokes import Stroke
from workbench.store.corrections import CorrectionChange, Corrections
from workbench.store.draws import Draw, DrawnSample, Draws
from workbench.store.history import SHOWN, Action, actions
from workbench.store.label_value import LabelMark, LabelValue, from_columns, to_columns
from workbench.store.strokes import Strokes, Turn
from workbench.store.transaction import saving

ValueChange = tuple[str, LabelValue, LabelValue]  # a path with the values before and after
_SELECT = "SELECT {} FROM {} WHERE path IN (SELECT value FROM json_each(?))"  # one statement for any number of paths


class Labels:
    """The labels of a project."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self.database, self.strokes, self.draws = database, Strokes(database), Draws(database)
        self.corrections = Corrections(database)
        self.undoable: list[int] = []
        self.redoable: list[int] = []
        self._last_action = 0  # the last action that this object has processed
        self._read_actions()

    def current(self) -> dict[str, str]:
        """The labels of all labelled samples, by path."""
        return {path: composed(label) for path, label in self.database.execute("SELECT path, label FROM label")}

    def teaching(self) -> dict[str, str]:
        """The labels by path, without those that measure."""
        drawn = self.draws.current()
        return {path: label for path, label in self.current().items() if path not in drawn}

    def unsure(self) -> set[str]:
        """The paths of all samples marked as unsure."""
        return {path for (path,) in self.database.execute("SELECT path FROM unsure")}

    def all_values(self) -> dict[str, LabelValue]:
        """The values of all samples that have one, by path."""
        return {**self.current(), **dict.fromkeys(self.unsure(), LabelMark.UNSURE)}

    def touched(self) -> set[str]:
        """The paths of all samples with a label, a mark or a stroke, and of those that are drawn."""
        return {*self.current(), *self.unsure(), *self.strokes.applied(), *self.draws.current()}

    def of(self, paths: Iterable[str]) -> dict[str, str]:
        """The labels of the given samples that have one, by path."""
        return {path: value for path, value in self.values(paths).items() if isinstance(value, str)}

    def values(self, paths: Iterable[str]) -> dict[str, LabelValue]:
        """The values of the given samples that have one, by path."""
        parameters = [json.dumps(list(paths))]
        rows = self.database.execute(_SELECT.format("path, label", "label"), parameters)
        labels: dict[str, LabelValue] = {path: composed(label) for path, label in rows}
        unsure = self.database.execute(_SELECT.format("path", "unsure"), parameters)
        return labels | {path: LabelMark.UNSURE for (path,) in unsure}

    def apply(self, labels: Mapping[str, LabelValue], why: str = "") -> list[str]:
        """Set the values of samples, or clear them (None), as one action. Returns the paths that changed.

        Samples that already have the value are skipped. `why`: the origin of the labels, if not the keyboard.
        """
        labels = {path: composed(label) if isinstance(label, str) else label for path, label in labels.items()}
        before = self.values(labels)
        changes = [(path, before.get(path), after) for path, after in labels.items() if before.get(path) != after]
        if changes:
            self._commit("label", None, changes, why)
        return [path for path, _, _ in changes]

    def paint(self, path: str, strokes: Iterable[Stroke], why: str = "") -> list[str]:
        """Add strokes to a sample, as one action. Returns the paths that changed."""
        new_strokes = list(strokes)
        if new_strokes:
            self._commit("label", None, [], why, drawn={path: new_strokes})
        return [path] if new_strokes else []

    def replace_stroke(self, path: str, number: int, stroke: Stroke, above: Iterable[int] = ()) -> list[str]:
        """Replace a stroke of a sample by another, as one action. Returns the paths that changed.

        `above`: later strokes that overlap it. They are painted again, so that they stay above it.
        """
        later = self.strokes.by_number(above)
        turns = [(replaced, False) for replaced in (number, *(kept for kept, _ in later))]
        self._commit("label", None, [], "edited", turns=turns, drawn={path: [stroke, *(kept for _, kept in later)]})
        return [path]

    def wipe(self, path: str) -> list[str]:
        """Revoke all strokes of a sample, as one action. Returns the paths that changed."""
        turns = [(number, False) for number, _ in self.strokes.of(path)]
        if turns:
            self._commit("label", None, [], turns=turns)
        return [path] if turns else []

    def turn_draws(self, draws: Iterable[Draw], why: str) -> list[str]:
        """Draw or release samples, as one action. Returns their paths."""
        turned = list(draws)
        if turned:
            self._commit("label", None, [], why, draws=turned)
        return [draw.sample.path for draw in turned]

    def correct(self, corrections: Mapping[str, Correction | None], why: str = "") -> list[str]:
        """Set the corrections of source samples, or withdraw them (None), as one action. Returns the changed paths."""
        changes = self.corrections.to_set(corrections)
        if changes:
            self._commit("label", None, [], why, corrections=changes)
        return self._paths([], [], [], changes)

    def move(self, paths: Mapping[str, str], why: str) -> None:
        """Move labels, marks, strokes and draws to other paths, as one action. `paths`: from old to new paths."""
        values = self.values([*paths, *paths.values()])
        after: dict[str, LabelValue] = dict.fromkeys(paths, None)
        after |= {new: values.get(old) for old, new in paths.items()}
        changes = [(path, values.get(path), value) for path, value in after.items() if values.get(path) != value]
        painted = {path: self.strokes.of(path) for path in {*paths, *paths.values()}}
        turns = [(stored.number, False) for strokes in painted.values() for stored in strokes]
        drawn = {new: [stored.stroke for stored in painted[old]] for old, new in paths.items() if painted[old]}
        draws = _moved(self.draws.current(), paths)
        if changes or turns or draws:
            self._commit("label", None, changes, why, turns=turns, drawn=drawn, draws=draws)

    def history(self, count: int = 50, before: int | None = None, shown: int = SHOWN) -> list[Action]:
        """Up to `count` actions, latest first; with `before`, only those with a smaller number."""
        return actions(self.database, count, before, shown)

    def read_external_actions(self) -> list[str]:
        """Read the actions that another program added. Returns the paths that may have changed."""
        (last,) = self.database.execute("SELECT coalesce(max(id), 0) FROM action").fetchone()
        if last == self._last_action:
            return []
        rows = self.database.execute("SELECT DISTINCT path FROM change WHERE action > ?", (self._last_action,))
        paths = {path for (path,) in rows} | set(self.strokes.paths(self.strokes.touched_since(self._last_action)))
        paths.update(self.draws.paths_since(self._last_action), self.corrections.paths_since(self._last_action))
        self._read_actions()
        return sorted(paths)

    def undo(self) -> list[str]:
        """Undo the last action. Returns the paths that changed.

        If another program has written meanwhile, only `read_external_actions` is called: an action is not undone before
        it was shown.
        """
        return self._reverse("undo", self.undoable)

    def redo(self) -> list[str]:
        """Redo the last undone action, after reading the actions of other programs. Returns the paths that changed."""
        return self._reverse("redo", self.redoable)

    def _reverse(self, kind: str, stack: list[int]) -> list[str]:
        if changed_elsewhere := self.read_external_actions():
            return changed_elsewhere
        if not stack:
            return []
        changes, turns = self._changes(stack[-1]), self.strokes.turned(stack[-1])
        draws, corrections = self.draws.of_action(stack[-1]), self.corrections.of_action(stack[-1])
        if kind == "undo":
            changes = [(path, after, before) for path, before, after in changes]
            turns = [(number, not stands) for number, stands in turns]
            draws = [draw._replace(stands=not draw.stands) for draw in draws]
            corrections = [change._replace(stands=not change.stands) for change in corrections]
        self._commit(kind, stack[-1], changes, turns=turns, draws=draws, corrections=corrections)
        return self._paths(changes, turns, draws, corrections)

    def restore_after(self, action: int) -> list[str]:
        """Restore the state just after an action, as a new action. Returns the paths that changed."""
        rows = self.database.execute(
            "SELECT path, before, unsure_before, min(action) FROM change WHERE action > ? GROUP BY path", (action,)
        )
        earlier = {path: from_columns(label, unsure) for path, label, unsure, _ in rows}
        current, turns, draws = self.values(earlier), self.strokes.since(action), self.draws.since(action)
        changes = [(path, current.get(path), value) for path, value in earlier.items() if current.get(path) != value]
        corrections = self.corrections.since(action)
        if changes or turns or draws or corrections:
            self._commit("label", None, changes, "gone back", turns=turns, draws=draws, corrections=corrections)
        return self._paths(changes, turns, draws, corrections)

    def _paths(
        self, changes: list[ValueChange], turns: list[Turn], draws: list[Draw], corrections: list[CorrectionChange]
    ) -> list[str]:
        """The paths of the samples that an action changes, each once; also those of corrected source samples."""
        paths = [path for path, _, _ in changes] + [draw.sample.path for draw in draws]
        corrected = [change.correction.path for change in corrections]
        return list(dict.fromkeys([*paths, *self.strokes.paths(turns), *corrected]))

    def _changes(self, action: int) -> list[ValueChange]:
        """The changes of an action: paths with the values before and after."""
        rows = self.database.execute(
            "SELECT path, before, unsure_before, after, unsure_after FROM change WHERE action = ?", (action,)
        )
        return [
            (path, from_columns(before, unsure_before), from_columns(after, unsure_after))
            for path, before, unsure_before, after, unsure_after in rows
        ]

    def _commit(
        self,
        kind: str,
        of: int | None,
        changes: list[ValueChange],
        why: str = "",
        turns: Iterable[Turn] = (),
        drawn: Mapping[str, list[Stroke]] = MappingProxyType({}),
        draws: Iterable[Draw] = (),
        corrections: Iterable[CorrectionChange] = (),
    ) -> None:
        with saving(self.database):
            row = (time.time(), _user(), kind, of, why)
            cursor = self.database.execute("INSERT INTO action (time, user, kind, of, why) VALUES (?, ?, ?, ?, ?)", row)
            number = cursor.lastrowid
            assert number is not None
            self.database.executemany(
                "INSERT INTO change (action, path, before, unsure_before, after, unsure_after) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                ((number, path, *to_columns(before), *to_columns(after)) for path, before, after in changes),
            )
            without_label = [(path,) for path, _, after in changes if not isinstance(after, str)]
            without_mark = [(path,) for path, _, after in changes if after is not LabelMark.UNSURE]
            self.database.executemany("DELETE FROM label WHERE path = ?", without_label)
            self.database.executemany("DELETE FROM unsure WHERE path = ?", without_mark)
            labelled = [(path, composed(after)) for path, _, after in changes if isinstance(after, str)]
            unsure = [(path,) for path, _, after in changes if after is LabelMark.UNSURE]
            self.database.executemany("INSERT OR REPLACE INTO label VALUES (?, ?)", labelled)
            self.database.executemany("INSERT OR REPLACE INTO unsure VALUES (?)", unsure)
            new = [(stroke, True) for path, strokes in drawn.items() for stroke in self.strokes.add(path, strokes)]
            self.strokes.turn(number, [*turns, *new])
            self.draws.write(number, draws)
            self.corrections.write(number, corrections)
        self._stack(number, kind, of)
        if number == self._last_action + 1:  # otherwise actions of another program lie between
            self._last_action = number

    def _read_actions(self) -> None:
        self.undoable.clear()
        self.redoable.clear()
        for number, kind, of in self.database.execute("SELECT id, kind, of FROM action ORDER BY id"):
            self._stack(number, kind, of)
            self._last_action = number

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


def _moved(drawn: Mapping[str, DrawnSample], paths: Mapping[str, str]) -> list[Draw]:
    """The draws that follow images to other paths. They keep their ranks, as their labels are kept."""
    leaving = [drawn[old] for old in paths if old in drawn]
    arriving = [sample._replace(path=paths[sample.path]) for sample in leaving]
    return [*(Draw(sample, False) for sample in leaving), *(Draw(sample, True) for sample in arriving)]


def _drop(stack: list[int], action: int) -> None:
    """Remove an action from a stack. It is the top one, unless window and command line wrote at the same time."""
    if stack[-1:] == [action]:
        stack.pop()
    elif action in stack:
        stack.remove(action)


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a container without a user table; a system that has none
        return ""
