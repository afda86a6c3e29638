"""One request at a time, with its progress and the outcome of the last one."""

import time
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from workbench.core.errors import UserError
from workbench.core.events import Prepared
from workbench.core.pace import about
from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import amount_done
from workbench.gui.session.calls import Call
from workbench.gui.session.workers import Workers
from workbench.worker.commands import AnyCommand
from workbench.worker.replies import Failed, Refused, Stopped

SURE = 3.0  # seconds after which the rate of a part is known, and below which its end is not announced


class CallOutcome(NamedTuple):
    """How a request ended: a message and, if it was not successful, a hint."""

    message: str
    hint: str = ""
    good: bool = False

    @property
    def text(self) -> str:
        """The message and the hint."""
        return f"{self.message} {self.hint}".strip()


class SingleCall(QObject):
    """Holds the current Call of its owner. A controller has one for each kind of request.

    When a project is closed, its calls are dropped; `free` is True again when the worker has completed them.

    Signals:
        changed(): a call began, progressed or ended, or the worker completed a dropped call.
        unsuccessful(CallOutcome): the last call was refused, failed or was stopped.
    """

    changed = Signal()
    unsuccessful = Signal(object)

    def __init__(self, workers: Workers, owner: QObject) -> None:
        super().__init__(owner)
        self.workers = workers
        self.current: Call | None = None  # the last call
        self.outcome: CallOutcome | None = None  # how the last call ended
        self._part: tuple[str, float, int] | None = None  # the part in progress, when it began, and what was done then
        workers.dropped.connect(self._clear)

    @property
    def busy(self) -> bool:
        """Whether a call is in progress that was not dropped."""
        return self.current is not None and not self.current.over

    @property
    def free(self) -> bool:
        """Whether no call is in progress, not even a dropped one."""
        return self.current is None or self.current.done

    @property
    def stopping(self) -> bool:
        """Whether the call was asked to stop and has not stopped yet."""
        return self.current is not None and self.busy and self.current.stopping

    @property
    def progress(self) -> Prepared | None:
        """The progress of the call, if the worker has reported it."""
        return self.current.progress if self.current is not None and self.busy else None

    @property
    def problem(self) -> str:
        """Why the last call was not successful; empty if it was, or if it is in progress."""
        return self.outcome.text if self.outcome is not None and not self.outcome.good else ""

    @property
    def words(self) -> str:
        """The progress of the call, or the outcome of the last one; empty before the first."""
        if not self.busy:
            return self.outcome.text if self.outcome is not None else ""
        if self.stopping:
            return tr("Stopping…")
        progress = self.progress
        if progress is None:
            return tr("The worker is starting.")
        return " · ".join(filter(None, (amount_done(progress.what, progress.done, progress.total), self._left())))

    def begin(self, command: AnyCommand) -> Call:
        """Send a command. An earlier call that is still in progress is dropped."""
        self.forget()
        call = self.current = self.workers.call(command, self)
        self._part = None
        call.progressed.connect(self._progressed)
        for signal in (call.refused, call.failed, call.stopped):
            signal.connect(self._ended_with_error)
        call.closed.connect(self.changed)
        self.changed.emit()
        return call

    def pause(self) -> None:
        """Pause the call after its current step."""
        if self.current is not None and self.busy:
            self.current.pause()

    def resume(self) -> None:
        """Continue the paused call."""
        if self.current is not None and self.busy:
            self.current.resume()

    def stop(self) -> None:
        """Stop the call after its current step."""
        if self.current is not None and self.busy:
            self.current.stop()
            self.changed.emit()

    def forget(self) -> None:
        """Drop the call and clear the outcome."""
        if self.current is not None:
            self.current.drop()
        self.outcome = None

    def end_with_success(self, message: str) -> None:
        """Set the outcome of a successful call."""
        self.outcome = CallOutcome(message, good=True)

    def end_with_error(self, why: UserError | CallOutcome) -> None:
        """Set the outcome of a call that was not successful, or that could not be sent."""
        self.outcome = CallOutcome(why.message, why.hint)
        self.unsuccessful.emit(self.outcome)

    def _progressed(self, message: object) -> None:
        if isinstance(message, Prepared):
            if self._part is None or self._part[0] != message.what:
                self._part = message.what, time.monotonic(), message.done
            self.changed.emit()

    def _left(self) -> str:
        """Return how long the part in progress will take, once its rate is known."""
        if (progress := self.progress) is None or self._part is None or progress.total <= 1:
            return ""
        _, begun, at_first = self._part
        seconds, done = time.monotonic() - begun, progress.done - at_first
        left = (progress.total - progress.done) * seconds / done if done > 0 else 0.0
        return tr("{left} left", left=about(left)) if seconds >= SURE and left >= SURE else ""

    def _ended_with_error(self, why: Refused | Failed | Stopped) -> None:
        self.end_with_error(CallOutcome(why.message, why.hint))

    def _clear(self) -> None:
        self.outcome = None
