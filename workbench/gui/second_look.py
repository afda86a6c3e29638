"""A second look: labels that the model which learned from them still disagrees with, one after the other."""

from PySide6.QtCore import QObject, Signal

from workbench.core.domain import Side
from workbench.gui.runs import Runs
from workbench.gui.session import Session
from workbench.gui.views.ids import NONE, Ids


class SecondLook(QObject):
    """The disagreements, those that the model is surest of first, and the way through them.

    Signals:
        changed(): other labels, or another model.
        shown(object, str): these samples are to be looked at, and what they are.
    """

    changed = Signal()
    shown = Signal(object, str)

    def __init__(self, session: Session, runs: Runs) -> None:
        super().__init__(session)
        self.session, self.runs = session, runs
        self.paths: list[str] = []  # those of the look under way
        self._kept: set[str] = set()  # looked at and left as they are, since the model came
        self._found: list[str] | None = None
        session.labels_changed.connect(lambda _paths: self._forget())
        session.domain_changed.connect(lambda _side: self._forget())
        session.predictions_changed.connect(self._begin_anew)

    def found(self) -> list[str]:
        """The labelled samples of which the model says something else, but for those that were kept."""
        if self._found is None:
            present = {one.path for one in self.session.samples(Side.TARGET)}
            said = self.session.predictions
            differing = (
                said[path]
                for path, label in self.session.labels.items()
                if path in said and path in present and said[path].predicted != label and path not in self._kept
            )
            self._found = [one.path for one in sorted(differing, key=lambda one: -one.confidence)]
        return self._found

    def start(self) -> None:
        """Show them all, and begin with the first."""
        self.paths = list(self.found())
        if self.paths:
            words = "second look: the model says something else"
            self.shown.emit(Ids((), self.paths), words)
            self.session.select({(Side.TARGET, self.paths[0])})

    def go_on(self, path: str) -> bool:
        """On from a sample of the look under way, which is as it should be now; whether it is one."""
        if path not in self.paths:
            return False
        self._kept.add(path)
        place = self.paths.index(path) + 1
        if place < len(self.paths):
            self.session.select({(Side.TARGET, self.paths[place])})
        else:
            self.paths = []
            self.session.select(NONE)
        self._forget()
        return True

    def _forget(self) -> None:
        self._found = None
        self.changed.emit()

    def _begin_anew(self) -> None:
        self.paths, self._kept = [], set()
        self._forget()
