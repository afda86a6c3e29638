"""Queries of the label history: who labelled, painted, drew or released which samples, when and how."""

import sqlite3
from typing import NamedTuple

from workbench.core.name_matching import composed
from workbench.store.corrections import CorrectionChange, Corrections
from workbench.store.draws import Draw, DrawnSample
from workbench.store.label_value import LabelValue, from_columns

SHOWN = 5  # changes listed for each action


class Change(NamedTuple):
    """The value of a sample before and after an action."""

    path: str
    before: LabelValue
    after: LabelValue


class StrokeChange(NamedTuple):
    """A stroke that an action applied (`stands`) or revoked. An eraser's stroke has no label."""

    path: str
    label: str
    tool: str
    stands: bool


class Action(NamedTuple):
    """An action of the history. `time`: in seconds since 1970.

    `kind`: “label”, “undo” or “redo”. `of`: the action that was undone or redone. `why`: the origin of labels that were
    not assigned by hand. `total`: number of changed samples, of which `changes` lists the first in order of path.
    `strokes`: number of strokes applied or revoked, of which `painted` lists the first. `draws`: number of samples that
    were drawn to measure or released, of which `drawn` lists the first. `corrections`: number of source samples whose
    corrections changed, of which `corrected` lists the first; a replaced correction is listed with its successor.
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
    draws: int = 0
    drawn: tuple[Draw, ...] = ()
    corrections: int = 0
    corrected: tuple[CorrectionChange, ...] = ()


def actions(database: sqlite3.Connection, count: int, before: int | None = None, shown: int = SHOWN) -> list[Action]:
    """Up to `count` actions, latest first; with `before`, only those with a smaller number."""
    rows = database.execute(
        "SELECT id, time, user, kind, of, why, (SELECT count(*) FROM change WHERE action = id), "
        "(SELECT count(*) FROM turn WHERE action = id), (SELECT count(*) FROM draw WHERE action = id), "
        "(SELECT count(DISTINCT path) FROM correcting WHERE action = id) FROM action "
        "WHERE ? IS NULL OR id < ? ORDER BY id DESC LIMIT ?",
        (before, before, count),
    ).fetchall()
    return [_action(database, shown, *row) for row in rows]


def _action(
    database: sqlite3.Connection,
    shown: int,
    number: int,
    time: float,
    user: str,
    kind: str,
    of: int | None,
    why: str,
    total: int,
    strokes: int,
    draws: int,
    corrections: int,
) -> Action:
    changes, painted = _changes(database, number, shown), _painted(database, number, shown)
    drawn = _drawn(database, number, shown) if draws else ()
    values = (number, time, user, kind, of, why, total, strokes, changes, painted, draws, drawn)
    corrected = Corrections(database).of_action(number)[: 2 * shown] if corrections else ()
    return Action(*values, corrections, tuple(corrected))


def _changes(database: sqlite3.Connection, number: int, shown: int) -> tuple[Change, ...]:
    query = "SELECT path, before, unsure_before, after, unsure_after FROM change WHERE action = ? ORDER BY path LIMIT ?"
    rows = database.execute(query, (number, shown))
    return tuple(
        Change(path, from_columns(before, unsure_before), from_columns(after, unsure_after))
        for path, before, unsure_before, after, unsure_after in rows
    )


def _painted(database: sqlite3.Connection, number: int, shown: int) -> tuple[StrokeChange, ...]:
    query = (
        "SELECT path, label, tool, turn.stands FROM turn JOIN stroke ON stroke.id = turn.stroke WHERE action = ? "
        "ORDER BY stroke.id LIMIT ?"
    )
    rows = database.execute(query, (number, shown))
    return tuple(StrokeChange(path, composed(label), tool, bool(stands)) for path, label, tool, stands in rows)


def _drawn(database: sqlite3.Connection, number: int, shown: int) -> tuple[Draw, ...]:
    query = "SELECT path, rank, x, y, stands FROM draw WHERE action = ? ORDER BY rank, path LIMIT ?"
    rows = database.execute(query, (number, shown))
    return tuple(Draw(DrawnSample(*sample), bool(stands)) for *sample, stands in rows)


class LabelShare(NamedTuple):
    """The number of current labels of a class by one user, and the time of the latest of them."""

    label: str
    user: str
    labels: int
    last: float


def shares(database: sqlite3.Connection) -> list[LabelShare]:
    """The users who assigned the current labels, by class. The last action on a sample assigned its label."""
    rows = database.execute(
        "SELECT label.label, action.user, count(*), max(action.time) FROM label "
        "JOIN (SELECT path, max(action) AS number FROM change GROUP BY path) AS latest ON latest.path = label.path "
        "JOIN action ON action.id = latest.number GROUP BY label.label, action.user ORDER BY label.label, count(*) DESC"
    )
    return [LabelShare(composed(label), *others) for label, *others in rows]
