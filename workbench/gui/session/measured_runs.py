"""The finished runs of the open project, measured on its measuring set."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from workbench.analysis.measuring import (
    MeasuringLabels,
    RunAnswers,
    RunMeasurement,
    measured_quality,
    points_of,
)
from workbench.core.domain import Side
from workbench.core.errors import UserError
from workbench.core.run_selection import is_reference
from workbench.core.target_quality import AccuracyDifference, PixelPoint
from workbench.gui.session.session import Session
from workbench.store.project import RunRecord
from workbench.store.run_folder import RunFolder

FEW = 20_000  # predictions of a run that are read without delay
FEW_MASKS = 8  # masks that are read without delay


class MeasuredRuns(QObject):
    """Reads the predictions of each run once, and measures it again when the labels have changed.

    Signals: arrived(): the masks of a run that was not quick have been read.
    """

    arrived = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.session = session
        self._waiting: dict[str, RunRecord] = {}  # runs whose masks are read one by one, by id
        self._reading = QTimer(self, interval=0)
        self._reading.timeout.connect(self._read_on)
        self._answers: dict[str, RunAnswers | None] = {}  # by the id of the run; None if it cannot be read
        self._measured: dict[tuple[str, str], RunMeasurement] = {}  # by the ids of the run and of its reference
        self._labels: MeasuringLabels | None = None
        self._points: dict[str, PixelPoint] | None = None
        session.project_changed.connect(self._forget)
        session.labels.changed.connect(lambda _paths: self._forget_labels())
        session.domains.changed.connect(lambda _side: self._forget_labels())

    @property
    def labels(self) -> MeasuringLabels:
        """The measuring set and all labels."""
        if self._labels is None:
            project = self.session.project
            values = project.labels.all_values() if project and self.session.labels.drawn else {}
            self._labels = MeasuringLabels(self.session.labels.drawn, values)
        return self._labels

    def of(self, record: RunRecord, finished: Sequence[RunRecord] = ()) -> RunMeasurement | None:
        """Return the measurement of a finished run; None if no drawn sample has a label, or the run cannot be read.

        `finished`: the runs to compare it with, the latest first; the last one without adaptation is the reference.
        """
        return self._measure(record, self.reference(record, finished))

    def against(self, record: RunRecord, other: RunRecord) -> AccuracyDifference | None:
        """Return the difference to another run on the labels of the drawn samples; None without common labels.

        None while drawn samples are without a label: looked at after each label, it would seem settled too often.
        """
        measurement = None if self.session.labels.blind else self._measure(record, other)
        return measurement.reference if measurement else None

    def _measure(self, record: RunRecord, reference: RunRecord | None) -> RunMeasurement | None:
        if not self.labels.named or (run := self._read(record)) is None:
            return None
        key = record.id, reference.id if reference else ""
        if key not in self._measured:
            other = self._read(reference) if reference else None
            self._measured[key] = measured_quality(run, self.labels, self.points, other)
        return self._measured[key]

    @property
    def points(self) -> dict[str, PixelPoint]:
        """The points that have a class, by path; each costs reading a mask of a run."""
        if self._points is None:
            sizes = {one.path: (one.width, one.height) for one in self.session.domains.samples(Side.TARGET)}
            self._points = points_of({path: self.labels.drawn[path] for path in self.labels.named}, sizes)
        return self._points

    def is_quick(self, record: RunRecord) -> bool:
        """Return whether a run is measured without delay: its predictions have been read, or are few.

        The masks of a run that is not quick are read one by one from now on.
        """
        if record.id not in self._answers and len(self.session.domains.samples(Side.TARGET)) > FEW:
            return False
        run = self._read(record) if self.points else None
        if run is None or len(run.unread(self.points)) <= FEW_MASKS:
            return True
        self._waiting[record.id] = record
        self._reading.start()
        return False

    def _read_on(self) -> None:
        """Read a mask of the first run that waits, so that the window can act between two of them."""
        record = next(iter(self._waiting.values()), None)
        run = self._read(record) if record else None
        if record is None or run is None:
            self._waiting.clear()
            self._reading.stop()
        elif unread := run.unread(self.points):
            run.predicted(dict([unread.popitem()]))
        else:
            del self._waiting[record.id]
            self.arrived.emit()

    def reference(self, record: RunRecord, finished: Sequence[RunRecord]) -> RunRecord | None:
        """Return the last of the finished runs without adaptation that trained the same network."""
        return next((other for other in finished if is_reference(other.job, record.job)), None)

    def _read(self, record: RunRecord) -> RunAnswers | None:
        project = self.session.project
        if record.id not in self._answers and project is not None:
            try:
                folder = RunFolder(project.run_folder(record.id))
                rules = self.session.domains.tasks.get(folder.job().decided_task)
                at_points = rules.at_points if rules else None
                self._answers[record.id] = RunAnswers(folder, project.measuring_set.identity, at_points)
            except UserError:
                self._answers[record.id] = None
        return self._answers.get(record.id)

    def _forget(self) -> None:
        self._answers.clear()
        self._waiting.clear()
        self._forget_labels()

    def _forget_labels(self) -> None:
        self._labels = self._points = None
        self._measured.clear()
