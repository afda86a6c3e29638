"""One request at a time: whether it is under way, how far it is, and how the last one ended."""

from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from workbench.core.errors import UserError
from workbench.core.events import Prepared
from workbench.gui.session.calls import Call
from workbench.gui.session.workers import Workers
from workbench.worker.commands import AnyCommand
from workbench.worker.replies import Failed, Refused, Stopped


class CallOutcome(NamedTuple):
    """How a request ended, in words: a sentence and, where it did not end well, the way out."""

    message: str
    hint: str = ""
    good: bool = False

    @property
    def text(self) -> str:
        """Both sentences."""
        return f"{self.message} {self.hint}".strip()


class SingleCall(QObject):
    """Holds the Call of its owner. A controller has one for each thing that it asks for.

    What was asked for a project that was left is dropped; `free` tells when its worker is done with it.

    Signals:
        changed(): a call began, went on or ended, or the worker is done with one that was dropped.
        troubled(CallOutcome): the last one was refused, failed or was stopped.
    """

    changed = Signal()
    troubled = Signal(object)

    def __init__(self, workers: Workers, owner: QObject) -> None:
        super().__init__(owner)
        self.workers = workers
        self.current: Call | None = None  # the last one
        self.outcome: CallOutcome | None = None  # how it ended
        workers.dropped.connect(self._clear)

    @property
    def busy(self) -> bool:
        """Whether a call is under way that has not been dropped."""
        return self.current is not None and not self.current.over

    @property
    def free(self) -> bool:
        """Whether nothing is under way, not even what was dropped."""
        return self.current is None or self.current.done

    @property
    def progress(self) -> Prepared | None:
        """How far the call is, where its worker says so."""
        return self.current.progress if self.current is not None and self.busy else None

    @property
    def trouble(self) -> str:
        """Why the last one did not end well; empty where it did, or is under way."""
        return self.outcome.text if self.outcome is not None and not self.outcome.good else ""

    @property
    def words(self) -> str:
        """How far the call is, or how the last one ended; empty before the first."""
        if not self.busy:
            return self.outcome.text if self.outcome is not None else ""
        progress = self.progress
        if progress is None:
            return "The worker is starting."
        return f"{progress.what}: {progress.done:,}{f' of {progress.total:,}' if progress.total else ''}"

    def begin(self, command: AnyCommand) -> Call:
        """Send a command; an earlier one that is still under way is dropped."""
        self.forget()
        call = self.current = self.workers.call(command, self)
        call.progressed.connect(self._progressed)
        for ended in (call.refused, call.failed, call.stopped):
            ended.connect(self._ended_in_trouble)
        call.closed.connect(self.changed)
        self.changed.emit()
        return call

    def pause(self) -> None:
        """Hold what is under way after its current step."""
        if self.current is not None and self.busy:
            self.current.pause()

    def resume(self) -> None:
        """Let what is held go on."""
        if self.current is not None and self.busy:
            self.current.resume()

    def stop(self) -> None:
        """End what is under way after its current step."""
        if self.current is not None and self.busy:
            self.current.stop()

    def forget(self) -> None:
        """Drop what is under way, and say nothing of the last one any more."""
        if self.current is not None:
            self.current.drop()
        self.outcome = None

    def end_well(self, words: str) -> None:
        """Say what the last one came to."""
        self.outcome = CallOutcome(words, good=True)

    def end_in_trouble(self, why: UserError | CallOutcome) -> None:
        """Say why the last one came to nothing, or could not even begin."""
        self.outcome = CallOutcome(why.message, why.hint)
        self.troubled.emit(self.outcome)

    def _progressed(self, message: object) -> None:
        if isinstance(message, Prepared):
            self.changed.emit()

    def _ended_in_trouble(self, why: Refused | Failed | Stopped) -> None:
        self.end_in_trouble(CallOutcome(why.message, why.hint))

    def _clear(self) -> None:
        self.outcome = None
