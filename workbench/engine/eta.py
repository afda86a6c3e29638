"""How fast a run goes and when it will be done."""

import time
from collections import deque

from workbench.core.events import Progressed

WINDOW_SECONDS = 10.0


class Pace:
    """Rate over the last ten seconds; time spent counts earlier sessions of a resumed run."""

    def __init__(self, step: int, steps: int, begun: float, spent: float = 0.0) -> None:
        """`begun`: when this session began, by the monotonic clock; `spent`: seconds of earlier sessions."""
        self.steps, self.begun, self.spent = steps, begun, spent
        self.marks = deque([(time.monotonic(), step)])

    @property
    def seconds(self) -> float:
        """Wall time of the run so far."""
        return self.spent + time.monotonic() - self.begun

    def at(self, step: int, memory: int) -> Progressed:
        """The run has done so many steps by now."""
        now = time.monotonic()
        self.marks.append((now, step))
        while len(self.marks) > 2 and now - self.marks[0][0] > WINDOW_SECONDS:
            self.marks.popleft()
        then, before = self.marks[0]
        rate = (step - before) / max(now - then, 1e-9)
        return Progressed(step, self.steps, rate, (self.steps - step) / max(rate, 1e-9), self.seconds, memory)
