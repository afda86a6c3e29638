"""Measures the speed of a run and estimates the remaining time."""

import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from workbench.core.events import Progressed

WINDOW_SECONDS = 30.0


class RateMeter:
    """Measures steps per second over the last half minute of training, and the wall time of all sessions of a run.

    Evaluations are no training: they do not lower the rate, and the remaining time counts those to come.
    """

    def __init__(
        self,
        step: int,
        steps: int,
        begun: float,
        spent: float = 0.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`begun`: start of this session by the `clock`; `spent`: wall time of earlier sessions in seconds."""
        self.steps, self.begun, self.spent, self.clock = steps, begun, spent, clock
        self.first, self.evaluated = step, 0.0  # the first step of this session; seconds of its evaluations
        self.looking_since: float | None = None
        self.marks = deque([(self._trained(), step)])

    @property
    def seconds(self) -> float:
        """Wall time of the run so far, in seconds."""
        return self.spent + self.clock() - self.begun

    @contextmanager
    def evaluation(self) -> Iterator[None]:
        """What happens meanwhile is an evaluation, not training."""
        self.looking_since = self.clock()
        try:
            yield
        finally:
            self.evaluated += self.clock() - self.looking_since
            self.looking_since = None

    def at(self, step: int, memory: int) -> Progressed:
        """Record that `step` steps are done. Returns the progress; `memory` is passed on, in bytes.

        Rate and remaining time are 0 as long as they are not known.
        """
        now = self._trained()
        if step != self.marks[-1][1]:
            self.marks.append((now, step))
        while len(self.marks) > 2 and now - self.marks[0][0] > WINDOW_SECONDS:
            self.marks.popleft()
        (then, before), (last, _) = self.marks[0], self.marks[-1]
        rate = (step - before) / max(last - then, 1e-9)
        left = self.steps - step
        of_evaluations = self.evaluated / (step - self.first) if step > self.first else 0.0
        eta = left / rate + left * of_evaluations if rate else 0.0
        return Progressed(step, self.steps, rate, eta, self.seconds, memory)

    def _trained(self) -> float:
        """Seconds on the clock without the evaluations of this session."""
        now = self.clock()
        return now - self.evaluated - (0.0 if self.looking_since is None else now - self.looking_since)
