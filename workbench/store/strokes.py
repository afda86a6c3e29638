"""Strokes painted on target samples: append-only, each committed immediately, in one history with the labels.

A stroke that is undone or wiped stays in the database with `stands` = 0. The table `turn` records which action applied
or revoked which stroke; the column `stands` holds the current state.
"""

import json
import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from workbench.core.strokes import Stroke, Tool

Turn = tuple[int, bool]  # the number of a stroke, and whether it is applied (True) or revoked (False)


class StoredStroke(NamedTuple):
    """A stroke with its number. Later strokes have higher numbers."""

    number: int
    stroke: Stroke


class Strokes:
    """Reads the strokes of a project. `Labels` writes them, as part of its actions."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self.database = database
        self._encoder, self._decoder = msgspec.msgpack.Encoder(), msgspec.msgpack.Decoder(Stroke)

    def of(self, path: str) -> list[StoredStroke]:
        """The applied strokes of a sample, in the order in which they were painted."""
        rows = self.database.execute("SELECT id, shape FROM stroke WHERE path = ? AND stands ORDER BY id", (path,))
        return [StoredStroke(number, self._decoder.decode(shape)) for number, shape in rows]

    def numbers(self, path: str) -> list[int]:
        """The numbers of the applied strokes of a sample, in the order in which they were painted; faster than `of`."""
        rows = self.database.execute("SELECT id FROM stroke WHERE path = ? AND stands ORDER BY id", (path,))
        return [number for (number,) in rows]

    def by_number(self, numbers: Iterable[int]) -> list[StoredStroke]:
        """The strokes with the given numbers, in ascending order."""
        parameter = json.dumps(list(numbers))
        rows = self.database.execute(
            "SELECT id, shape FROM stroke WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id", (parameter,)
        )
        return [StoredStroke(number, self._decoder.decode(shape)) for number, shape in rows]

    def applied(self) -> dict[str, list[int]]:
        """The numbers of all applied strokes by path, in the order in which they were painted."""
        numbers: dict[str, list[int]] = {}
        for path, number in self.database.execute("SELECT path, id FROM stroke WHERE stands ORDER BY id"):
            numbers.setdefault(path, []).append(number)
        return numbers

    def painted(self, among: Iterable[str] | None = None) -> set[str]:
        """The paths of all samples, or of those in `among`, with an applied stroke other than an eraser's."""
        query, parameters = "SELECT DISTINCT path FROM stroke WHERE stands AND tool != ?", [str(Tool.ERASER)]
        if among is not None:
            query = f"{query} AND path IN (SELECT value FROM json_each(?))"
            parameters.append(json.dumps(list(among)))
        return {path for (path,) in self.database.execute(query, parameters)}

    def add(self, path: str, strokes: Iterable[Stroke]) -> list[int]:
        """Insert strokes that are not applied yet, and return their numbers. The caller holds a transaction."""
        numbers = []
        for stroke in strokes:
            row = (path, stroke.tool, stroke.label, self._encoder.encode(stroke))
            cursor = self.database.execute(
                "INSERT INTO stroke (path, tool, label, shape, stands) VALUES (?, ?, ?, ?, 0)", row
            )
            assert cursor.lastrowid is not None
            numbers.append(cursor.lastrowid)
        return numbers

    def turn(self, action: int, turns: Iterable[Turn]) -> None:
        """Apply or revoke strokes as part of an action. The caller holds a transaction."""
        rows = [(action, number, stands) for number, stands in turns]
        self.database.executemany("INSERT INTO turn (action, stroke, stands) VALUES (?, ?, ?)", rows)
        self.database.executemany("UPDATE stroke SET stands = ? WHERE id = ?", [(on, number) for _, number, on in rows])

    def turned(self, action: int) -> list[Turn]:
        """The strokes that an action applied or revoked."""
        rows = self.database.execute("SELECT stroke, stands FROM turn WHERE action = ? ORDER BY stroke", (action,))
        return [(number, bool(stands)) for number, stands in rows]

    def since(self, action: int) -> list[Turn]:
        """The strokes to apply or revoke in order to restore the state just after an action."""
        rows = self.database.execute(
            "SELECT turn.stroke, NOT turn.stands, stroke.stands, min(action) FROM turn "
            "JOIN stroke ON stroke.id = turn.stroke WHERE action > ? GROUP BY turn.stroke",
            (action,),
        )
        return [(number, bool(then)) for number, then, now, _ in rows if bool(then) != bool(now)]

    def touched_since(self, action: int) -> list[Turn]:
        """The strokes that were applied or revoked after an action."""
        rows = self.database.execute("SELECT stroke, stands FROM turn WHERE action > ?", (action,))
        return [(number, bool(stands)) for number, stands in rows]

    def paths(self, turns: Iterable[Turn]) -> list[str]:
        """The paths of the samples of the given strokes."""
        numbers = json.dumps([number for number, _ in turns])
        rows = self.database.execute(
            "SELECT DISTINCT path FROM stroke WHERE id IN (SELECT value FROM json_each(?)) ORDER BY path", (numbers,)
        )
        return [path for (path,) in rows]
