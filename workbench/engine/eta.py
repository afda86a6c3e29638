"""Measures the speed of a run and estimates the remaining time."""

import time
from collections import deque

from workbench.core.events import Progressed

WINDOW_SECONDS = 10.0


class RateMeter:
    """Measures steps per second over the last ten seconds, and the wall time including earlier sessions of a run."""

    def __init__(self, step: int, steps: int, begun: float, spent: float = 0.0) -> None:
        """`begun`: start of this session by the monotonic clock; `spent`: wall time of earlier sessions in seconds."""
        self.steps, self.begun, self.spent = steps, begun, spent
        self.marks = deque([(time.monotonic(), step)])

    @property
    def seconds(self) -> float:
        """Wall time of the run so far, in seconds."""
        return self.spent + time.monotonic() - self.begun

    def at(self, step: int, memory: int) -> Progressed:
        """Record that `step` steps are done. Returns the progress; `memory` is passed on, in bytes."""
        now = time.monotonic()
        self.marks.append((now, step))
        while len(self.marks) > 2 and now - self.marks[0][0] > WINDOW_SECONDS:
            self.marks.popleft()
        then, before = self.marks[0]
        rate = (step - before) / max(now - then, 1e-9)
        return Progressed(step, self.steps, rate, (self.steps - step) / max(rate, 1e-9), self.seconds, memory)
