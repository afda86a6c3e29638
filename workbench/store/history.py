"""The history of labels as it is read: who did what, when, and to which samples."""

import sqlite3
from typing import NamedTuple

from workbench.store.label_value import Said, read

SHOWN = 5  # changes listed with each action


class Change(NamedTuple):
    """What was said of a sample before and after an action."""

    path: str
    before: Said
    after: Said


class StrokeChange(NamedTuple):
    """A stroke that an action let stand or fall; the eraser's has no label."""

    path: str
    label: str
    tool: str
    stands: bool


class Action(NamedTuple):
    """One action: its number, when (seconds since 1970) and by whom, and what became of `total` samples.

    `kind` is “label”, “undo” or “redo”, and `of` the action that was undone or done again. `why` says where the labels
    come from when they were not given by hand. `changes` are the first ones, in order of their paths. So many `strokes`
    stand or fall by it, of which `painted` are the first.
    """

    number: int
    time: float
    user: str
    kind: str
    of: int | None
    why: str
    total: int
    strokes: int
    changes: tuple[Change, ...]
    painted: tuple[StrokeChange, ...]


def actions(database: sqlite3.Connection, count: int, before: int | None = None, shown: int = SHOWN) -> list[Action]:
    """At most `count` actions, the latest first; with `before`, only those with a smaller number."""
    rows = database.execute(
        "SELECT id, time, user, kind, of, why, (SELECT count(*) FROM change WHERE action = id), "
        "(SELECT count(*) FROM turn WHERE action = id) FROM action "
        "WHERE ? IS NULL OR id < ? ORDER BY id DESC LIMIT ?",
        (before, before, count),
    ).fetchall()
    more = [(_changes(database, row[0], shown), _painted(database, row[0], shown)) for row in rows]
    return [Action(*(*row, *both)) for row, both in zip(rows, more, strict=True)]


def _changes(database: sqlite3.Connection, number: int, shown: int) -> tuple[Change, ...]:
    query = "SELECT path, before, unsure_before, after, unsure_after FROM change WHERE action = ? ORDER BY path LIMIT ?"
    rows = database.execute(query, (number, shown))
    return tuple(Change(path, read(old, mark), read(new, other)) for path, old, mark, new, other in rows)


def _painted(database: sqlite3.Connection, number: int, shown: int) -> tuple[StrokeChange, ...]:
    query = (
        "SELECT path, label, tool, turn.stands FROM turn JOIN stroke ON stroke.id = turn.stroke WHERE action = ? "
        "ORDER BY stroke.id LIMIT ?"
    )
    rows = database.execute(query, (number, shown))
    return tuple(StrokeChange(path, label, tool, bool(stands)) for path, label, tool, stands in rows)


class LabelShare(NamedTuple):
    """How many of a class's labels that stand now are of one person, and when the last of them was given."""

    label: str
    user: str
    labels: int
    last: float


def shares(database: sqlite3.Connection) -> list[LabelShare]:
    """Who gave the labels that stand now, by class; the action that touched a sample last gave its label."""
    rows = database.execute(
        "SELECT label.label, action.user, count(*), max(action.time) FROM label "
        "JOIN (SELECT path, max(action) AS number FROM change GROUP BY path) AS latest ON latest.path = label.path "
        "JOIN action ON action.id = latest.number GROUP BY label.label, action.user ORDER BY label.label, count(*) DESC"
    )
    return [LabelShare(*row) for row in rows]
