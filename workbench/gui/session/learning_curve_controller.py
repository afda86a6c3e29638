"""What labels have bought so far, and the run that shows what the last ones buy."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from workbench.analysis.learning_curve import MORE, Point, forecast
from workbench.analysis.learning_curve import Forecast as Gain
from workbench.core.domain import Side
from workbench.core.shot_gain import recipe, signed
from workbench.gui.kit.number_format import count, percent
from workbench.gui.session.runs_controller import RunsController
from workbench.gui.session.session import Session
from workbench.gui.views.charts.learning_curve import ForecastPoint
from workbench.store.project import RunRecord

ACCURACY = "target accuracy"


class Bought(NamedTuple):
    """How good a run with so many shots became, in [0, 1], by what both it and others tell."""

    shots: int
    value: float
    run: int  # its number
    low: float | None = None  # of a 95 % interval, where it was measured on labels
    high: float | None = None


class LearningCurveController(QObject):
    """The runs of one recipe that differ in their shots alone, and the next of them.

    Signals: changed(): there is another run, or another number of labels.
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
        """Whether there are other shots than the last run learned from, and it can be run again."""
        last = self.last
        if last is None or not self.runs.can_start or not self.session.domains.complete:
            return False
        session, project = self.session, self.session.project
        return project is not None and session.domains.task.teaches_more(session, project, last.job.shots)

    def again(self) -> None:
        """Run the last recipe once more, with all shots that there are now."""
        if (last := self.last) is not None:
            self.runs.start(last.job)

    def points(self) -> tuple[str, list[Bought]]:
        """What is compared, and how good the runs of the last recipe became by it, from few shots to many; of runs with
        the same number of shots the last one counts.
        """
        last = self.last
        if last is None or last.scores is None:
            return "", []
        alike = [one for one in reversed(self.runs.finished()) if recipe(one.job) == recipe(last.job) and one.scores]
        name = ACCURACY if last.scores.target_accuracy is not None else self._title(last.job.validator)
        found = {}
        for one in alike:
            assert one.scores is not None
            value = one.scores.target_accuracy if name == ACCURACY else one.scores.validators.get(last.job.validator)
            if value is not None:
                found[len(one.job.shots)] = Bought(len(one.job.shots), value, one.number, *self._bounds(name, value))
        return name, [found[shots] for shots in sorted(found)]

    def _bounds(self, name: str, value: float) -> tuple[float, float] | tuple[None, None]:
        """95 % of an accuracy, as so many labels of the target's own folders allow: p ± 1.96 √(p(1 − p)/n)."""
        labelled = sum(one.label is not None for one in self.session.domains.samples(Side.TARGET))
        if name != ACCURACY or not labelled:
            return None, None
        half = 1.96 * math.sqrt(value * (1 - value) / labelled)
        return value - half, value + half

    def sentence(self) -> str:
        """What the last labels bought."""
        name, points = self.points()
        last = self.last
        if last is None or not points:
            return ""
        at = [one.shots for one in points].index(len(last.job.shots)) if _has(points, last) else -1
        if at < 1:
            return "What labels buy is told after the next run with more of them."
        before, now = points[at - 1], points[at]
        more, gained = now.shots - before.shots, 100 * (now.value - before.value)
        told = f"{signed(gained)} points"
        return (
            f"The last {count(more, 'shot')} brought {told} of {name}: {percent(before.value)} → {percent(now.value)}."
        )

    def expected(self) -> list[ForecastPoint]:
        """Where more shots may lead, from the run with the most on; none where there are too few runs to tell."""
        points = self.points()[1]
        steps = [self._estimate(points, more) for more in (0, MORE // 2, MORE)]
        return [ForecastPoint(one.labels, one.score, one.low, one.high) for one in steps if one is not None]

    def promise(self) -> str:
        """What ten more shots would buy."""
        found = self._estimate(self.points()[1], MORE)
        if found is None:
            return ""
        low, high = (signed(100 * gain) for gain in (found.gain_low, found.gain_high))
        gain = signed(100 * found.gain)
        return f"Ten more would bring about {gain} points, between {low} and {high} (95 %)."

    def _estimate(self, points: Sequence[Bought], more: int) -> Gain | None:
        return forecast([Point(one.shots, one.value, one.low, one.high) for one in points], more)

    def _title(self, validator: str) -> str:
        cards = self.session.catalogue.validators if self.session.catalogue else ()
        return next((card.title for card in cards if card.name == validator), validator)


def _has(points: Sequence[Bought], record: RunRecord) -> bool:
    return any(one.run == record.number for one in points)
