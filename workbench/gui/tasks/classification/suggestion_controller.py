"""Requests suggestions of target images to label, and holds the current batch."""

from enum import Enum, auto

import msgspec
from PySide6.QtCore import QObject, Signal

from workbench.core.domain import Side
from workbench.core.shift_report import InspectionRequest
from workbench.core.suggestion import STRATEGY, Suggestion
from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import count
from workbench.gui.session.inspection_controller import InspectionController
from workbench.gui.session.runs_controller import RunsController
from workbench.gui.session.session import Session
from workbench.gui.session.single_call import CallOutcome, SingleCall
from workbench.worker.labelling_commands import Suggest

COUNT = 10


class SuggestionState(Enum):
    """NOTHING: neither a run nor an inspection exists. OPEN: a batch can be requested. DONE: all are labelled."""

    NOTHING = auto()
    OPEN = auto()
    ASKING = auto()
    READY = auto()
    DONE = auto()
    FAILED = auto()


class SuggestionController(QObject):
    """Requests batches from a worker, and leads through the images of a batch.

    Signals:
        changed(): the batch or the state changed.
        led(): the user was led to a suggested image, which the next key labels.
    """

    changed = Signal()
    led = Signal()

    def __init__(self, session: Session, runs: RunsController, inspections: InspectionController) -> None:
        super().__init__(session)
        self.session, self.runs, self.inspections = session, runs, inspections
        self.batch: tuple[Suggestion, ...] = ()
        self.paths: frozenset[str] = frozenset()
        self.strategy = STRATEGY
        self.call = SingleCall(session.workers, self)
        self._basis = ""  # the `basis` of the current batch
        self._show = False  # whether to select the first image of the next batch
        self.call.changed.connect(self._call_changed)
        session.project_changed.connect(self._forget)
        session.domains.changed.connect(self._domain_changed)
        session.labels.changed.connect(self._labels_changed)
        session.step_changed.connect(lambda _step: self.ask_by_itself())
        runs.state_changed.connect(self._basis_changed)
        runs.model_changed.connect(self._basis_changed)
        inspections.inspected.connect(self._basis_changed)

    @property
    def state(self) -> SuggestionState:
        """The state of the suggestions."""
        if self.call.busy:
            return SuggestionState.ASKING
        if self.call.problem:
            return SuggestionState.FAILED
        if self.batch:
            return SuggestionState.READY if self.following("") is not None else SuggestionState.DONE
        return SuggestionState.OPEN if self.basis() else SuggestionState.NOTHING

    def basis(self) -> str:
        """Return what the suggestions are computed from: the folder of the current model's run, or else the inspected
        target folder; empty if there is neither.
        """
        model, project = self.runs.model, self.session.project
        if model is not None and project is not None:
            return str(project.run_folder(model.id))
        request = self.request()
        return request.target if request is not None else ""

    def request(self) -> InspectionRequest | None:
        """Return the inspection to compute suggestions from before the first run; None after it."""
        kept = self.inspections.kept
        if kept is None or kept.request.model or self.runs.finished():
            return None
        return msgspec.structs.replace(kept.request, labels={}, groups="")

    def is_labelled(self, path: str) -> bool:
        """Return whether an image was labelled or marked, or measures."""
        labels = self.session.labels
        return path in labels.by_path or path in labels.unsure or path in labels.drawn

    def following(self, path: str) -> str | None:
        """Return the next suggested image without a label after this one, cyclically; None if there is none."""
        paths = [suggestion.path for suggestion in self.batch]
        start = paths.index(path) + 1 if path in paths else 0
        return next(
            (other for other in paths[start:] + paths[:start] if other != path and not self.is_labelled(other)), None
        )

    def preceding(self, path: str) -> str | None:
        """Return the suggested image before this one, cyclically; None if there is none."""
        paths = [suggestion.path for suggestion in self.batch]
        return paths[paths.index(path) - 1] if path in paths else (paths[-1] if paths else None)

    def lead(self) -> None:
        """Select the first suggested image without a label, if there is one."""
        if (following := self.following("")) is not None:
            self.changed.emit()  # first, so that the image is on the screen
            self.session.selection.choose({(Side.TARGET, following)})
            self.led.emit()

    def choose(self, strategy: str) -> None:
        """Use another strategy from now on."""
        self.strategy = strategy
        self.ask()

    def ask_by_itself(self) -> None:
        """Request the first batch when the Label step is shown."""
        if self.session.step == "label" and self.state is SuggestionState.OPEN:
            self.ask()

    def ask(self, show: bool = False) -> None:
        """Request the next batch, without labelled and skipped images. `show`: select its first image."""
        basis, session = self.basis(), self.session
        if not basis or self.runs.busy or not self.call.free:
            return
        passed = {*session.labels.by_path, *session.labels.unsure, *session.labels.drawn, *self.skipped()}
        self._show = show
        request = self.request()
        run = "" if request else basis
        first = session.project.watched_images.reasons() if session.project is not None else {}
        call = self.call.begin(Suggest(run, tuple(sorted(passed)), self.strategy, COUNT, request=request, first=first))
        call.finished.connect(lambda suggested: self._hold(suggested.suggestions))

    def skipped(self) -> list[str]:
        """Return the images of the batch without a label, if others of the batch were labelled."""
        left = [suggestion.path for suggestion in self.batch if not self.is_labelled(suggestion.path)]
        return left if len(left) < len(self.batch) else []

    def _call_changed(self) -> None:
        self.changed.emit()
        self.ask_by_itself()  # if the last request was for a previous run

    def _hold(self, suggestions: tuple[Suggestion, ...]) -> None:
        present = {sample.path for sample in self.session.domains.samples(Side.TARGET)}
        self.batch = tuple(suggestion for suggestion in suggestions if suggestion.path in present)
        self.paths = frozenset(suggestion.path for suggestion in self.batch)
        self.call.end_with_success(count(len(self.batch), "image"))
        if not self.batch:
            self.call.end_with_error(CallOutcome(tr("Every target image was labelled or skipped.")))
        elif self._show or (self.session.step == "label" and not self.session.selection.ids.target):
            self.lead()

    def _basis_changed(self) -> None:
        """Discard the batch if the last run or the inspection changed."""
        if self.basis() != self._basis:
            self._basis = self.basis()
            self._forget()
        self.ask_by_itself()

    def _labels_changed(self, paths: list[str]) -> None:
        if not self.paths.isdisjoint(paths):
            self.changed.emit()

    def _domain_changed(self, side: Side) -> None:
        if side is Side.TARGET and self.batch:
            self._hold(self.batch)
        self.changed.emit()
        self.ask_by_itself()

    def _forget(self) -> None:
        self.batch, self.paths = (), frozenset()
        self.call.forget()
        self.changed.emit()
