"""The window's link to worker processes: one kept warm, one for each errand, all read twenty times a second."""

from enum import Enum, auto
from typing import TypeAlias

from PySide6.QtCore import QObject, QTimer, Signal

from workbench.core.errors import UserError
from workbench.core.events import Event, Failed, Finished, Stopped, TranslationFinished
from workbench.worker.client import WorkerClient
from workbench.worker.commands import (
    AnyCommand,
    ExportTranslated,
    Inspect,
    Place,
    Run,
    Suggest,
    TakesAway,
    Translate,
    TranslateVideo,
    subject,
)
from workbench.worker.replies import (
    AnalysisProgress,
    AnyReply,
    ImagesTranslated,
    Inspected,
    LayoutFrame,
    ModelExported,
    Paused,
    Predicted,
    Refused,
    Reported,
    Resumed,
    Scanned,
    Suggested,
    TranslatedExported,
    VideoTranslated,
    Weighed,
    WeightsMatched,
)

DRAIN_MS = 50
Last: TypeAlias = (
    Scanned
    | ModelExported
    | Weighed
    | Predicted
    | Reported
    | Refused
    | Inspected
    | Suggested
    | ImagesTranslated
    | TranslatedExported
    | VideoTranslated
    | WeightsMatched
)


class Errand(Enum):
    """What takes a worker of its own for a while; one of each at a time."""

    RUN = auto()
    INSPECTION = auto()
    SUGGESTION = auto()
    TRANSLATION = auto()
    WRITING = auto()  # of translated images
    VIDEO = auto()
    LEAVING = auto()  # exports, predictions and reports


SAY_THEMSELVES = (Errand.RUN, Errand.TRANSLATION)  # by an event, how they ended
OF_TRANSLATIONS = (Errand.TRANSLATION, Errand.WRITING, Errand.VIDEO)
Answered: TypeAlias = Inspect | Place | Suggest | ExportTranslated | TranslateVideo | TakesAway


class Workers(QObject):
    """Worker processes and what they are busy with.

    Signals:
        received(object): a reply or an event, in order.
        translated(Errand, object): an event or progress of a translation, or of writing images or a video, in order.
        failed(str, str): no worker can be started: a sentence and the way out.
    """

    received = Signal(object)
    translated = Signal(object, object)
    failed = Signal(str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.warm: WorkerClient | None = None
        self.away: dict[Errand, WorkerClient] = {}
        self.owed: dict[WorkerClient, list[AnyCommand]] = {}  # commands but runs without an answer yet
        self.timer = QTimer(self, interval=DRAIN_MS)
        self.timer.timeout.connect(self.drain)

    @property
    def running(self) -> WorkerClient | None:
        """The worker of the run under way."""
        return self.away.get(Errand.RUN)

    def start(self) -> None:
        """Start the warm worker, so that its imports are paid while the person looks around."""
        self._warm()
        self.timer.start()

    def ask(self, command: AnyCommand) -> None:
        """Give what is quickly done, such as a scan, to a worker that is on no errand."""
        worker = self._warm()
        if worker is not None:
            self.owed.setdefault(worker, []).append(command)
            worker.send(command)

    def run(self, command: Run) -> bool:
        """Start a run; whether it could be."""
        return self._leave(Errand.RUN, command)

    def inspect(self, command: Inspect | Place) -> bool:
        """Start an inspection; whether it could be."""
        return self._leave(Errand.INSPECTION, command)

    def suggest(self, command: Suggest) -> bool:
        """Start to choose what to label next; whether that could be."""
        return self._leave(Errand.SUGGESTION, command)

    def translate(self, command: Translate) -> bool:
        """Start a translation; whether it could be."""
        return self._leave(Errand.TRANSLATION, command)

    def write(self, command: ExportTranslated) -> bool:
        """Start writing translated images; whether it could be."""
        return self._leave(Errand.WRITING, command)

    def film(self, command: TranslateVideo) -> bool:
        """Start translating a video; whether it could be."""
        return self._leave(Errand.VIDEO, command)

    def leave(self, command: TakesAway) -> bool:
        """Start an export, a prediction or a report; whether it could be."""
        return self._leave(Errand.LEAVING, command)

    def tell(self, errand: Errand, command: AnyCommand) -> None:
        """Pause, resume or stop what is under way."""
        if errand in self.away:
            self.away[errand].send(command)

    def drain(self) -> None:
        """Pass on all that came."""
        for worker in (*self.away.values(), self.warm):
            if worker is not None:
                for reply in worker.drain():
                    self._pass_on(worker, reply)

    def close(self) -> None:
        """End all workers; a run under way keeps its checkpoint, and what they said last is still passed on."""
        self.timer.stop()
        workers = [worker for worker in (*self.away.values(), self.warm) if worker is not None]
        for worker in workers:
            worker.quit()  # all of them at once, so that the slowest alone is waited for
        for worker in workers:
            worker.close()
        self.drain()
        self.away, self.warm = {}, None

    def _leave(self, errand: Errand, command: Run | Translate | Answered) -> bool:
        """The warm worker takes it; what comes next starts another."""
        assert errand not in self.away, "one of each at a time"
        worker = self._warm()
        if worker is None:
            return False
        self.away[errand], self.warm = worker, None
        if errand not in SAY_THEMSELVES:
            self.owed.setdefault(worker, []).append(command)
        worker.send(command)
        return True

    def _pass_on(self, worker: WorkerClient, reply: AnyReply) -> None:
        owed = self.owed.get(worker, [])
        answered = owed[0] if owed and _answers(reply) else None
        if answered is not None:
            owed.pop(0)
        errand = next((errand for errand, other in self.away.items() if other is worker), None)
        ends = errand in SAY_THEMSELVES and isinstance(reply, Finished | TranslationFinished | Stopped | Failed)
        if ends or isinstance(answered, Answered):
            self._return(worker)
        if isinstance(reply, Failed) and not worker.alive:
            self._bury(worker, reply)
        elif worker is not self.warm and worker not in self.away.values():
            worker.close()
        if errand in OF_TRANSLATIONS and isinstance(reply, Event | Paused | Resumed | AnalysisProgress):
            self.translated.emit(errand, reply)
        elif errand is Errand.RUN or not isinstance(reply, Failed):
            self.received.emit(reply)

    def _return(self, worker: WorkerClient) -> None:
        """Its errand is done; it stays where no other is warm."""
        self.away = {errand: other for errand, other in self.away.items() if other is not worker}
        if worker.alive and self.warm is None:
            self.warm = worker

    def _bury(self, worker: WorkerClient, last: Failed) -> None:
        """Answer all that a dead worker owes; say so where it died before it was ready."""
        if worker is self.warm:
            self.warm = None
        self.away = {errand: other for errand, other in self.away.items() if other is not worker}
        for command in self.owed.pop(worker, []):
            self.received.emit(Refused(type(command).__name__, last.message, "Try again.", subject(command)))
        if not worker.ready:
            self.failed.emit(last.message, "Restart the program; its log may say more.")
        worker.close()

    def _warm(self) -> WorkerClient | None:
        if self.warm is not None and not self.warm.alive:
            self.warm.close()
            self.warm = None
        if self.warm is None:
            worker = WorkerClient()
            try:
                worker.start()
            except UserError as error:
                self.failed.emit(error.message, error.hint)
                return None
            self.warm = worker
        return self.warm


def _answers(reply: AnyReply) -> bool:
    """Whether it is the last that is said to a command; that a worker could not get ready is said to none."""
    if isinstance(reply, Refused):
        return reply.command != "Ready"
    return isinstance(reply, Last) or (isinstance(reply, LayoutFrame) and reply.last)
