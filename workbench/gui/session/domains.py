"""The two domains of the open project, and the folders from which they are read."""

from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from workbench.core.compatibility import without_adaptation
from workbench.core.corrections import Correction, corrected
from workbench.core.deep_range import DeepRange
from workbench.core.domain import DEFAULT_TASK, Domain, Sample, Side
from workbench.core.folder_outline import FolderOutline
from workbench.core.masks import ClassTable
from workbench.gui.kit.sample_ids import Id
from workbench.gui.session.single_call import CallOutcome, SingleCall
from workbench.gui.session.task_rules import TaskRules
from workbench.gui.session.workers import Workers
from workbench.gui.views.pictures.deep_ranges import set_deep_range
from workbench.worker.commands import Scan
from workbench.worker.replies import FolderListed, ScanProgress


class DomainPair(QObject):
    """Requests scans of the two folders from a worker, and holds the domains.

    Signals:
        scanning(Side, int): a folder is being read; the number of files so far.
        listed(Side): the names in a folder are known; see `outlines`. Not emitted if the folder was read before.
        task_changed(): `task` changed. Emitted before `source_changed`.
        source_changed(): the source changed or was removed. Emitted before `changed`.
        changed(Side): a domain was read, or reading it failed.
        failed(str, str): a folder could not be read; a message and a hint.
    """

    scanning = Signal(object, int)
    listed = Signal(object)
    task_changed = Signal()
    source_changed = Signal()
    changed = Signal(object)
    failed = Signal(str, str)

    def __init__(self, workers: Workers, tasks: Mapping[str, TaskRules], parent: QObject) -> None:
        super().__init__(parent)
        self.tasks = tasks
        self.by_side: dict[Side, Domain] = {}  # the source with the corrected labels of the project
        self.as_read: dict[Side, Domain] = {}  # with the labels of the folders
        self.corrections: tuple[Correction, ...] = ()  # those of the project
        self.decided: dict[str, Correction] = {}  # those that apply to the source, by path
        self.counts: dict[str, int] = {}  # number of source samples by class, in the order of the model's outputs
        self.outlines: dict[Side, FolderOutline] = {}  # of folders whose files are still being checked
        self.wanted: dict[Side, str] = {}  # the folder of each domain, even before it is read
        self.problems: dict[Side, str] = {}  # why a folder could not be read
        self.ranges: dict[Side, DeepRange] = {}  # of deep images, so that images that come later do not change them
        self._by_path: dict[Side, tuple[list[Sample], dict[str, Sample]]] = {}  # made at the first question
        self._announced = self.task
        self._scans = {side: SingleCall(workers, self) for side in Side}
        for side, scan in self._scans.items():
            scan.unsuccessful.connect(partial(self._could_not_read, side))

    def read(self, side: Side, folder: Path, deep: DeepRange | None = None) -> None:
        """Read a folder. Emits `changed` when done, and `failed` if the folder cannot be read.

        `deep`: the range of deep images; None estimates it.
        """
        self.wanted[side] = str(folder)
        self.set_range(side, deep)
        self.problems.pop(side, None)
        self._drop(side)
        self.scanning.emit(side, 0)
        self._scan(side)

    def read_again(self, side: Side) -> None:
        """Read a folder again. The current domain is kept until the scan has finished."""
        self._scan(side)

    def set_range(self, side: Side, deep: DeepRange | None) -> None:
        """Set the range of a domain's deep images for later readings; None estimates it again."""
        if deep is None:
            self.ranges.pop(side, None)
        else:
            self.ranges[side] = deep

    def deep_ranges(self) -> dict[str, DeepRange | None]:
        """Return the ranges of both domains, as fields of a job."""
        return {f"{side}_range": domain.deep for side, domain in self.by_side.items()}

    def forget(self) -> None:
        """Remove both domains, because the project is closed. Emits no signal except `task_changed`."""
        self.by_side.clear()
        self.as_read.clear()
        self.decided = {}
        self.outlines.clear()
        self.wanted.clear()
        self.problems.clear()
        self.ranges.clear()
        self._by_path.clear()
        self._announce_task()

    # -- domains ---------------------------------------------------------------------------------------------------

    @property
    def complete(self) -> bool:
        """Whether both domains have been read."""
        return len(self.by_side) == len(Side)

    @property
    def limits(self) -> str:
        """Why no model can be trained on the source that was read, and what would change that; empty if one can."""
        source = self.by_side.get(Side.SOURCE)
        return without_adaptation(source) if source is not None and source.samples else ""

    @property
    def task(self) -> TaskRules:
        """The task of the source's labels; classification before the source is read."""
        source = self.by_side.get(Side.SOURCE)
        return self.tasks.get(source.task if source else DEFAULT_TASK, self.tasks[DEFAULT_TASK])

    @property
    def table(self) -> ClassTable | None:
        """The class table of the source's masks; None for classification, or before the source is read."""
        return self.by_side[Side.SOURCE].table if Side.SOURCE in self.by_side else None

    def samples(self, side: Side) -> list[Sample]:
        """Return the samples of a domain; empty before it is read."""
        return self.by_side[side].samples if side in self.by_side else []

    def sample(self, sample: Id) -> Sample | None:
        """Return a sample by its domain and path; None if the domain has none of this path."""
        side, path = sample
        samples, by_path = self._by_path.get(side, ([], {}))
        if samples is not self.samples(side):
            samples = self.samples(side)
            by_path = {one.path: one for one in samples}
            self._by_path[side] = (samples, by_path)
        return by_path.get(path)

    def file(self, sample: Id) -> Path:
        """Return the path of the image file of a sample."""
        side, path = sample
        return self.by_side[side].folder / path

    # -- reading ---------------------------------------------------------------------------------------------------

    def show(self, side: Side, domain: Domain) -> None:
        """Use a domain that was read from the folder of a side."""
        if domain == self.as_read.get(side):
            return
        self.outlines.pop(side, None)
        self.by_side[side] = self.as_read[side] = domain
        set_deep_range(domain.folder, domain.deep)
        if domain.deep is not None:
            self.ranges[side] = domain.deep
        if side is Side.SOURCE:
            self._correct(domain)
            self._announce_task()
            self.source_changed.emit()
        self.changed.emit(side)

    def set_corrections(self, corrections: Iterable[Correction]) -> None:
        """Show the source with other corrections of its labels."""
        self.corrections = tuple(corrections)
        if (source := self.as_read.get(Side.SOURCE)) is not None:
            self._correct(source)
            self.source_changed.emit()
            self.changed.emit(Side.SOURCE)

    def _correct(self, source: Domain) -> None:
        self.by_side[Side.SOURCE], self.decided, _ = corrected(source, self.corrections)
        self.counts = self.by_side[Side.SOURCE].counts()

    def _scan(self, side: Side) -> None:
        """Request a scan of the folder of a side; an earlier scan is dropped."""
        call = self._scans[side].begin(Scan(self.wanted[side], deep=self.ranges.get(side)))
        call.progressed.connect(partial(self._progressed, side))
        call.finished.connect(lambda scanned: self.show(side, scanned.domain))

    def _progressed(self, side: Side, progress: object) -> None:
        match progress:
            case ScanProgress(files):
                self.scanning.emit(side, files)
            case FolderListed(outline) if side not in self.by_side:
                self.outlines[side] = outline
                self.listed.emit(side)

    def _could_not_read(self, side: Side, why: CallOutcome) -> None:
        self._drop(side)
        self.problems[side] = why.text
        self.changed.emit(side)
        self.failed.emit(why.message, why.hint)

    def _drop(self, side: Side) -> None:
        self.outlines.pop(side, None)
        self.as_read.pop(side, None)
        if self.by_side.pop(side, None) is not None and side is Side.SOURCE:
            self._announce_task()
            self.source_changed.emit()

    def _announce_task(self) -> None:
        if self.task is not self._announced:
            self._announced = self.task
            self.task_changed.emit()
