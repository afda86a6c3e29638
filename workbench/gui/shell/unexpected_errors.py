"""Handles uncaught exceptions: logs them with their traceback, shows them, and keeps the window running."""

import logging
import sys
import threading
import traceback
from collections import Counter
from types import TracebackType

from PySide6.QtCore import QObject, Signal

from workbench.core.errors import UserError
from workbench.export.problem_report import versions
from workbench.gui.kit.language import tr

LONGEST = 120  # characters of an error message that are shown
logger = logging.getLogger(__name__)


class UnexpectedErrors(QObject):
    """Replaces Python's exception hooks in all threads until `remove` is called.

    Signals:
        happened(str, str): a sentence for the user, and the details: versions and traceback.
    """

    happened = Signal(str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._seen: Counter[str] = Counter()  # number of errors by traceback
        self._showing = False
        self._before = sys.excepthook, threading.excepthook, sys.unraisablehook

    def install(self) -> None:
        """Install the hooks."""
        sys.excepthook = self._caught
        threading.excepthook = self._caught_in_thread
        sys.unraisablehook = self._caught_unraisable

    def remove(self) -> None:
        """Restore the previous hooks."""
        sys.excepthook, threading.excepthook, sys.unraisablehook = self._before

    def _caught(
        self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None, thread: str = ""
    ) -> None:
        if not issubclass(kind, Exception) or error is None:  # such as Ctrl+C in the terminal
            self._before[0](kind, error or kind(), trace)
            return
        text = "".join(traceback.format_exception(kind, error, trace))
        self._seen[text] += 1
        times = self._seen[text]
        if times == 1:
            logger.error("Uncaught exception%s\n%s", f" in thread {thread}" if thread else "", text)
        elif times & (times - 1) == 0:  # a widget that cannot be drawn raises at each repaint
            logger.error("%s, the same as before, occurred %d times", kind.__name__, times)
        if not self._showing:  # the error was raised while an error was shown
            self._showing = True
            try:
                self.happened.emit(_sentence(error), f"{versions()}\n{text}")
            finally:
                self._showing = False

    def _caught_in_thread(self, caught: threading.ExceptHookArgs) -> None:
        name = caught.thread.name if caught.thread is not None else ""
        self._caught(caught.exc_type, caught.exc_value, caught.exc_traceback, name)

    def _caught_unraisable(self, caught: "sys.UnraisableHookArgs") -> None:
        """Log exceptions in destructors and the like, which do not affect the user."""
        logger.error("Ignored in %r", caught.object, exc_info=caught.exc_value)


def _sentence(error: BaseException) -> str:
    if isinstance(error, UserError):
        return str(error)
    message = str(error).strip().partition("\n")[0][:LONGEST]
    kind = f"{type(error).__name__}: {message}" if message else type(error).__name__
    return tr("An unexpected error occurred ({kind}).", kind=kind)
