"""What to label next: the batch of suggested target images, asked for, under way, there, or named to the last."""

from enum import Enum, auto

import msgspec
from PySide6.QtCore import QObject, Signal

from workbench.core.domain import Side
from workbench.core.shift_report import InspectionRequest
from workbench.core.suggestion import STRATEGY, Suggestion
from workbench.gui.session.inspection_controller import InspectionController
from workbench.gui.session.runs_controller import RunsController
from workbench.gui.session.session import Session
from workbench.gui.session.single_call import CallOutcome, SingleCall
from workbench.worker.commands import Suggest

COUNT = 10


class SuggestionState(Enum):
    """NOTHING: nothing has looked at the target yet. OPEN: it could be asked. DONE: all suggested images were seen."""

    NOTHING = auto()
    OPEN = auto()
    ASKING = auto()
    READY = auto()
    DONE = auto()
    FAILED = auto()


class SuggestionController(QObject):
    """Asks a worker which images are worth a label, and leads through them.

    Signals: changed(): another batch, another state, or another strategy.
    """

    changed = Signal()

    def __init__(self, session: Session, runs: RunsController, inspecting: InspectionController) -> None:
        super().__init__(session)
        self.session, self.runs, self.inspecting = session, runs, inspecting
        self.batch: tuple[Suggestion, ...] = ()
        self.paths: frozenset[str] = frozenset()
        self.strategy = STRATEGY
        self.call = SingleCall(session.workers, self)
        self._basis = ""  # of what there is now
        self._show = False  # whether the first of the batch is to be selected when it comes
        self.call.changed.connect(self._call_changed)
        session.project_changed.connect(self._forget)
        session.domains.changed.connect(self._domain_changed)
        session.labels.changed.connect(self._labels_changed)
        session.step_changed.connect(lambda _step: self.ask_by_itself())
        runs.state_changed.connect(self._basis_changed)
        inspecting.inspected.connect(self._basis_changed)

    @property
    def state(self) -> SuggestionState:
        """What can be said and done now."""
        if self.call.busy:
            return SuggestionState.ASKING
        if self.call.trouble:
            return SuggestionState.FAILED
        if self.batch:
            return SuggestionState.READY if self.following("") is not None else SuggestionState.DONE
        return SuggestionState.OPEN if self.basis() else SuggestionState.NOTHING

    def basis(self) -> str:
        """What images are chosen by: the folder of the last finished run; before the first, the target that was
        inspected; empty where there is neither.
        """
        finished, project = self.runs.finished(), self.session.project
        if finished and project is not None:
            return str(project.run_folder(finished[0].id))
        request = self.request()
        return request.target if request is not None else ""

    def request(self) -> InspectionRequest | None:
        """The inspection that the choice rests on before the first run, where there is one."""
        kept = self.inspecting.kept
        if kept is None or kept.request.model or self.runs.finished():
            return None
        return msgspec.structs.replace(kept.request, labels={}, groups="")

    def seen(self, path: str) -> bool:
        """Whether a person has said something of a suggested image."""
        return path in self.session.labels.by_path or path in self.session.labels.unsure

    def following(self, path: str) -> str | None:
        """The suggested image that comes after this one and was not seen yet, from the first again after the last."""
        paths = [one.path for one in self.batch]
        start = paths.index(path) + 1 if path in paths else 0
        return next((one for one in paths[start:] + paths[:start] if one != path and not self.seen(one)), None)

    def choose(self, strategy: str) -> None:
        """Choose by another strategy from now on."""
        self.strategy = strategy
        self.ask()

    def ask_by_itself(self) -> None:
        """A person who comes to label finds the batch under way."""
        if self.session.step == "label" and self.state is SuggestionState.OPEN:
            self.ask()

    def ask(self, show: bool = False) -> None:
        """Ask for the next batch, leaving out what was seen; `show`: select its first image when it comes."""
        basis, session = self.basis(), self.session
        if not basis or self.runs.busy or not self.call.free:
            return
        passed = {*session.labels.by_path, *session.labels.unsure, *self.skipped()}
        self._show = show
        request = self.request()
        run = "" if request else basis
        call = self.call.begin(Suggest(run, tuple(sorted(passed)), self.strategy, COUNT, request=request))
        call.finished.connect(lambda suggested: self._hold(suggested.suggestions))

    def skipped(self) -> list[str]:
        """The images of the batch that a person was shown and left, where some of the batch were named."""
        left = [one.path for one in self.batch if not self.seen(one.path)]
        return left if len(left) < len(self.batch) else []

    def _call_changed(self) -> None:
        self.changed.emit()
        self.ask_by_itself()  # where the last one was of a run that is no longer the last

    def _hold(self, suggestions: tuple[Suggestion, ...]) -> None:
        present = {sample.path for sample in self.session.domains.samples(Side.TARGET)}
        self.batch = tuple(one for one in suggestions if one.path in present)
        self.paths = frozenset(one.path for one in self.batch)
        self.call.end_well(f"{len(self.batch)} images")
        if not self.batch:
            self.call.end_in_trouble(CallOutcome("Every image of the target has been seen."))
        elif self._show and (following := self.following("")) is not None:
            self.session.selection.choose({(Side.TARGET, following)})

    def _basis_changed(self) -> None:
        """Another run is the last, or there is an inspection: what is worth a label is something else."""
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
