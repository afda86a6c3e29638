"""Strokes painted on target samples: append-only, committed as each ends, in one history with the labels.

A stroke that is undone, or taken away with all others of its image, stays in the database and stands no more. `turn`
keeps which action let which stroke stand or fall; the column `stands` is only the sum of these.
"""

import json
import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from workbench.core.strokes import Stroke, Tool

Turn = tuple[int, bool]  # the number of a stroke, and whether it stands from now on


class StoredStroke(NamedTuple):
    """A stroke with its number, which is higher for one that was painted later."""

    number: int
    stroke: Stroke


class Strokes:
    """Reads the strokes of a project. They are written as actions: by `Labels`, within its transactions."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self.database = database
        self._encoder, self._decoder = msgspec.msgpack.Encoder(), msgspec.msgpack.Decoder(Stroke)

    def of(self, path: str) -> list[StoredStroke]:
        """What stands on a sample, in the order in which it was painted."""
        rows = self.database.execute("SELECT id, shape FROM stroke WHERE path = ? AND stands ORDER BY id", (path,))
        return [StoredStroke(number, self._decoder.decode(shape)) for number, shape in rows]

    def numbers(self, path: str) -> list[int]:
        """The numbers of what stands on a sample, in the order in which it was painted; quicker than `of`."""
        rows = self.database.execute("SELECT id FROM stroke WHERE path = ? AND stands ORDER BY id", (path,))
        return [number for (number,) in rows]

    def these(self, numbers: Iterable[int]) -> list[StoredStroke]:
        """The strokes of these numbers, in their order."""
        wanted = json.dumps(list(numbers))
        rows = self.database.execute(
            "SELECT id, shape FROM stroke WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id", (wanted,)
        )
        return [StoredStroke(number, self._decoder.decode(shape)) for number, shape in rows]

    def standing(self) -> dict[str, list[int]]:
        """The numbers of all strokes that stand, by path, in the order in which they were painted."""
        found: dict[str, list[int]] = {}
        for path, number in self.database.execute("SELECT path, id FROM stroke WHERE stands ORDER BY id"):
            found.setdefault(path, []).append(number)
        return found

    def painted(self, among: Iterable[str] | None = None) -> set[str]:
        """The paths of the samples on which something stands that is no eraser's stroke."""
        query, given = "SELECT DISTINCT path FROM stroke WHERE stands AND tool != ?", [str(Tool.ERASER)]
        if among is not None:
            query, given = f"{query} AND path IN (SELECT value FROM json_each(?))", [*given, json.dumps(list(among))]
        return {path for (path,) in self.database.execute(query, given)}

    def add(self, path: str, strokes: Iterable[Stroke]) -> list[int]:
        """New strokes that do not stand yet; their numbers. Within a transaction of the caller's."""
        numbers = []
        for one in strokes:
            row = (path, one.tool, one.label, self._encoder.encode(one))
            cursor = self.database.execute(
                "INSERT INTO stroke (path, tool, label, shape, stands) VALUES (?, ?, ?, ?, 0)", row
            )
            assert cursor.lastrowid is not None
            numbers.append(cursor.lastrowid)
        return numbers

    def turn(self, action: int, turns: Iterable[Turn]) -> None:
        """Let strokes stand or fall by an action. Within a transaction of the caller's."""
        rows = [(action, number, stands) for number, stands in turns]
        self.database.executemany("INSERT INTO turn (action, stroke, stands) VALUES (?, ?, ?)", rows)
        self.database.executemany("UPDATE stroke SET stands = ? WHERE id = ?", [(on, number) for _, number, on in rows])

    def turned(self, action: int) -> list[Turn]:
        """Which strokes an action let stand or fall."""
        rows = self.database.execute("SELECT stroke, stands FROM turn WHERE action = ? ORDER BY stroke", (action,))
        return [(number, bool(stands)) for number, stands in rows]

    def since(self, action: int) -> list[Turn]:
        """What has to be turned so that all strokes stand or fall as they did just after an action."""
        rows = self.database.execute(
            "SELECT turn.stroke, NOT turn.stands, stroke.stands, min(action) FROM turn "
            "JOIN stroke ON stroke.id = turn.stroke WHERE action > ? GROUP BY turn.stroke",
            (action,),
        )
        return [(number, bool(then)) for number, then, now, _ in rows if bool(then) != bool(now)]

    def touched_since(self, action: int) -> list[Turn]:
        """Which strokes were let stand or fall after an action."""
        rows = self.database.execute("SELECT stroke, stands FROM turn WHERE action > ?", (action,))
        return [(number, bool(stands)) for number, stands in rows]

    def paths(self, turns: Iterable[Turn]) -> list[str]:
        """The samples that these strokes are on."""
        numbers = json.dumps([number for number, _ in turns])
        rows = self.database.execute(
            "SELECT DISTINCT path FROM stroke WHERE id IN (SELECT value FROM json_each(?)) ORDER BY path", (numbers,)
        )
        return [path for (path,) in rows]
