"""The two domains of the open project: the folders to read, and what was read."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from workbench.core.domain import DEFAULT_TASK, Domain, Sample, Side
from workbench.core.masks import ClassTable
from workbench.gui.kit.sample_ids import Id
from workbench.gui.session.single_call import CallOutcome, SingleCall
from workbench.gui.session.task_rules import TaskRules
from workbench.gui.session.workers import Workers
from workbench.worker.commands import Scan


class DomainPair(QObject):
    """Has folders read by a worker, and holds the domains that it found.

    Signals:
        scanning(Side, int): a folder is being read; so many files were looked at.
        task_changed(): `task` is another than before. Emitted before `source_changed`.
        source_changed(): `by_side` has another source than before, or none any more. Emitted before `changed`.
        changed(Side): a domain was read, or could not be read.
        failed(str, str): a folder could not be read: a sentence and the way out.
    """

    scanning = Signal(object, int)
    task_changed = Signal()
    source_changed = Signal()
    changed = Signal(object)
    failed = Signal(str, str)

    def __init__(self, workers: Workers, tasks: Mapping[str, TaskRules], parent: QObject) -> None:
        super().__init__(parent)
        self.tasks = tasks
        self.by_side: dict[Side, Domain] = {}
        self.counts: dict[str, int] = {}  # samples of each class of the source, in the order of the model's outputs
        self.wanted: dict[Side, str] = {}  # the folder of each domain that is read, or is to be read
        self.trouble: dict[Side, str] = {}  # why a folder could not be read
        self._announced = self.task
        self._scans = {side: SingleCall(workers, self) for side in Side}
        for side, scan in self._scans.items():
            scan.troubled.connect(partial(self._could_not_read, side))

    def read(self, side: Side, folder: Path) -> None:
        """Have a folder read; `changed` follows, and `failed` where it could not be read."""
        self.wanted[side] = str(folder)
        self.trouble.pop(side, None)
        self._drop(side)
        self.scanning.emit(side, 0)
        self._scan(side)

    def read_again(self, side: Side) -> None:
        """Read a folder that may have changed; the domain stays as it is until then."""
        self._scan(side)

    def forget(self) -> None:
        """Drop both domains: the project that they belong to is left. No signal but `task_changed` follows."""
        self.by_side.clear()
        self.wanted.clear()
        self.trouble.clear()
        self._announce_task()

    # -- what was read ---------------------------------------------------------------------------------------------

    @property
    def complete(self) -> bool:
        """Whether both domains are read."""
        return len(self.by_side) == len(Side)

    @property
    def task(self) -> TaskRules:
        """The task that the source's labels teach; that of whole images before it is read."""
        source = self.by_side.get(Side.SOURCE)
        return self.tasks.get(source.task if source else DEFAULT_TASK, self.tasks[DEFAULT_TASK])

    @property
    def table(self) -> ClassTable | None:
        """The classes of the source's pixels; None where its labels are of whole images, or it is not read."""
        return self.by_side[Side.SOURCE].table if Side.SOURCE in self.by_side else None

    def samples(self, side: Side) -> list[Sample]:
        """The samples of a domain; none before it is read."""
        return self.by_side[side].samples if side in self.by_side else []

    def file(self, sample: Id) -> Path:
        """The image file of a sample."""
        side, path = sample
        return self.by_side[side].folder / path

    # -- reading ---------------------------------------------------------------------------------------------------

    def show(self, side: Side, domain: Domain) -> None:
        """Take what was read of the folder of a side."""
        if domain == self.by_side.get(side):
            return
        self.by_side[side] = domain
        if side is Side.SOURCE:
            self.counts = domain.counts()
            self._announce_task()
            self.source_changed.emit()
        self.changed.emit(side)

    def _scan(self, side: Side) -> None:
        """Have the folder of a side read; an earlier scan of it is of no use any more."""
        call = self._scans[side].begin(Scan(self.wanted[side]))
        call.progressed.connect(lambda progress: self.scanning.emit(side, progress.files))
        call.finished.connect(lambda scanned: self.show(side, scanned.domain))

    def _could_not_read(self, side: Side, why: CallOutcome) -> None:
        self._drop(side)
        self.trouble[side] = why.text
        self.changed.emit(side)
        self.failed.emit(why.message, why.hint)

    def _drop(self, side: Side) -> None:
        if self.by_side.pop(side, None) is not None and side is Side.SOURCE:
            self._announce_task()
            self.source_changed.emit()

    def _announce_task(self) -> None:
        if self.task is not self._announced:
            self._announced = self.task
            self.task_changed.emit()
