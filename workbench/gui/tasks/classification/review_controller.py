"""A second look: labels that the model which learned from them still disagrees with, one after the other."""

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import QObject, Signal

from workbench.analysis.label_review import disagreements
from workbench.core.domain import Side
from workbench.core.errors import UserError
from workbench.gui.kit.sample_ids import NONE, Ids
from workbench.gui.session.session import Session


class ReviewController(QObject):
    """The disagreements, those that the model is surest of first, and the way through them.

    Signals:
        changed(): other labels, or another model.
        shown(object, str): these samples are to be looked at, and what they are.
    """

    changed = Signal()
    shown = Signal(object, str)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.session = session
        self.paths: list[str] = []  # those of the look under way
        self._differing: set[str] = set()
        self._kept: dict[str, str] = {}  # looked at and left as they are, with the label that they had then
        self._present: frozenset[str] = frozenset()
        session.labels.changed.connect(self._labels_changed)
        session.domains.changed.connect(lambda _side: self._begin_anew())
        session.predictions.changed.connect(self._begin_anew)
        session.project_changed.connect(self._begin_anew)

    @property
    def number(self) -> int:
        """How many labels are found; asked for at each key, so they are not put in order for it."""
        return len(self._left())

    @property
    def kept(self) -> int:
        """How many labels differ from what the model says, and were kept by a person who had looked."""
        return len(self._differing) - self.number

    def found(self) -> list[str]:
        """The labelled samples of which the model says something else, but for those that were kept."""
        left, said = self._left(), self.session.predictions.by_path
        labels = {path: self.session.labels.by_path[path] for path in left}
        return [doubt.path for doubt in disagreements(labels, (said[path] for path in left))]

    def start(self) -> None:
        """Show them all, and begin with the first."""
        self.paths = self.found()
        if self.paths:
            self.shown.emit(Ids((), self.paths), "second look: the model says something else")
            self.session.selection.choose({(Side.TARGET, self.paths[0])})

    def go_on(self, path: str) -> bool:
        """On from a sample of the look under way, which is as it should be now; whether it is one."""
        if path not in self.paths:
            return False
        self._keep(path)
        place = self.paths.index(path) + 1
        if place < len(self.paths):
            self.session.selection.choose({(Side.TARGET, self.paths[place])})
        else:
            self.paths = []
            self.session.selection.choose(NONE)
        self.changed.emit()
        return True

    def look_again(self) -> None:
        """Ask for the labels that were kept once more."""
        project = self.session.project
        if project is not None and self._saved(project.confirmed_labels.forget):
            self._kept = {}
            self.changed.emit()

    def _keep(self, path: str) -> None:
        """Remember, for good, that a label is as it should be, where the model says something else."""
        project = self.session.project
        if project is not None and path in self._differing:
            label = self.session.labels.by_path[path]
            self._kept[path] = label
            self._saved(partial(project.confirmed_labels.keep, path, label))

    def _saved(self, write: Callable[[], None]) -> bool:
        try:
            write()
        except UserError as error:
            self.session.failed.emit(error.message, error.hint)
            return False
        return True

    def _left(self) -> set[str]:
        """Those that differ and were not kept as they are now."""
        labels, kept = self.session.labels.by_path, self._kept
        return {path for path in self._differing if kept.get(path) != labels[path]}

    def _differs(self, paths: Iterable[str]) -> set[str]:
        """Those of some paths whose label is not what is predicted."""
        labels, said, present = self.session.labels.by_path, self.session.predictions.by_path, self._present
        return {
            path
            for path in paths
            if path in labels and path in said and said[path].predicted != labels[path] and path in present
        }

    def _labels_changed(self, paths: list[str]) -> None:
        self._differing.difference_update(paths)
        self._differing |= self._differs(paths)
        self.changed.emit()

    def _begin_anew(self) -> None:
        self._present = frozenset(one.path for one in self.session.domains.samples(Side.TARGET))
        project = self.session.project
        self.paths, self._kept = [], project.confirmed_labels.current() if project else {}
        self._differing = self._differs(self.session.labels.by_path)
        self.changed.emit()
