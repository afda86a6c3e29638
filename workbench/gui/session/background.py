"""File operations in a background thread; the results are delivered in the GUI thread."""

import sys
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from PySide6.QtCore import QCoreApplication, QObject, QTimer

from workbench.core.errors import UserError
from workbench.gui.kit.language import tr

T = TypeVar("T")
COLLECT_MS = 30  # between checks for completed tasks
UNEXPECTED_HINT = tr("The log has the details; “Report a problem” packs it.")


class Background(QObject):
    """A single thread that carries out tasks in order. It ends with its owner."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(1, thread_name_prefix=type(parent).__name__)
        self._pending: deque[tuple[Future[Any], Callable[[Any], object], Callable[[UserError], object]]] = deque()
        self._closed = False
        self._timer = QTimer(self, interval=COLLECT_MS)
        self._timer.timeout.connect(self._collect)
        application = QCoreApplication.instance()
        assert application is not None
        application.aboutToQuit.connect(self.close)
        pool = self._pool
        self.destroyed.connect(lambda: pool.shutdown(wait=True, cancel_futures=True))

    @property
    def busy(self) -> bool:
        """Whether a task has not been completed yet."""
        return bool(self._pending)

    def do(self, work: Callable[[], T], then: Callable[[T], object], failed: Callable[[UserError], object]) -> None:
        """Call `work` in the thread, then exactly one of the callbacks, unless the object is closed before.

        `then` takes the result. `failed` takes the UserError that `work` raised. Any other exception is a defect of
        the program: it is passed to `sys.excepthook`, and `failed` takes a UserError that names it.
        """
        if self._closed:
            return
        self._pending.append((self._pool.submit(work), then, failed))
        self._timer.start()

    def close(self) -> None:
        """Wait for the thread to end. No callback is called any more."""
        self._closed = True
        self._timer.stop()
        self._pending.clear()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _collect(self) -> None:
        while self._pending and self._pending[0][0].done():
            done, then, failed = self._pending.popleft()
            match done.exception():
                case None:
                    then(done.result())
                case UserError() as error:
                    failed(error)
                case error:
                    sys.excepthook(type(error), error, error.__traceback__)
                    failed(
                        UserError(
                            tr("An unexpected error occurred ({name}).", name=type(error).__name__),
                            UNEXPECTED_HINT,
                        )
                    )
        if not self._pending:
            self._timer.stop()
