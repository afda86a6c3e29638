"""Remembers what was on the screen of a project, so that opening it returns there."""

from collections.abc import Sequence
from typing import Any, Protocol

from PySide6.QtCore import QObject, SignalInstance

from workbench.gui.session.session import Session
from workbench.store.last_visit import LastVisit, write_visit
from workbench.store.project import Project


class Displayed(Protocol):
    """What is read of runs and translations (Records)."""

    displayed_id: str

    @property
    def shown(self) -> SignalInstance:
        """Emitted when another record is displayed."""

    def show(self, name: str) -> None:
        """Display a record."""

    def all(self) -> list[Any]:
        """Return all records."""


class Visits(QObject):
    """Stores the step, and the displayed run and translation, of the open project whenever they change."""

    def __init__(self, session: Session, runs: Displayed, translations: Displayed, steps: Sequence[str]) -> None:
        """`steps`: the names of the steps."""
        super().__init__(session)
        self.session, self.runs, self.translations, self.steps = session, runs, translations, steps
        self._stored: tuple[Project | None, LastVisit] = (None, LastVisit())
        session.step_changed.connect(lambda _step: self.store())
        runs.shown.connect(lambda _folder: self.store())
        translations.shown.connect(self.store)

    def store(self) -> None:
        """Store what is shown, if it changed."""
        project = self.session.project
        if project is None or project.read_only:
            return
        visit = LastVisit(
            str(project.folder), self.session.step, self.runs.displayed_id, self.translations.displayed_id
        )
        if self._stored != (project, visit):
            self._stored = (project, visit)
            write_visit(project.folder, visit)

    def restore(self, visit: LastVisit) -> None:
        """Return to the step, the run and the translation of a visit; to a run that was interrupted, if there is one.

        A run or a translation that is gone leaves what is displayed, and a project without a visit is shown in Adapt if
        it has runs, else in Data.
        """
        project = self.session.project
        if project is None:
            return
        if project.interrupted:
            self.runs.show(project.interrupted[-1])
            self.session.go_to("adapt")
            return
        for records, name in ((self.runs, visit.run), (self.translations, visit.translation)):
            if name != records.displayed_id and any(record.id == name for record in records.all()):
                records.show(name)
        fresh = "adapt" if self.runs.all() else "data"
        self.session.go_to(visit.step if visit.step in self.steps else fresh)
