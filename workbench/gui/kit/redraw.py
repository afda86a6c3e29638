"""One redraw for many changes: the throttle of what is drawn."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from workbench.core.throttle import REDRAW_SECONDS


class Redraw(QTimer):
    """Calls `work` once, 50 ms after the first of any number of changes."""

    def __init__(self, parent: QObject, work: Callable[[], None]) -> None:
        super().__init__(parent, singleShot=True, interval=round(1000 * REDRAW_SECONDS))
        self.timeout.connect(work)

    def soon(self) -> None:
        """Something has changed. A call that is due is not put off by another change."""
        if not self.isActive():
            self.start()
