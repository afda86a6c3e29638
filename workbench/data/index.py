"""An index of image files that were read before; unchanged files need not be opened again."""

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from workbench.core.domain import Reason

SCHEMA = """
CREATE TABLE IF NOT EXISTS file (
    path TEXT PRIMARY KEY, bytes INTEGER, mtime_ns INTEGER,
    width INTEGER, height INTEGER, format TEXT, reason TEXT, detail TEXT, digest BLOB, traits TEXT
) WITHOUT ROWID
"""
RANGES = "CREATE TABLE IF NOT EXISTS deep_range (files TEXT PRIMARY KEY, deep TEXT NOT NULL) WITHOUT ROWID"
VERSION = 3
TRANSIENT = (Reason.PERMISSION, Reason.MISSING)


class IndexedFile(NamedTuple):
    """A file of `size` bytes. `reason`: empty if it is usable; `digest`: of its content, None until decoded.

    `traits`: those of the image, with commas between; None if its header was not read.
    """

    path: str  # absolute
    size: int
    mtime_ns: int
    width: int
    height: int
    format: str
    reason: str
    detail: str
    digest: bytes | None
    traits: str | None


class FileIndex:
    """An SQLite table in the cache folder. It only saves time: if it is damaged or not writable, it is not used."""

    def __init__(self, cache: Path) -> None:
        self.path = cache / f"files-{VERSION}.sqlite"

    def below(self, root: Path) -> dict[str, IndexedFile]:
        """All indexed files below a folder, by absolute path."""
        prefix = str(root)
        with self._connected() as database:
            if database is not None:
                rows = database.execute(
                    "SELECT * FROM file WHERE path >= ? AND path < ?", (prefix, prefix + "\U0010ffff")
                )
                return {row[0]: IndexedFile(*row) for row in rows}
        return {}

    def remember(self, files: Iterable[IndexedFile]) -> None:
        """Add or replace entries, except those with a reason that may disappear without a change of the file."""
        rows = [file for file in files if file.reason not in TRANSIENT]
        if rows:
            with self._connected() as database:
                if database is not None:
                    database.executemany("INSERT OR REPLACE INTO file VALUES (?,?,?,?,?,?,?,?,?,?)", rows)
                    database.commit()

    def deep_range(self, files: str) -> str | None:
        """The range that was estimated from files, as it was stored."""
        with self._connected() as database:
            if database is not None:
                row = database.execute("SELECT deep FROM deep_range WHERE files = ?", (files,)).fetchone()
                return str(row[0]) if row else None
        return None

    def remember_range(self, files: str, deep: str) -> None:
        """Store the range that was estimated from files. `files`: a digest of their names and dates."""
        with self._connected() as database:
            if database is not None:
                database.execute("INSERT OR REPLACE INTO deep_range VALUES (?, ?)", (files, deep))
                database.commit()

    @contextlib.contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection | None]:
        database: sqlite3.Connection | None = None
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            database = sqlite3.connect(self.path, timeout=20)
            database.execute("PRAGMA journal_mode=WAL")
            database.execute("PRAGMA synchronous=NORMAL")
            database.execute(SCHEMA)
            database.execute(RANGES)
        except (OSError, sqlite3.Error):
            if database is not None:
                database.close()
                self._discard()
            yield None
            return
        try:
            yield database
        except sqlite3.Error:
            self._discard()
        finally:
            database.close()

    def _discard(self) -> None:
        for suffix in ("", "-wal", "-shm"):
            with contextlib.suppress(OSError):
                Path(f"{self.path}{suffix}").unlink(missing_ok=True)
