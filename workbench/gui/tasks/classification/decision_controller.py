"""The costs of missing a class, and what they change on the measured labels."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from workbench.analysis.deciding import ClassErrors, class_errors, decided
from workbench.core.errors import UserError
from workbench.core.job import Shift
from workbench.core.miss_costs import factors
from workbench.gui.session.session import Session
from workbench.gui.session.single_call import SingleCall
from workbench.gui.tasks.measuring_controller import MeasuringController
from workbench.worker.labelling_commands import MeasureProbabilities
from workbench.worker.replies import ProbabilitiesMeasured

OPEN = (Shift.OPEN, Shift.OPEN_PARTIAL)  # shifts in which images can be rejected as unknown


class DecisionController(QObject):
    """Keeps the costs in the project, and asks a worker for the probabilities of the labelled images once it is opened.

    Signals: changed(): the costs, the probabilities or their state changed.
    """

    changed = Signal()

    def __init__(self, session: Session, measuring: MeasuringController) -> None:
        super().__init__(session)
        self.session, self.measuring = session, measuring
        self.call = SingleCall(session.workers, self)
        self.opened = False
        self.costs: dict[str, float] = {}
        self.classes: tuple[str, ...] = ()
        self._probabilities: NDArray[np.float32] | None = None
        self._labels: NDArray[np.int64] | None = None
        self._for: tuple[str, frozenset[tuple[str, str]]] | None = None  # run and labels of the probabilities
        self.call.changed.connect(self.changed)
        self.call.unsuccessful.connect(self._unsuccessful)
        session.project_changed.connect(self._forget)
        measuring.changed.connect(self.refresh)

    @property
    def offered(self) -> bool:
        """Whether there is a model that rejects no image as unknown, and a labelled image that measures it."""
        model = self.measuring.runs.model
        return model is not None and model.job.shift not in OPEN and bool(self.measuring.measured.labels.named)

    @property
    def known(self) -> bool:
        """Whether the probabilities of the labelled images are known."""
        return self._probabilities is not None

    def open(self, opened: bool) -> None:
        """Ask for the probabilities from now on, or no longer."""
        self.opened = opened
        self.refresh()

    def refresh(self) -> None:
        """Ask for the probabilities if the model or the labels changed."""
        model, project = self.measuring.runs.model, self.session.project
        if not (self.opened and self.offered and self.measuring.on) or model is None or project is None:
            self.changed.emit()
            return
        labels = self.measuring.measured.labels
        wanted = model.id, frozenset((path, str(labels.values[path])) for path in labels.named)
        if wanted != self._for:
            if self._for is None or self._for[0] != wanted[0]:
                self._probabilities = self._labels = None  # they are of another run
            self._for = wanted
            call = self.call.begin(MeasureProbabilities(str(project.run_folder(model.id))))
            call.finished.connect(self._take)
        self.changed.emit()

    def set_cost(self, name: str, cost: float) -> None:
        """Set the cost of missing a class."""
        costs = {**self.costs, name: cost}
        self._keep({label: value for label, value in costs.items() if value != 1})

    def reset(self) -> None:
        """Decide for the most probable class again."""
        self._keep({})

    def errors(self, name: str, weighed: bool) -> ClassErrors | None:
        """Return the errors that concern a class, with the costs or for the most probable class."""
        if self._probabilities is None or self._labels is None or name not in self.classes:
            return None
        costs = factors(self.costs if weighed else {}, self.classes)
        return class_errors(self._labels, decided(self._probabilities, costs), self.classes.index(name))

    def _keep(self, costs: dict[str, float]) -> None:
        project = self.session.project
        if project is None or costs == self.costs:
            return
        try:
            project.miss_costs.set(costs)
        except UserError as error:
            self.session.failed.emit(error.message, error.hint)
            return
        self.costs = costs
        self.changed.emit()

    def _take(self, reply: ProbabilitiesMeasured) -> None:
        self.classes = reply.classes
        self._labels = np.frombuffer(reply.labels, "<i8")
        self._probabilities = np.frombuffer(reply.probabilities, "<f4").reshape(-1, len(reply.classes))
        self.changed.emit()

    def _unsuccessful(self) -> None:
        """Ask again at the next occasion."""
        self._for = None

    def _forget(self) -> None:
        self._probabilities = self._labels = self._for = None
        self.classes = ()
        project = self.session.project
        self.costs = project.miss_costs.current() if project is not None else {}
        self.changed.emit()
