"""The window's link to worker processes: one kept warm, one that runs, both read twenty times a second."""

from PySide6.QtCore import QObject, QTimer, Signal

from workbench.core.errors import UserError
from workbench.core.events import Failed, Finished, Stopped
from workbench.worker.client import WorkerClient
from workbench.worker.messages import AnyCommand, AnyReply, Exported, Refused, Run, Scan, Scanned

DRAIN_MS = 50


class Workers(QObject):
    """Worker processes and what they are busy with.

    Signals:
        received(object): a reply or an event, in order.
        failed(str, str): no worker can be started: a sentence and the way out.
    """

    received = Signal(object)
    failed = Signal(str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.warm: WorkerClient | None = None
        self.running: WorkerClient | None = None
        self.owed: dict[WorkerClient, list[AnyCommand]] = {}  # scans and exports without an answer yet
        self.timer = QTimer(self, interval=DRAIN_MS)
        self.timer.timeout.connect(self.drain)

    def start(self) -> None:
        """Start the warm worker, so that its imports are paid while the person looks around."""
        self._warm()
        self.timer.start()

    def ask(self, command: AnyCommand) -> None:
        """Give a scan or an export to a worker that does not run a job."""
        worker = self._warm()
        if worker is not None:
            self.owed.setdefault(worker, []).append(command)
            worker.send(command)

    def run(self, command: Run) -> bool:
        """Start a run; whether it could be. The warm worker takes it; the next scan or export starts another."""
        assert self.running is None, "one run at a time"
        worker = self._warm()
        if worker is None:
            return False
        self.running, self.warm = worker, None
        worker.send(command)
        return True

    def tell_run(self, command: AnyCommand) -> None:
        """Pause, resume or stop the run under way."""
        if self.running is not None:
            self.running.send(command)

    def drain(self) -> None:
        """Pass on all that came."""
        for worker in (self.running, self.warm):
            if worker is not None:
                for reply in worker.drain():
                    self._pass_on(worker, reply)

    def close(self) -> None:
        """End all workers; a run under way keeps its checkpoint, and what they said last is still passed on."""
        self.timer.stop()
        for worker in (self.running, self.warm):
            if worker is not None:
                worker.close()
        self.drain()
        self.running = self.warm = None

    def _pass_on(self, worker: WorkerClient, reply: AnyReply) -> None:
        owed = self.owed.get(worker, [])
        if isinstance(reply, Scanned | Exported | Refused) and owed:
            owed.pop(0)
        runs = worker is self.running
        if runs and isinstance(reply, Finished | Stopped | Failed):
            self.running = None
            if worker.alive and self.warm is None:
                self.warm = worker
        if isinstance(reply, Failed) and not worker.alive:
            self._bury(worker, reply)
        elif worker not in (self.running, self.warm):
            worker.close()
        if runs or not isinstance(reply, Failed):
            self.received.emit(reply)

    def _bury(self, worker: WorkerClient, last: Failed) -> None:
        """Answer all that a dead worker owes; say so where it died before it was ready."""
        if worker is self.warm:
            self.warm = None
        for command in self.owed.pop(worker, []):
            subject = command.folder if isinstance(command, Scan) else getattr(command, "out", "")
            self.received.emit(Refused(type(command).__name__, last.message, "Try again.", subject))
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
