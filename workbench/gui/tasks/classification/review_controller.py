"""The review of labels that contradict the predictions of the model."""

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import QObject, Signal

from workbench.analysis.label_review import disagreements
from workbench.core.domain import Side
from workbench.core.errors import UserError
from workbench.gui.kit.language import tr
from workbench.gui.kit.sample_ids import NONE, Ids
from workbench.gui.session.session import Session


class ReviewController(QObject):
    """Lists the contradicted labels in descending order of confidence, and leads through them.

    Signals:
        changed(): the labels or the predictions changed.
        shown(object, str): the user asked to show these samples; a title for them.
    """

    changed = Signal()
    shown = Signal(object, str)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.session = session
        self.paths: list[str] = []  # the samples of the current review
        self._differing: set[str] = set()
        self._kept: dict[str, str] = {}  # the confirmed labels by path
        self._present: frozenset[str] = frozenset()
        session.labels.changed.connect(self._labels_changed)
        session.domains.changed.connect(lambda _side: self._begin_anew())
        session.predictions.changed.connect(self._begin_anew)
        session.project_changed.connect(self._begin_anew)

    @property
    def number(self) -> int:
        """The number of labels to review. It is queried after each key, and thus computed without sorting."""
        return len(self._left())

    @property
    def kept(self) -> int:
        """The number of contradicted labels that the user confirmed."""
        return len(self._differing) - self.number

    def contradicted(self) -> list[str]:
        """Return the samples whose labels are contradicted and not confirmed."""
        left, predictions = self._left(), self.session.predictions.by_path
        labels = {path: self.session.labels.by_path[path] for path in left}
        return [row.path for row in disagreements(labels, (predictions[path] for path in left))]

    def start(self) -> None:
        """Show all contradicted labels, and select the first."""
        self.paths = self.contradicted()
        if self.paths:
            self.shown.emit(Ids((), self.paths), tr("review: the model contradicts these labels"))
            self.session.selection.choose({(Side.TARGET, self.paths[0])})

    def go_on(self, path: str) -> bool:
        """Confirm a label of the current review and go to the next. Returns whether the sample is part of it."""
        if path not in self.paths:
            return False
        self._keep(path)
        following = self.paths.index(path) + 1
        if following < len(self.paths):
            self.session.selection.choose({(Side.TARGET, self.paths[following])})
        else:
            self.paths = []
            self.session.selection.choose(NONE)
        self.changed.emit()
        return True

    def look_again(self) -> None:
        """Discard the confirmations, so that these labels are reviewed again."""
        project = self.session.project
        if project is not None and self._saved(project.confirmed_labels.forget):
            self._kept = {}
            self.changed.emit()

    def _keep(self, path: str) -> None:
        """Save that the user confirmed a contradicted label."""
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
        """Return the samples whose current labels are contradicted and not confirmed."""
        labels, kept = self.session.labels.by_path, self._kept
        return {path for path in self._differing if kept.get(path) != labels[path]}

    def _differs(self, paths: Iterable[str]) -> set[str]:
        """Return those of some paths whose label differs from the prediction."""
        labels, predictions, present = self.session.labels.by_path, self.session.predictions.by_path, self._present
        drawn = self.session.labels.drawn  # their labels do not follow the model's opinion
        return {
            path
            for path in paths
            if path in labels
            and path not in drawn
            and path in predictions
            and predictions[path].predicted != labels[path]
            and path in present
        }

    def _labels_changed(self, paths: list[str]) -> None:
        self._differing.difference_update(paths)
        self._differing |= self._differs(paths)
        self.changed.emit()

    def _begin_anew(self) -> None:
        self._present = frozenset(sample.path for sample in self.session.domains.samples(Side.TARGET))
        project = self.session.project
        self.paths, self._kept = [], project.confirmed_labels.current() if project else {}
        self._differing = self._differs(self.session.labels.by_path)
        self.changed.emit()
