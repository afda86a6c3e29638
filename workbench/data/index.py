"""What is known of image files that have not changed since they were read: no second look is needed."""

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from workbench.core.domain import Reason

SCHEMA = """
CREATE TABLE IF NOT EXISTS file (
    path TEXT PRIMARY KEY, bytes INTEGER, mtime_ns INTEGER,
    width INTEGER, height INTEGER, format TEXT, reason TEXT, detail TEXT, digest BLOB
) WITHOUT ROWID
"""
VERSION = 2
PASSING = (Reason.PERMISSION, Reason.MISSING)


class Known(NamedTuple):
    """One file of `size` bytes; `reason` is empty for a usable one, `digest` (of its content) None until decoded."""

    path: str  # absolute
    size: int
    mtime_ns: int
    width: int
    height: int
    format: str
    reason: str
    detail: str
    digest: bytes | None


class FileIndex:
    """A table in the cache folder. It only saves time: when it is damaged or can not be written, it is done without."""

    def __init__(self, cache: Path) -> None:
        self.path = cache / f"files-{VERSION}.sqlite"

    def below(self, root: Path) -> dict[str, Known]:
        """All that is known below a folder, by absolute path."""
        prefix = str(root)
        with self._connected() as database:
            if database is not None:
                rows = database.execute(
                    "SELECT * FROM file WHERE path >= ? AND path < ?", (prefix, prefix + "\U0010ffff")
                )
                return {row[0]: Known(*row) for row in rows}
        return {}

    def remember(self, files: Iterable[Known]) -> None:
        """Add or replace what is known, but for what may change while the file does not."""
        rows = [file for file in files if file.reason not in PASSING]
        if rows:
            with self._connected() as database:
                if database is not None:
                    database.executemany("INSERT OR REPLACE INTO file VALUES (?,?,?,?,?,?,?,?,?)", rows)
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
