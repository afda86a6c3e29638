"""Detects added, removed and changed files in the folders of the open project."""

from collections.abc import Mapping
from functools import partial
from itertools import islice
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from workbench.core.domain import Side
from workbench.core.errors import UserError
from workbench.data.folder_changes import changed, current_stamps, differs, stamps, unread
from workbench.data.folder_events import FolderEvents
from workbench.gui.kit.core_words import word
from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import count
from workbench.gui.session.background import Background
from workbench.gui.session.runs_controller import RunsController
from workbench.gui.session.session import Session

LOOK_MS = 2000  # between checks of the file system events, or of the modification times
UNREAD = 1000  # at most so many unreadable files of each folder are checked

Stamps = Mapping[str, int]
Events = dict[tuple[Side, str], FolderEvents]  # by side and folder


class FolderWatcher(QObject):
    """Checks both folders periodically in a thread, and reads a changed folder again.

    During a run, a folder is read again only after the run, so that the images on the screen stay the same.

    Signals: noticed(): `notice` or `waiting` changed.
    """

    noticed = Signal()

    def __init__(self, session: Session, runs: RunsController) -> None:
        super().__init__(session)
        self.session, self.runs = session, runs
        self.notice = ""
        self.waiting: set[Side] = set()  # sides that changed and are read after the run
        self._known: dict[Side, Stamps] = {}
        self._aside: dict[Side, Stamps] = {}  # unreadable files, which may not have been copied completely
        self._paths: dict[Side, frozenset[str]] = {}
        self._again: set[Side] = set()  # sides that are being read again
        self._events: Events = {}  # used only in the thread
        self.background = Background(self)
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self._tick)
        self._timer.start()
        session.project_changed.connect(self._forget)
        session.domains.scanning.connect(self._scan_begun)
        session.domains.changed.connect(self._domain_changed)
        runs.state_changed.connect(self._run_changed)

    def read_again(self) -> None:
        """Read the changed folders now, even during a run."""
        waiting, self.waiting = self.waiting, set()
        for side in waiting:
            self._again.add(side)
            self.session.domains.read_again(side)
        self.noticed.emit()

    def _tick(self) -> None:
        if self.session.project is not None and not self.background.busy:
            domains = self.session.domains
            folders = dict(domains.wanted)
            work = partial(_look, folders, dict(self._known), dict(self._aside), self._events)
            self.background.do(
                work, lambda stamps: self._take(stamps) if folders == domains.wanted else None, self._give_up
            )

    def _give_up(self, error: UserError) -> None:
        """Stop the checks, because they would fail again. They restart with the next project."""
        self._timer.stop()
        self.session.failed.emit(error.message, error.hint)
        self._say(tr("Changes in the folders are no longer noticed."))

    def _take(self, fresh: dict[Side, tuple[Stamps, Stamps]]) -> None:
        for side, (known, aside) in fresh.items():
            if side in self._known and side in self.session.domains.by_side:
                self.waiting.add(side)
                if aside.keys() == self._aside.get(side, {}).keys():
                    self._aside[side] = aside
            self._known[side] = known
        if self.waiting and not self.runs.busy:
            self.read_again()
        elif self.waiting:
            names = tr(" and the ").join(sorted(self.waiting))
            self._say(tr("The {names} folder changed; it is read again after the run.", names=names))

    def _run_changed(self) -> None:
        if self.waiting and not self.runs.busy:
            self.read_again()

    def _scan_begun(self, side: Side, files: int) -> None:
        """Discard the state of a side when another folder is read for it."""
        if not files and side not in self.session.domains.by_side:
            self._again.discard(side)
            self._known.pop(side, None)
            self._paths.pop(side, None)
            self._aside.pop(side, None)

    def _domain_changed(self, side: Side) -> None:
        before, now = self._paths.get(side), self._read(side)
        self._paths[side] = now
        self._look_at_unread(side)
        if side in self._again and before is not None and before != now:
            self._say(_summary(side, len(now - before), len(before - now)))
        self._again.discard(side)

    def _look_at_unread(self, side: Side) -> None:
        domain = self.session.domains.by_side.get(side)
        bad = islice(domain.set_aside, UNREAD) if domain is not None else ()
        self._aside[side] = unread(domain.folder / file.path for file in bad) if domain is not None else {}

    def _read(self, side: Side) -> frozenset[str]:
        return frozenset(sample.path for sample in self.session.domains.samples(side))

    def _forget(self) -> None:
        self._known, self.waiting = {}, set()
        self._timer.start()
        for side in Side:
            self._look_at_unread(side)
        read = self.session.domains.by_side  # domains that were read before the project was created
        self._paths = {side: self._read(side) for side in read}
        self._say("")

    def _say(self, words: str) -> None:
        self.notice = words
        self.noticed.emit()


def _look(
    folders: dict[Side, str], known: dict[Side, Stamps], aside: dict[Side, Stamps], events: Events
) -> dict[Side, tuple[Stamps, Stamps]]:
    """Return the stamps of new and changed folders, and of their unreadable files."""
    for removed in events.keys() - folders.items():
        events.pop(removed).close()
    fresh: dict[Side, tuple[Stamps, Stamps]] = {}
    for side, folder in folders.items():
        bad = aside.get(side, {})
        if (side, folder) not in events:
            events[side, folder] = FolderEvents(folder)
        if side not in known or differs(known[side], events[side, folder]) or changed(bad):
            fresh[side] = stamps(Path(folder)), current_stamps(bad)
    return fresh


def _summary(side: Side, added: int, gone: int) -> str:
    parts = []
    if added:
        parts.append(
            tr(
                "{images} {verb} added to the {side}",
                images=count(added, "image"),
                verb="was" if added == 1 else "were",
                side=word(side),
            )
        )
    if gone:
        origin = "" if added else tr(" from the {side}", side=word(side))
        parts.append(
            tr(
                "{images} {verb} removed{origin}",
                images=count(gone, "image"),
                verb="was" if gone == 1 else "were",
                origin=origin,
            )
        )
    return f"{', '.join(parts)}."
