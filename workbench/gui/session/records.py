"""What a project began of one kind, runs or translations: its records, the one under way, and how it is held."""

from typing import Any, ClassVar, Generic, TypeAlias, TypeVar

from PySide6.QtCore import QObject, Signal

from workbench.core.errors import UserError
from workbench.core.events import Event, Prepared, Progressed
from workbench.gui.session.session import Session
from workbench.gui.session.single_call import SingleCall
from workbench.store.record_table import RESUMABLE, Record, RecordTable, Status
from workbench.worker.commands import Run, Translate
from workbench.worker.replies import Failed, Paused, Refused, Resumed, Stopped

R = TypeVar("R", bound=Record)
RecordMessage: TypeAlias = Event | Stopped | Failed


class Records(QObject, Generic[R]):
    """A subclass says where the records are kept, and starts them.

    `word` and `sign` name one: “translation t3”.

    Signals:
        told(object): an event of the one under way, and at its end what finished it, Stopped or Failed.
        state_changed(): one began, was paused, went on or ended, or the records say something else.
    """

    told = Signal(object)
    state_changed = Signal()
    word: ClassVar[str]
    sign: ClassVar[str]

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.session = session
        self.call = SingleCall(session.workers, self)
        self.current: R | None = None
        self.looked_at = ""  # the id of one, whether it is under way or not
        self.paused = False
        self.progress: Progressed | None = None
        self.preparing: Prepared | None = None
        self.notes: list[str] = []
        self.failure: Failed | None = None
        self._records: list[R] | None = None  # what the database says, until something changes

    @property
    def shelf(self) -> RecordTable[R] | None:
        """Where the open project keeps them."""
        raise NotImplementedError

    def command(self, record: R) -> list[str]:
        """The words of the command line that repeat one."""
        raise NotImplementedError

    def resume(self, record: R) -> None:
        """Go on with one that was stopped, failed or interrupted, from its checkpoint."""
        raise NotImplementedError

    def show(self, name: str) -> None:
        """Look at the one with this id; at none where it is empty."""
        raise NotImplementedError

    @property
    def record(self) -> R | None:
        """The one that is looked at."""
        return next((one for one in self.all() if one.id == self.looked_at), None)

    def named(self, record: R) -> str:
        """What a person calls one."""
        return f"{self.word} {self.sign}{record.number}"

    @property
    def busy(self) -> bool:
        """Whether one is under way, or held."""
        return self.current is not None

    @property
    def can_start(self) -> bool:
        """Whether one may begin: none is under way, and the last one of a project left before has ended."""
        return self.current is None and self.call.free

    def all(self) -> list[R]:
        """All of the open project."""
        if self._records is None:
            self._records = self.shelf.all() if self.shelf else []
        return self._records

    def forget(self) -> None:
        """The database says something else than before; what was thrown away is not looked at any more."""
        self._records = None
        self.state_changed.emit()
        if self.looked_at and self.record is None:
            self._show_last()

    def finished(self) -> list[R]:
        """Those that came to their end, the latest first."""
        return [record for record in reversed(self.all()) if record.status is Status.FINISHED]

    def resumable(self, record: R | None) -> R | None:
        """This one, where it did not come to its end and can go on now."""
        return record if record is not None and self.can_start and record.status in RESUMABLE else None

    def pause(self) -> None:
        """Hold it after its current step."""
        self.call.pause()

    def go_on(self) -> None:
        """Let a held one go on."""
        self.call.resume()

    def stop(self) -> None:
        """End it after its current step; its checkpoint is kept."""
        self.call.stop()

    def _show_last(self) -> None:
        """Look at the last that was finished, or else at the last of all."""
        self.show(next((record.id for record in [*self.finished(), *reversed(self.all())]), ""))

    def _kept_failure(self) -> Failed | None:
        """Why the one that is looked at failed, as the database says it."""
        return Failed(self.record.message) if self.record is not None and self.record.message else None

    def _enter(self, record: R) -> bool:
        """Mark one as under way; whether the project took it."""
        assert self.shelf is not None
        self.current, self.paused, self.progress, self.preparing, self.failure = record, False, None, None, None
        try:
            self.shelf.update(record.id, Status.RUNNING)
        except UserError as error:
            self.current = None
            self.session.failed.emit(error.message, error.hint)
            return False
        self._records = None
        return True

    def _send(self, command: Run | Translate) -> None:
        """Have a worker carry out the one that was entered."""
        call = self.call.begin(command)
        for came in (call.progressed, call.finished, call.refused, call.failed, call.stopped):
            came.connect(self._take)
        call.closed.connect(self.state_changed)  # of a project that was left: the next may begin
        self.state_changed.emit()

    def _take(self, message: Any) -> None:
        match message:
            case Paused() | Resumed():
                self.paused = isinstance(message, Paused)
                self._keep(Status.PAUSED if self.paused else Status.RUNNING)
            case Refused(message=words, hint=hint):
                self._event(Failed(words, hint))
            case _:
                self._event(message)

    def _event(self, event: RecordMessage) -> None:
        """Take an event of the one under way, or its end."""
        raise NotImplementedError

    def _keep(self, status: Status, **values: Any) -> None:
        if self.shelf is not None and self.current is not None:
            try:
                self.shelf.update(self.current.id, status, **values)
            except UserError as error:
                self.session.failed.emit(error.message, error.hint)
            self.forget()

    def _close(self, status: Status, **values: Any) -> None:
        """Nothing is under way any more."""
        self._keep(status, **values)
        self.current, self.paused, self.preparing = None, False, None

    def _leave(self) -> None:
        """Another project is open, or none; what was under way for the last one is dropped."""
        self.current, self._records, self.failure, self.progress, self.preparing = None, None, None, None, None
