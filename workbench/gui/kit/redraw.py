"""A throttle that combines many changes into one redraw."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from workbench.core.throttle import REDRAW_SECONDS


class Redraw(QTimer):
    """Calls `work` once, 50 ms after the first of several changes."""

    def __init__(self, parent: QObject, work: Callable[[], None]) -> None:
        super().__init__(parent, singleShot=True, interval=round(1000 * REDRAW_SECONDS))
        self.timeout.connect(work)

    def soon(self) -> None:
        """Request a redraw. A pending redraw is not postponed by further requests."""
        if not self.isActive():
            self.start()
