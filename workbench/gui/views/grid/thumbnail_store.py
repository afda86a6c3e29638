"""A cache of thumbnails on the disk: one SQLite file, which is safe to delete."""

import contextlib
import os
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage

from workbench.gui.views.pictures.deep_ranges import range_key

_SCHEMA = "CREATE TABLE IF NOT EXISTS thumbnail (key TEXT PRIMARY KEY, used INTEGER, image BLOB) WITHOUT ROWID"
_BUDGET = 1 << 30  # bytes; the oldest thumbnails of a larger file are deleted
_SMALL = 8 << 10  # bytes; smaller files are not cached
_BATCH = 64  # thumbnails written at a time
_CHECKED = 4096  # writes between two checks of the size


class ThumbnailStore:
    """Stores thumbnails by file, modification time and size. All methods are thread-safe.

    Small files are not stored, because reading them is as fast. A damaged file is deleted and no longer used.
    """

    def __init__(self, file: Path, budget: int = _BUDGET) -> None:
        self._file, self._budget = file, budget
        self._lock = threading.Lock()
        self._waiting: dict[str, bytes] = {}
        self._written = 0
        self._database: sqlite3.Connection | None = None
        self._broken = False

    def get(self, file: str, side: int) -> QImage | None:
        """Return the thumbnail of a file; None if it is not stored or the file has changed."""
        key = _key(file, side)
        if key is None:
            return None
        with self._lock:
            encoded = self._waiting.get(key)
            if encoded is None:
                with self._using() as database:
                    row = (
                        database.execute("SELECT image FROM thumbnail WHERE key = ?", (key,)).fetchone()
                        if database
                        else None
                    )
                    encoded = row[0] if row else None
        if encoded is None:
            return None
        image = QImage.fromData(QByteArray(encoded))
        return None if image.isNull() else image

    def put(self, file: str, side: int, image: QImage) -> None:
        """Store a thumbnail. It is written to the disk in batches."""
        key = _key(file, side)
        if key is None:
            return
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        format_ = "PNG" if image.hasAlphaChannel() or max(image.width(), image.height()) <= 64 else "JPEG"
        image.save(buffer, format_, 85 if format_ == "JPEG" else -1)  # type: ignore[call-overload]  # the stubs lack the QIODevice overload
        with self._lock:
            self._waiting[key] = bytes(buffer.data().data())
            if len(self._waiting) >= _BATCH:
                self._write()

    def close(self) -> None:
        """Write pending thumbnails and close the file."""
        with self._lock:
            self._write()
            if self._database is not None:
                self._database.close()
            self._database, self._broken = None, True

    def _write(self) -> None:
        rows, self._waiting = list(self._waiting.items()), {}
        with self._using() as database:
            if database is None or not rows:
                return
            database.executemany(
                "INSERT OR REPLACE INTO thumbnail VALUES (?, strftime('%s'), ?)", [(key, image) for key, image in rows]
            )
            database.commit()
            self._written += len(rows)
            if self._written >= _CHECKED:
                self._written = 0
                self._shrink(database)

    def _shrink(self, database: sqlite3.Connection) -> None:
        """Delete the older half if the file exceeds its budget."""
        if self._file.stat().st_size > self._budget:
            database.execute("DELETE FROM thumbnail WHERE used <= (SELECT avg(used) FROM thumbnail)")
            database.commit()
            database.execute("VACUUM")

    @contextlib.contextmanager
    def _using(self) -> Iterator[sqlite3.Connection | None]:
        if self._database is None and not self._broken:
            try:
                self._file.parent.mkdir(parents=True, exist_ok=True)
                self._database = sqlite3.connect(self._file, check_same_thread=False, timeout=2)
                self._database.execute("PRAGMA journal_mode=WAL")
                self._database.execute("PRAGMA synchronous=OFF")  # the cache can be rebuilt
                self._database.execute(_SCHEMA)
            except (OSError, sqlite3.Error):
                self._give_up()
        try:
            yield self._database
        except (OSError, sqlite3.Error):
            self._give_up()

    def _give_up(self) -> None:
        """Stop using the store and delete its file; the next session creates a new one."""
        self._broken = True
        if self._database is not None:
            with contextlib.suppress(sqlite3.Error):
                self._database.close()
            self._database = None
        for suffix in ("", "-wal", "-shm"):
            with contextlib.suppress(OSError):
                Path(f"{self._file}{suffix}").unlink(missing_ok=True)


def _key(file: str, side: int) -> str | None:
    try:
        status = os.stat(file)
    except OSError:
        return None
    if status.st_size < _SMALL:
        return None
    return f"{side}\0{status.st_mtime_ns}\0{status.st_size}\0{range_key(file)}\0{file}"
