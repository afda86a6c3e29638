"""The records of the open project, runs or translations, and the control of the current one."""

from enum import Enum
from pathlib import Path
from typing import Any, ClassVar, Generic, TypeAlias, TypeVar

from PySide6.QtCore import QObject, Signal

from workbench.core.errors import UserError
from workbench.core.events import Event, Prepared, Progressed
from workbench.gui.kit.language import tr
from workbench.gui.session.session import Session
from workbench.gui.session.single_call import SingleCall
from workbench.store.record_table import RESUMABLE, Record, RecordTable, Status
from workbench.worker.commands import Run, Translate
from workbench.worker.replies import Failed, Paused, Refused, Resumed, Stopped

R = TypeVar("R", bound=Record)


class Asked(Enum):
    """What the worker was asked and has not answered yet; the value says so. A step may take its time."""

    NOTHING = ""
    PAUSE = tr("Pausing…")
    GO_ON = tr("Resuming…")
    STOP = tr("Stopping…")


RecordMessage: TypeAlias = Event | Stopped | Failed


class Records(QObject, Generic[R]):
    """A subclass provides the table of records and starts them.

    The current record is the one in progress. `word` and `sign` form the display name: “translation t3”; `words` is
    the plural of `word`.

    Signals:
        event_received(object): an event of the current record; at its end the final event, Stopped or Failed.
        state_changed(): a record began, was paused, resumed or ended, or the table of records changed.
    """

    event_received = Signal(object)
    state_changed = Signal()
    word: ClassVar[str]
    words: ClassVar[str]
    sign: ClassVar[str]

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.session = session
        self.call = SingleCall(session.workers, self)
        self.current: R | None = None
        self.displayed_id = ""  # the id of the displayed record, which need not be the current one
        self.paused = False
        self.asked = Asked.NOTHING
        self.progress: Progressed | None = None
        self.preparing: Prepared | None = None
        self.notes: list[str] = []
        self.failure: Failed | None = None
        self._records: list[R] | None = None  # a cache of the table

    @property
    def record_table(self) -> RecordTable[R] | None:
        """The table of records of the open project."""
        raise NotImplementedError

    def command(self, record: R) -> list[str]:
        """Return the command that repeats a record."""
        raise NotImplementedError

    def recipe(self, record: R) -> Path | None:
        """Return the file that repeats a record and that a person can change; None without one."""
        return None

    def resume(self, record: R) -> None:
        """Resume a stopped, failed or interrupted record from its checkpoint."""
        raise NotImplementedError

    def show(self, name: str) -> None:
        """Display the record with this id; none if the id is empty."""
        raise NotImplementedError

    @property
    def record(self) -> R | None:
        """The displayed record."""
        return next((record for record in self.all() if record.id == self.displayed_id), None)

    def named(self, record: R) -> str:
        """Return the display name of a record."""
        return f"{self.word} {self.sign}{record.number}"

    def counted(self, number: int) -> str:
        """Return a number of records in words: “2 runs”."""
        raise NotImplementedError

    @property
    def busy(self) -> bool:
        """Whether a record is in progress or paused."""
        return self.current is not None

    @property
    def can_start(self) -> bool:
        """Whether a record can start: none is in progress, neither here nor in the previous project."""
        return self.current is None and self.call.free

    def all(self) -> list[R]:
        """Return all records of the open project."""
        if self._records is None:
            self._records = self.record_table.all() if self.record_table else []
        return self._records

    def forget(self) -> None:
        """Discard the cache, because the table changed. If the displayed record was removed, display the last one."""
        self._records = None
        self.state_changed.emit()
        if self.displayed_id and self.record is None:
            self._show_last()

    def finished(self) -> list[R]:
        """Return the finished records, the latest first."""
        return [record for record in reversed(self.all()) if record.status is Status.FINISHED]

    def resumable(self, record: R | None) -> R | None:
        """Return the record if it can be resumed now, else None."""
        return record if record is not None and self.can_start and record.status in RESUMABLE else None

    def pause(self) -> None:
        """Pause the current record after its current step, unless another request is not answered yet."""
        if self._ask(Asked.PAUSE):
            self.call.pause()

    def go_on(self) -> None:
        """Continue the paused record, unless another request is not answered yet."""
        if self._ask(Asked.GO_ON):
            self.call.resume()

    def stop(self) -> None:
        """Stop the current record after its current step. Its checkpoint is kept."""
        if self._ask(Asked.STOP):
            self.call.stop()

    def _ask(self, asked: Asked) -> bool:
        """Keep a request until it is answered. Returns whether it may be sent; only a stop may follow another."""
        if not self.busy or self.asked is asked or (self.asked is not Asked.NOTHING and asked is not Asked.STOP):
            return False
        self.asked = asked
        self.state_changed.emit()
        return True

    def _show_last(self) -> None:
        """Display the last finished record, or else the last record."""
        self.show(next((record.id for record in [*self.finished(), *reversed(self.all())]), ""))

    def _kept_failure(self) -> Failed | None:
        """Return the saved failure of the displayed record."""
        return Failed(self.record.message) if self.record is not None and self.record.message else None

    def _enter(self, record: R) -> bool:
        """Make a record the current one. Returns whether this was saved."""
        assert self.record_table is not None
        self.current, self.paused, self.progress, self.preparing, self.failure = record, False, None, None, None
        self.asked = Asked.NOTHING
        try:
            self.record_table.update(record.id, Status.RUNNING)
        except UserError as error:
            self.current = None
            self.session.failed.emit(error.message, error.hint)
            return False
        self._records = None
        return True

    def _send(self, command: Run | Translate) -> None:
        """Send the command of the current record to a worker."""
        call = self.call.begin(command)
        for signal in (call.progressed, call.finished, call.refused, call.failed, call.stopped):
            signal.connect(self._take)
        call.closed.connect(self.state_changed)  # after a record of a previous project: the next can start
        self.state_changed.emit()

    def _take(self, message: Any) -> None:
        match message:
            case Paused() | Resumed():
                self.paused = isinstance(message, Paused)
                self.asked = self.asked if self.asked is Asked.STOP else Asked.NOTHING
                self._keep(Status.PAUSED if self.paused else Status.RUNNING)
            case Refused(message=text, hint=hint):
                self._event(Failed(text, hint))
            case _:
                self._event(message)

    def _event(self, event: RecordMessage) -> None:
        """Handle an event of the current record, or its end."""
        raise NotImplementedError

    def _keep(self, status: Status, **values: Any) -> None:
        if self.record_table is not None and self.current is not None:
            try:
                self.record_table.update(self.current.id, status, **values)
            except UserError as error:
                self.session.failed.emit(error.message, error.hint)
            self.forget()

    def _close(self, status: Status, **values: Any) -> None:
        """Save the final status; there is no current record any more."""
        self._keep(status, **values)
        self.current, self.paused, self.preparing, self.asked = None, False, None, Asked.NOTHING

    def _leave(self) -> None:
        """Reset the state after another project was opened, or the project was closed."""
        self.current, self._records, self.failure, self.progress, self.preparing = None, None, None, None, None
        self.asked = Asked.NOTHING
