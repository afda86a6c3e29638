"""Moves labels and corrections with their images: after each scan, missing files are identified by their content."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from workbench.core.domain import Domain, Sample, Side
from workbench.core.errors import UserError
from workbench.data.digests import digests_of
from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import count, whole
from workbench.gui.session.background import Background
from workbench.gui.session.session import Session
from workbench.store.moved_files import MovedFiles
from workbench.store.project import Project


class MovedWords(NamedTuple):
    """The sentences about the labels of a side."""

    labels: Callable[[int], str]
    missing: str  # of one image
    all_missing: str  # of several


LABELS = MovedWords(
    lambda number: count(number, "label"),
    tr("{missing} labelled image is not in the folder; the labels are kept."),
    tr("{missing} labelled images are not in the folder; the labels are kept."),
)
CORRECTIONS = MovedWords(
    lambda number: count(number, "correction"),
    tr("{missing} corrected image is not in the folder; the corrections are kept."),
    tr("{missing} corrected images are not in the folder; the corrections are kept."),
)
REST_MS = 1500  # after the last label, until the digests of labelled images are saved


class MovedLabels(QObject):
    """Computes digests of files in a thread, and moves labels in one step of the history.

    Signals: noticed(): `notice` changed.
    """

    noticed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.session = session
        self.notice = ""
        self._words = dict.fromkeys(Side, "")
        self._followed: dict[Side, Domain] = {}  # as they were read
        self.background = Background(self)
        self._rest = QTimer(self, interval=REST_MS, singleShot=True)
        self._rest.timeout.connect(self._remember)
        self._labelled: set[str] = set()  # paths since digests were saved last
        session.labels.changed.connect(self._labels_changed)
        session.domains.changed.connect(self.follow)
        session.project_changed.connect(self._forget)

    def follow(self, side: Side = Side.TARGET) -> None:
        """Search for images of a domain that were moved."""
        project, domain = self.session.project, self.session.domains.by_side.get(side)
        if project is None or project.read_only or domain is None:
            return
        wanted, samples = _moved(project, side).to_digest(domain.samples), domain.samples
        read = self.session.domains.as_read[side]
        if read is self._followed.get(side):  # only its corrections changed, whose images are remembered
            remember = partial(self._keep, project, side, samples)
            self.background.do(partial(digests_of, domain.folder, wanted), remember, self._failed)
            return
        self._followed[side] = read
        self.background.do(
            partial(digests_of, domain.folder, wanted),
            lambda digests: self._settle(project, side, samples, digests),
            self._failed,
        )

    def _labels_changed(self, paths: list[str]) -> None:
        self._labelled.update(paths)
        self._rest.start()

    def _remember(self) -> None:
        """Save the digests of samples that were labelled recently."""
        project, domain = self.session.project, self.session.domains.by_side.get(Side.TARGET)
        labelled, self._labelled = self._labelled, set()
        if project is not None and domain is not None:
            samples = [sample for sample in domain.samples if sample.path in labelled]
            self.background.do(
                partial(digests_of, domain.folder, samples),
                lambda digests: self._keep(project, Side.TARGET, samples, digests),
                self._failed,
            )

    def _keep(self, project: Project, side: Side, samples: list[Sample], digests: dict[str, bytes]) -> None:
        if project is self.session.project:
            try:
                _moved(project, side).remember(samples, digests)
            except UserError as error:
                self._failed(error)

    def _settle(self, project: Project, side: Side, samples: list[Sample], digests: dict[str, bytes]) -> None:
        if project is not self.session.project:
            return
        try:
            settled = _moved(project, side).relocate(samples, digests)
        except UserError as error:
            self._failed(error)
            return
        if settled.moved:
            self.session.labels.change(lambda: [*settled.moved, *settled.moved.values()])
        self._say(side, len(settled.moved), len(settled.missing))

    def _failed(self, error: UserError) -> None:
        self.session.failed.emit(error.message, error.hint)

    def _say(self, side: Side, moved: int, missing: int) -> None:
        words = LABELS if side is Side.TARGET else CORRECTIONS
        parts = []
        if moved:
            image = tr("its image") if moved == 1 else tr("their images")
            parts.append(tr("{labels} moved with {image}.", labels=words.labels(moved), image=image))
        if missing:
            parts.append((words.missing if missing == 1 else words.all_missing).format(missing=whole(missing)))
        self._words[side] = " ".join(parts)
        self.notice = " ".join(filter(None, self._words.values()))
        self.noticed.emit()

    def _forget(self) -> None:
        self._rest.stop()
        self._labelled.clear()
        self._followed.clear()
        for side in Side:
            self._say(side, 0, 0)


def _moved(project: Project, side: Side) -> MovedFiles:
    return project.moved_files if side is Side.TARGET else project.moved_sources
