"""Thumbnails on the disk, so that a folder that was looked at once appears at once: one SQLite file, safe to delete."""

import contextlib
import os
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage

_SCHEMA = "CREATE TABLE IF NOT EXISTS thumbnail (key TEXT PRIMARY KEY, used INTEGER, image BLOB) WITHOUT ROWID"
_BUDGET = 1 << 30  # bytes; when the file is larger, the part used longest ago goes
_SMALL = 8 << 10  # bytes of a file
_BATCH = 64  # thumbnails written at a time
_CHECKED = 4096  # writes between two looks at the size


class ThumbnailStore:
    """Keeps small images by file, time of its last change, and size. Any thread may ask.

    Small files are not kept: reading them is as quick. A damaged store is done without.
    """

    def __init__(self, file: Path, budget: int = _BUDGET) -> None:
        self._file, self._budget = file, budget
        self._lock = threading.Lock()
        self._waiting: dict[str, bytes] = {}
        self._written = 0
        self._database: sqlite3.Connection | None = None
        self._broken = False

    def get(self, file: str, side: int) -> QImage | None:
        """The thumbnail of a file that has not changed since; None where it is not kept."""
        key = _key(file, side)
        if key is None:
            return None
        with self._lock:
            kept = self._waiting.get(key)
            if kept is None:
                with self._using() as database:
                    row = (
                        database.execute("SELECT image FROM thumbnail WHERE key = ?", (key,)).fetchone()
                        if database
                        else None
                    )
                    kept = row[0] if row else None
        if kept is None:
            return None
        image = QImage.fromData(QByteArray(kept))
        return None if image.isNull() else image

    def put(self, file: str, side: int, image: QImage) -> None:
        """Keep a thumbnail."""
        key = _key(file, side)
        if key is None:
            return
        held = QBuffer()
        held.open(QIODevice.OpenModeFlag.WriteOnly)
        format_ = "PNG" if image.hasAlphaChannel() or max(image.width(), image.height()) <= 64 else "JPEG"
        image.save(held, format_, 85 if format_ == "JPEG" else -1)  # type: ignore[call-overload]  # a device is taken too
        with self._lock:
            self._waiting[key] = bytes(held.data().data())
            if len(self._waiting) >= _BATCH:
                self._write()

    def close(self) -> None:
        """Write what waits, and let the file go."""
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
        """Let the older half go where the file has outgrown its budget."""
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
                self._database.execute("PRAGMA synchronous=OFF")  # it can be made again
                self._database.execute(_SCHEMA)
            except (OSError, sqlite3.Error):
                self._give_up()
        try:
            yield self._database
        except (OSError, sqlite3.Error):
            self._give_up()

    def _give_up(self) -> None:
        """Do without, and have it made anew the next time."""
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
    return f"{side}\0{status.st_mtime_ns}\0{status.st_size}\0{file}"
