"""Checkpoints and backups of an open project's database, in a thread of their own."""

import logging
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

from workbench.core.errors import UserError
from workbench.store.backups import backed_up_actions, is_due, make_backup
from workbench.store.database_check import DamagedDatabaseError

QUIET = 1.0  # seconds from a commit to the checkpoint
ACTIONS = 100  # actions from one backup to the next

logger = logging.getLogger(__name__)


class Upkeep:
    """Writes the write-ahead log to the database soon after each commit, so that a copy of the one file is a project.

    Makes a backup when asked to, and after every `ACTIONS` actions. The thread starts with the first commit. Failures
    are logged: the labels themselves are on the disk.
    """

    def __init__(self, folder: Path, database: Path) -> None:
        self.folder, self.database = folder, database
        self._wanted, self._closing = threading.Event(), threading.Event()
        self._thread: threading.Thread | None = None
        self._backup = False
        self._actions: int | None = None  # the number of the last action in the latest backup

    def committed(self) -> None:
        """Ask for a checkpoint, because something was committed."""
        self._wanted.set()
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="project upkeep", daemon=True)
            self._thread.start()

    def back_up(self) -> None:
        """Ask for a backup, if the database changed since the latest one."""
        self._backup = True
        self.committed()

    def close(self) -> None:
        """Do what was asked for, and end the thread."""
        self._closing.set()
        self._wanted.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while True:
            self._wanted.wait()
            if not self._backup:
                self._closing.wait(QUIET)
            self._wanted.clear()
            self._work()
            if self._closing.is_set():
                return

    def _work(self) -> None:
        try:
            with closing(sqlite3.connect(self.database)) as database:
                (actions,) = database.execute("SELECT coalesce(max(id), 0) FROM action").fetchone()
                database.execute("PRAGMA checkpoint_fullfsync = ON")
                database.execute("PRAGMA wal_checkpoint(PASSIVE)")
            if self._actions is None:
                self._actions = backed_up_actions(self.folder)
            due = self._actions is None or actions >= self._actions + ACTIONS
            due = due or (self._backup and is_due(self.folder, self.database))
            self._backup = False
            if due:
                self._actions = actions
                make_backup(self.folder, self.database)
        except (sqlite3.Error, OSError, UserError, DamagedDatabaseError) as error:
            logger.warning("The project %s could not be backed up: %s", self.folder, error)
