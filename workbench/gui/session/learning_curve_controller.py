"""The learning curve: the gain of labels so far, and the next run with more labels."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from workbench.analysis.learning_curve import MORE, Point, forecast
from workbench.analysis.learning_curve import Forecast as Gain
from workbench.core.counting import count
from workbench.core.domain import Side
from workbench.core.shot_gain import recipe, signed
from workbench.gui.kit.number_format import percent
from workbench.gui.session.runs_controller import RunsController
from workbench.gui.session.session import Session
from workbench.gui.views.charts.learning_curve import ForecastPoint
from workbench.store.project import RunRecord

ACCURACY = "target accuracy"


class RunPoint(NamedTuple):
    """The score of a run in [0, 1], by its number of shots."""

    shots: int
    value: float
    run: int  # the number of the run
    low: float | None = None  # of a 95 % interval, if the score was measured on labels
    high: float | None = None


class LearningCurveController(QObject):
    """Compares the runs that differ from the last run only in their shots, and starts the next of them.

    Signals: changed(): the runs or the labels changed.
    """

    changed = Signal()

    def __init__(self, session: Session, runs: RunsController) -> None:
        super().__init__(session)
        self.session, self.runs = session, runs
        runs.state_changed.connect(self.changed)
        session.labels.changed.connect(lambda _paths: self.changed.emit())
        session.project_changed.connect(self.changed)

    @property
    def last(self) -> RunRecord | None:
        """The last finished run."""
        return next(iter(self.runs.finished()), None)

    @property
    def waiting(self) -> bool:
        """Whether the shots differ from those of the last run, and a run can start."""
        last = self.last
        if last is None or not self.runs.can_start or not self.session.domains.complete:
            return False
        session, project = self.session, self.session.project
        return project is not None and session.domains.task.has_other_shots(session.labels, project, last.job.shots)

    def again(self) -> None:
        """Repeat the last run with the current shots."""
        if (last := self.last) is not None:
            self.runs.start(last.job)

    def points(self) -> tuple[str, list[RunPoint]]:
        """Return the name of the score, and the points in ascending order of shots.

        Of runs with the same number of shots, the last one counts.
        """
        last = self.last
        if last is None or last.scores is None:
            return "", []
        alike = [run for run in reversed(self.runs.finished()) if recipe(run.job) == recipe(last.job) and run.scores]
        name = ACCURACY if last.scores.target_accuracy is not None else self._title(last.job.validator)
        points = {}
        for run in alike:
            assert run.scores is not None
            value = run.scores.target_accuracy if name == ACCURACY else run.scores.validators.get(last.job.validator)
            if value is not None:
                points[len(run.job.shots)] = RunPoint(len(run.job.shots), value, run.number, *self._bounds(name, value))
        return name, [points[shots] for shots in sorted(points)]

    def _bounds(self, name: str, value: float) -> tuple[float, float] | tuple[None, None]:
        """Return the 95 % interval of a target accuracy, p ± 1.96 √(p(1 − p)/n) for n labelled samples."""
        labelled = sum(sample.label is not None for sample in self.session.domains.samples(Side.TARGET))
        if name != ACCURACY or not labelled:
            return None, None
        half = 1.96 * math.sqrt(value * (1 - value) / labelled)
        return value - half, value + half

    def sentence(self) -> str:
        """Return a sentence on the gain of the last labels; empty before the first run."""
        name, points = self.points()
        last = self.last
        if last is None or not points:
            return ""
        at = [point.shots for point in points].index(len(last.job.shots)) if _has(points, last) else -1
        if at < 1:
            return "The gain of labels is known after the next run with more of them."
        before, now = points[at - 1], points[at]
        more, gained = now.shots - before.shots, 100 * (now.value - before.value)
        gain = f"{signed(gained)} points of {name}"
        return f"The last {count(more, 'shot')} gained {gain}: {percent(before.value)} → {percent(now.value)}."

    def expected(self) -> list[ForecastPoint]:
        """Return the forecast for more shots than in any run; empty if there are too few runs."""
        points = self.points()[1]
        estimates = [self._estimate(points, more) for more in (0, MORE // 2, MORE)]
        return [ForecastPoint(step.labels, step.score, step.low, step.high) for step in estimates if step is not None]

    def promise(self) -> str:
        """Return a sentence on the expected gain of ten more shots; empty if it is not known."""
        estimate = self._estimate(self.points()[1], MORE)
        if estimate is None:
            return ""
        low, high = (signed(100 * gain) for gain in (estimate.gain_low, estimate.gain_high))
        gain = signed(100 * estimate.gain)
        return f"Ten more shots would gain about {gain} points, between {low} and {high} (95 %)."

    def _estimate(self, points: Sequence[RunPoint], more: int) -> Gain | None:
        return forecast([Point(run.shots, run.value, run.low, run.high) for run in points], more)

    def _title(self, validator: str) -> str:
        cards = self.session.catalogue.validators if self.session.catalogue else ()
        return next((card.title for card in cards if card.name == validator), validator)


def _has(points: Sequence[RunPoint], record: RunRecord) -> bool:
    return any(point.run == record.number for point in points)
