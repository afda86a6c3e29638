"""The costs of missing a class, and what they change on the measured labels."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from workbench.analysis.deciding import ClassErrors, class_errors, decided, fitted_temperature, softened
from workbench.core.drawn_labels import in_terms_of
from workbench.core.errors import UserError
from workbench.core.job import Job, Shift
from workbench.core.miss_costs import factors
from workbench.core.name_matching import composed
from workbench.gui.session.session import Session
from workbench.gui.session.single_call import SingleCall
from workbench.gui.tasks.measuring_controller import MeasuringController
from workbench.worker.labelling_commands import PredictDrawn
from workbench.worker.replies import DrawnPredicted

OPEN = (Shift.OPEN, Shift.OPEN_PARTIAL)  # shifts in which images can be rejected as unknown


class DrawnLogits(NamedTuple):
    """What a model says of N drawn images: their composed paths, and `logits` (N, K) of the `classes`."""

    classes: tuple[str, ...]
    paths: tuple[str, ...]
    logits: NDArray[np.float32]

    def labelled(self, job: Job, labels: Mapping[str, str]) -> "LabelledProbabilities":
        """Return the probabilities of the images that have a label, by composed path, calibrated on these labels."""
        number = {name: place for place, name in enumerate(self.classes)}
        rows = [row for row, path in enumerate(self.paths) if path in labels]
        named = [in_terms_of(job, number, labels[self.paths[row]]) for row in rows]
        truth = np.array([number.get(name, -1) for name in named], np.int64)
        logits = self.logits[rows]
        return LabelledProbabilities(softened(logits, fitted_temperature(logits, truth)), truth)


class LabelledProbabilities(NamedTuple):
    """Probabilities (N, K) of N labelled images, and their class numbers `truth` (N,), −1 for none of the classes."""

    probabilities: NDArray[np.float64]
    truth: NDArray[np.int64]


class DecisionController(QObject):
    """Keeps the costs in the project, and asks a worker once for what the model says of all drawn images.

    Signals: changed(): the costs, the probabilities or their state changed.
    """

    changed = Signal()

    def __init__(self, session: Session, measuring: MeasuringController) -> None:
        super().__init__(session)
        self.session, self.measuring = session, measuring
        self.call = SingleCall(session.workers, self)
        self.opened = False
        self.costs: dict[str, float] = {}
        self._drawn: DrawnLogits | None = None
        self._labelled: LabelledProbabilities | None = None
        self._for: tuple[str, frozenset[str]] | None = None  # the run and the drawn images that were asked for
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
    def classes(self) -> tuple[str, ...]:
        """The classes of the model; empty until it has answered."""
        return self._drawn.classes if self._drawn is not None else ()

    @property
    def known(self) -> bool:
        """Whether the probabilities of the labelled images are known."""
        return self._labelled is not None

    def open(self, opened: bool) -> None:
        """Ask for the probabilities from now on, or no longer."""
        self.opened = opened
        self.refresh()

    def refresh(self) -> None:
        """Ask what the model says of the drawn images if one of both changed, and take the labels as they are now."""
        model, project = self.measuring.runs.model, self.session.project
        if not (self.opened and self.offered and self.measuring.on) or model is None or project is None:
            self.changed.emit()
            return
        wanted = model.id, frozenset(self.session.labels.drawn)
        if wanted != self._for:
            if self._for is None or self._for[0] != wanted[0]:
                self._drawn = None  # it is of another run
            self._for = wanted
            self.call.begin(PredictDrawn(str(project.run_folder(model.id)))).finished.connect(self._take)
        self._label(model.job)
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
        if self._labelled is None or name not in self.classes:
            return None
        costs = factors(self.costs if weighed else {}, self.classes)
        decisions = decided(self._labelled.probabilities, costs)
        return class_errors(self._labelled.truth, decisions, self.classes.index(name))

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

    def _take(self, reply: DrawnPredicted) -> None:
        logits = np.frombuffer(reply.logits, "<f4").reshape(-1, len(reply.classes))
        self._drawn = DrawnLogits(reply.classes, reply.paths, logits)
        self.refresh()

    def _label(self, job: Job) -> None:
        """Compute the probabilities of the images that are labelled now."""
        labels = self.measuring.measured.labels
        named = {composed(path): str(labels.values[path]) for path in labels.named}
        self._labelled = self._drawn.labelled(job, named) if self._drawn is not None else None

    def _unsuccessful(self) -> None:
        """Ask again at the next occasion."""
        self._for = None

    def _forget(self) -> None:
        self._drawn = self._labelled = self._for = None
        project = self.session.project
        self.costs = project.miss_costs.current() if project is not None else {}
        self.changed.emit()
