"""One way to do something no more often than every so many seconds."""

import time

REDRAW_SECONDS = 0.05  # front ends redraw, and workers tell their progress, no more often


class Throttle:
    """Says when something is due that is to happen at most once every `seconds`; the first time it is due at once."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.last: float | None = None  # when it was last due, on the monotonic clock

    def due(self, *, always: bool = False) -> bool:
        """Whether it is due now, which starts the wait for the next time; with `always` it is."""
        now = time.monotonic()
        if not always and self.last is not None and now - self.last < self.seconds:
            return False
        self.last = now
        return True

    def restart(self) -> None:
        """Wait the whole time from now on."""
        self.last = time.monotonic()
