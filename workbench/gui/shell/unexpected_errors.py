"""Errors that nobody caught: each is logged with its traceback and told, and the window lives on."""

import logging
import sys
import threading
import traceback
from collections import Counter
from types import TracebackType

from PySide6.QtCore import QObject, Signal

from workbench.core.errors import UserError
from workbench.export.problem_report import versions

LONGEST = 120  # characters of an error that are told
logger = logging.getLogger(__name__)


class UnexpectedErrors(QObject):
    """Takes the place of Python's exception hooks, in all threads, until `remove`.

    Signals:
        happened(str, str): a sentence for the person, and the details: versions and traceback. In the window's thread.
    """

    happened = Signal(str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._seen: Counter[str] = Counter()  # how often the same traceback came
        self._telling = False
        self._before = sys.excepthook, threading.excepthook, sys.unraisablehook

    def install(self) -> None:
        """Hear of errors from now on."""
        sys.excepthook = self._caught
        threading.excepthook = self._caught_in_thread
        sys.unraisablehook = self._caught_where_none_can_be_raised

    def remove(self) -> None:
        """Put back what was there before."""
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
            logger.error("An error that nobody caught%s\n%s", f" in thread {thread}" if thread else "", text)
        elif times & (times - 1) == 0:  # a widget that cannot be drawn raises with every picture
            logger.error("%s, the same as before, for the %d. time", kind.__name__, times)
        if not self._telling:  # else telling of an error raised one
            self._telling = True
            try:
                self.happened.emit(_sentence(error), f"{versions()}\n{text}")
            finally:
                self._telling = False

    def _caught_in_thread(self, caught: threading.ExceptHookArgs) -> None:
        name = caught.thread.name if caught.thread is not None else ""
        self._caught(caught.exc_type, caught.exc_value, caught.exc_traceback, name)

    def _caught_where_none_can_be_raised(self, caught: "sys.UnraisableHookArgs") -> None:
        """Such as in a destructor: nothing that a person did fails by it."""
        logger.error("Ignored in %r", caught.object, exc_info=caught.exc_value)


def _sentence(error: BaseException) -> str:
    if isinstance(error, UserError):
        return str(error)
    said = str(error).strip().partition("\n")[0][:LONGEST]
    return f"Something unexpected went wrong ({type(error).__name__}{f': {said}' if said else ''})."
