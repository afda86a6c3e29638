"""Checks that a project's database is whole before anything is read from it or written to it."""

import contextlib
import sqlite3
from collections.abc import Iterator
from typing import Any

import msgspec

from workbench.core.deep_range import DeepRange
from workbench.core.domain import Side
from workbench.core.job import Job
from workbench.core.scores import Scores
from workbench.core.strokes import Stroke
from workbench.core.translation import Quality, TranslationJob
from workbench.store.migrations import STEPS, VERSION, migrate
from workbench.store.record_table import Status

STORAGE = {  # the storage classes that a declared type allows
    "TEXT": ("text",),
    "INTEGER": ("integer",),
    "REAL": ("real", "integer"),
    "BLOB": ("blob",),
}
# Each query returns the number of values that disagree with the history that they derive from.
HISTORY = {
    "labels": (
        "SELECT total(after IS NOT label) + abs(count(after) - (SELECT count(*) FROM label)) "
        "+ total(unsure_after AND unsure.path IS NULL) "
        "FROM (SELECT path, after, unsure_after, max(action) FROM change GROUP BY path) "
        "LEFT JOIN label USING (path) LEFT JOIN unsure USING (path)"
    ),
    "strokes": (
        "SELECT total(stands IS NOT coalesce(applied, 0)) FROM stroke "
        "LEFT JOIN (SELECT stroke, stands AS applied, max(action) FROM turn GROUP BY stroke) ON stroke = id"
    ),
    "drawn images": (
        "WITH derived AS (SELECT path, rank, x, y FROM "
        "(SELECT *, max(2 * action + stands) FROM draw GROUP BY path) WHERE stands) "
        "SELECT (SELECT count(*) FROM (SELECT * FROM derived EXCEPT SELECT path, rank, x, y FROM drawn)) "
        "+ (SELECT count(*) FROM (SELECT path, rank, x, y FROM drawn EXCEPT SELECT * FROM derived))"
    ),
    "corrections": (
        "WITH derived AS (SELECT path, given, label FROM "
        "(SELECT *, max(2 * action + stands) FROM correcting GROUP BY path) WHERE stands) "
        "SELECT (SELECT count(*) FROM (SELECT * FROM derived EXCEPT SELECT path, given, label FROM correction)) "
        "+ (SELECT count(*) FROM (SELECT path, given, label FROM correction EXCEPT SELECT * FROM derived))"
    ),
}
VALUES: tuple[tuple[str, str, Any], ...] = (  # table, column, type of the JSON or MessagePack value
    ("run", "job", Job),
    ("run", "scores", Scores),
    ("run", "status", Status),
    ("translation", "job", TranslationJob),
    ("translation", "quality", Quality),
    ("translation", "status", Status),
    ("domain", "side", Side),
    ("domain_range", "side", Side),
    ("domain_range", "deep", DeepRange),
)


class DamagedDatabaseError(Exception):
    """The database is not whole. The message names what is wrong, as part of a sentence."""


def check(database: sqlite3.Connection) -> None:
    """Check a database of this or an earlier version, without writing to it.

    Raises DamagedDatabaseError if it is not whole, and sqlite3.Error or UserError if it cannot be read.
    """
    database.execute("PRAGMA cell_size_check = ON")
    database.execute("BEGIN")  # one snapshot, because another program may write meanwhile
    try:
        (result,) = database.execute("PRAGMA integrity_check(1)").fetchone()
        if result != "ok":
            raise DamagedDatabaseError(str(result).splitlines()[-1])
        (version,) = database.execute("PRAGMA user_version").fetchone()
        with contextlib.closing(_schema_of(version)) as expected:
            _check_schema(database, expected)
        if version == VERSION:
            _check_content(database)
        else:
            with contextlib.closing(sqlite3.connect(":memory:")) as migrated:
                database.backup(migrated)
                migrate(migrated)
                _check_content(migrated)
    finally:
        database.execute("ROLLBACK")


def _check_schema(database: sqlite3.Connection, expected: sqlite3.Connection) -> None:
    programs = "SELECT name FROM sqlite_schema WHERE type IN ('trigger', 'view') LIMIT 1"
    if row := database.execute(programs).fetchone():
        raise DamagedDatabaseError(f"it contains “{row[0]}”, which this program did not create")
    for table in _tables(expected):
        columns = _columns(database, table)
        if not columns:
            raise DamagedDatabaseError(f"its table “{table}” is missing")
        if columns != _columns(expected, table):
            raise DamagedDatabaseError(f"its table “{table}” has other columns than expected")


def _check_content(database: sqlite3.Connection) -> None:
    with contextlib.closing(_schema_of(VERSION)) as expected:
        for table in _tables(expected):
            _check_types(database, table, _columns(expected, table))
    if row := database.execute("PRAGMA foreign_key_check").fetchone():
        raise DamagedDatabaseError(f"its table “{row[0]}” refers to a missing row of “{row[2]}”")
    for what, query in HISTORY.items():
        (wrong,) = database.execute(query).fetchone()
        if wrong:
            raise DamagedDatabaseError(f"{int(wrong):,} of its {what} disagree with their history")
    for table, column, kind in VALUES:
        with _decoding(table):
            for (value,) in database.execute(f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL"):
                msgspec.convert(msgspec.json.decode(value) if isinstance(value, bytes) else value, kind)
    decoder = msgspec.msgpack.Decoder(Stroke)
    with _decoding("stroke"):
        for (shape,) in database.execute("SELECT shape FROM stroke"):
            decoder.decode(shape)


def _check_types(database: sqlite3.Connection, table: str, columns: list[tuple[Any, ...]]) -> None:
    """Check the storage class of each value, and that text is valid UTF-8, which SQLite does not check."""
    wrong, texts = [], []
    for _, name, declared, required, _, key in columns:
        condition = " AND ".join(f"typeof({name}) != '{kind}'" for kind in STORAGE[declared])
        wrong.append(condition if required or key else f"({condition} AND {name} IS NOT NULL)")
        if declared == "TEXT":
            texts.append(name)
    (invalid,) = database.execute(f"SELECT max({' OR '.join(wrong)}) FROM {table}").fetchone()
    if invalid:
        raise DamagedDatabaseError(f"its table “{table}” holds a value of a wrong type")
    with _decoding(table):
        for name in texts:
            try:
                joined = f"group_concat({name}, char(10))"  # checked at once, which is faster
                rows = database.execute(f"SELECT CAST({joined} AS BLOB) FROM {table}").fetchall()
            except sqlite3.DataError:  # longer than SQLite's longest string
                rows = database.execute(f"SELECT CAST({name} AS BLOB) FROM {table}").fetchall()
            for (text,) in rows:
                (text or b"").decode()


@contextlib.contextmanager
def _decoding(table: str) -> Iterator[None]:
    try:
        yield
    except (msgspec.MsgspecError, ValueError, TypeError, RecursionError) as error:
        raise DamagedDatabaseError(f"its table “{table}” holds a value that cannot be decoded") from error


def _schema_of(version: int) -> sqlite3.Connection:
    database = sqlite3.connect(":memory:")
    for step in STEPS[:version]:
        database.executescript(step)
    return database


def _tables(database: sqlite3.Connection) -> list[str]:
    query = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name"
    return [name for (name,) in database.execute(query).fetchall()]


def _columns(database: sqlite3.Connection, table: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in database.execute(f'PRAGMA table_info("{table}")').fetchall()]
