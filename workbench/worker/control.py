"""What the front end asks of a request while it is carried out."""

import threading


class Control:
    """The flags of a request. The thread that reads messages sets them; the thread that carries it out reads them.

    `running`: not paused. `stopping`: to be stopped. `leaving`: the front end ends; what goes on elsewhere is left.
    """

    def __init__(self) -> None:
        self.stopping = threading.Event()
        self.leaving = threading.Event()
        self.running = threading.Event()
        self.running.set()

    def pause(self) -> None:
        """Pause after the current step, unless it is stopping."""
        if not self.stopping.is_set():
            self.running.clear()

    def resume(self) -> None:
        """Continue."""
        self.running.set()

    def stop(self) -> None:
        """Stop after the current step, also while paused."""
        self.stopping.set()
        self.running.set()

    def leave(self) -> None:
        """Stop, or leave what is executed elsewhere."""
        self.leaving.set()
        self.stop()
