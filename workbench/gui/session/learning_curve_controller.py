"""The learning curve: the gain of labels so far, and the next run with more labels."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from workbench.analysis.learning_curve import MORE, Point, forecast
from workbench.analysis.learning_curve import Forecast as Gain
from workbench.core.shot_gain import NOT_MEASURED, ShotGain, recipe, signed
from workbench.core.target_quality import QualityKind
from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import count
from workbench.gui.session.runs_controller import RunsController
from workbench.gui.session.session import Session
from workbench.gui.views.charts.learning_curve import ForecastPoint
from workbench.store.project import RunRecord


class RunPoint(NamedTuple):
    """The measured accuracy of a run in [0, 1], by its number of shots."""

    shots: int
    value: float
    run: int  # the number of the run
    low: float | None = None  # of its 95 % interval
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
        """Whether there are shots other than those of the last run, and a run can start."""
        last = self.last
        if last is None or not self.runs.can_start or not self.session.domains.complete:
            return False
        if not self.session.labels.shot_count:
            return False
        session, project = self.session, self.session.project
        return project is not None and session.domains.task.has_other_shots(session.labels, project, last.job.shots)

    def again(self) -> None:
        """Repeat the last run with the current shots."""
        if (last := self.last) is not None:
            self.runs.start(last.job)

    def points(self) -> list[RunPoint]:
        """Return the measured accuracies of the runs of the last one's recipe, in ascending order of shots.

        Of runs with the same number of shots, the last one counts. Runs without a measured accuracy are left out: a
        score without labels does not show what labels gain.
        """
        last = self.last
        if last is None:
            return []
        points = {}
        for run in reversed(self.runs.finished()):
            if recipe(run.job) != recipe(last.job) or run.scores is None:
                continue
            quality = self.runs.quality.of(run)
            if quality.kind is QualityKind.MEASURED and quality.value is not None:
                shots = len(run.job.shots)
                points[shots] = RunPoint(shots, quality.value, run.number, quality.low, quality.high)
        return [points[shots] for shots in sorted(points)]

    def sentence(self) -> str:
        """Return a sentence on the gain of the last labels; empty before the first run."""
        last = self.last
        if last is None:
            return ""
        gain = self.runs.quality.gains(self.runs.finished()[::-1])[last.id]
        if isinstance(gain, ShotGain):
            low, high = signed(100 * gain.difference.low), signed(100 * gain.difference.high)
            told = "" if gain.difference.settled else tr(", too close to tell")
            return tr(
                "The last {shots} gained {points} points ({low} to {high}{told}).",
                shots=count(gain.more, "shot"),
                points=signed(gain.points),
                low=low,
                high=high,
                told=told,
            )
        if gain == NOT_MEASURED:
            return tr("What labels gain is not known: no random labels measure the runs.")
        return tr("The gain of labels is known after the next run with more of them.")

    def expected(self) -> list[ForecastPoint]:
        """Return the forecast for more shots than in any run; empty if there are too few runs."""
        points = self.points()
        estimates = [self._estimate(points, more) for more in (0, MORE // 2, MORE)]
        return [ForecastPoint(step.labels, step.score, step.low, step.high) for step in estimates if step is not None]

    def promise(self) -> str:
        """Return a sentence on the expected gain of ten more shots; empty if it is not known."""
        estimate = self._estimate(self.points(), MORE)
        if estimate is None:
            return ""
        low, high = (signed(100 * gain) for gain in (estimate.gain_low, estimate.gain_high))
        gain = signed(100 * estimate.gain)
        return tr(
            "Ten more shots would gain about {gain} points, between {low} and {high} (95 %).",
            gain=gain,
            low=low,
            high=high,
        )

    def _estimate(self, points: Sequence[RunPoint], more: int) -> Gain | None:
        return forecast([Point(run.shots, run.value, run.low, run.high) for run in points], more)
