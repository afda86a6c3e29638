"""The corrections of source labels: made here, kept in the project's history, applied to the source that is shown."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

from workbench.core.corrections import Correction
from workbench.core.domain import Side
from workbench.gui.kit.language import tr
from workbench.gui.session.domains import DomainPair
from workbench.gui.session.labels import TargetLabels
from workbench.store.project import Project


class SourceCorrections(QObject):
    """Corrects labels of the source in the open project. The files of the source are never changed.

    Signals: refused(str, str): a class cannot be used; a message and a hint.
    """

    refused = Signal(str, str)

    def __init__(self, domains: DomainPair, labels: TargetLabels, parent: QObject) -> None:
        super().__init__(parent)
        self.domains, self.labels = domains, labels
        self._project: Project | None = None
        self._taken = 0  # the last action on corrections that was read
        labels.changed.connect(lambda _paths: self._follow())

    def show(self, project: Project | None) -> None:
        """Load the corrections of a project."""
        self._project = project
        self._take()

    def correct(self, paths: Iterable[str], label: str | None) -> bool:
        """Give source samples another class in one step of the history. Returns whether it is one of the source.

        None, and the class that the folder gives, withdraw a correction.
        """
        given = self._given()
        if label is not None and label not in given.values():
            known = tr("Corrections use the classes of the source folder.")
            self.refused.emit(tr("“{label}” is no class of the source.", label=label), known)
            return False
        labelled = [path for path in paths if path in given]
        self._set(
            {
                path: Correction(path, given[path], label) if label not in (None, given[path]) else None
                for path in labelled
            }
        )
        return bool(labelled)

    def confirm(self, paths: Iterable[str]) -> None:
        """Record that the labels of source samples in their folder are right, in one step of the history."""
        given = self._given()
        self._set({path: Correction(path, given[path], given[path]) for path in paths if path in given})

    def _given(self) -> dict[str, str]:
        """Return the labels that the source folder gives, by path."""
        source = self.domains.as_read.get(Side.SOURCE)
        return {one.path: one.label for one in source.samples if one.label is not None} if source else {}

    def _set(self, corrections: dict[str, Correction | None]) -> None:
        if (project := self._project) is not None:
            self.labels.change(lambda: project.labels.correct(corrections))

    def _follow(self) -> None:
        """Read the corrections again if they changed: most changes are of labels of the target."""
        if self._project is not None and self._project.labels.corrections.last_action() != self._taken:
            self._take()

    def _take(self) -> None:
        corrections = self._project.labels.corrections if self._project else None
        self._taken = corrections.last_action() if corrections else 0
        current = tuple(corrections.current().values()) if corrections else ()
        if current != self.domains.corrections:
            self.domains.set_corrections(current)
