"""The log of the window: a rotating file, and a file for the stack traces of crashes."""

import contextlib
import faulthandler
import logging
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from logging.handlers import RotatingFileHandler
from pathlib import Path

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from workbench.export.problem_report import versions
from workbench.gui.session.records import RecordMessage
from workbench.gui.session.session import Session
from workbench.worker.replies import Failed

LOG, CRASHES = "window.log", "crashes.txt"
SIZE, KEPT = 1_000_000, 3  # bytes of a file, and number of older files
FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
logger = logging.getLogger(__name__)


def log_files(folder: Path) -> list[Path]:
    """Return the existing log files: the current one, older ones, and that of crashes."""
    older = [folder / f"{LOG}.{number}" for number in range(1, KEPT + 1)]
    return [file for file in (folder / LOG, *older, folder / CRASHES) if file.is_file()]


@contextlib.contextmanager
def logged(folder: Path) -> Iterator[None]:
    """Log messages of the program, Qt and Python's warnings, and the stack traces of crashes.

    If the folder cannot be written, nothing is logged.
    """
    with ExitStack() as cleanup:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            handler = RotatingFileHandler(folder / LOG, maxBytes=SIZE, backupCount=KEPT, encoding="utf-8")
            crashes = cleanup.enter_context((folder / CRASHES).open("a", encoding="utf-8"))
        except OSError as error:
            print(f"workbench: no log can be written ({error}).", file=sys.stderr)  # noqa: T201  # no log to write to
            yield
            return
        handler.setFormatter(logging.Formatter(FORMAT))
        root, ours, level = logging.getLogger(), logging.getLogger("workbench"), logging.getLogger("workbench").level
        root.addHandler(handler)
        ours.setLevel(logging.INFO)
        logging.captureWarnings(True)
        stderr = sys.__stderr__ if faulthandler.is_enabled() else None
        faulthandler.enable(crashes)
        before = qInstallMessageHandler(_log_qt_message)
        cleanup.callback(qInstallMessageHandler, before)
        cleanup.callback(partial(faulthandler.enable, stderr) if stderr is not None else faulthandler.disable)
        cleanup.callback(logging.captureWarnings, False)
        cleanup.callback(ours.setLevel, level)
        cleanup.callback(handler.close)
        cleanup.callback(root.removeHandler, handler)
        logger.info("The window starts.\n%s", versions())
        yield
        logger.info("The window is closed.")


def follow(session: Session) -> None:
    """Log the errors that the session shows to the user."""
    session.failed.connect(lambda message, hint: logger.warning("Shown: %s %s", message, hint))


def log_failure(event: RecordMessage) -> None:
    """Log the failure of a run or translation with the traceback of its worker."""
    if isinstance(event, Failed):
        logger.error("%s %s\n%s", event.message, event.hint, event.log)


def _log_qt_message(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    logging.getLogger(f"qt.{context.category or 'default'}").log(LEVELS[kind], "%s", message)
