"""The window's link to worker processes: one kept warm, one that runs, both read twenty times a second."""

from PySide6.QtCore import QObject, QTimer, Signal

from workbench.core.errors import UserError
from workbench.core.events import Failed, Finished, Stopped
from workbench.worker.client import WorkerClient
from workbench.worker.messages import AnyCommand, AnyReply, Exported, Refused, Run, Scanned

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
        self.pending = 0  # scans and exports that the warm worker still owes an answer
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
            self.pending += 1
            worker.send(command)

    def run(self, command: Run) -> None:
        """Start a run. The warm worker takes it; the next scan or export starts another."""
        assert self.running is None, "one run at a time"
        worker = self._warm()
        if worker is not None:
            self.running, self.warm = worker, None
            worker.send(command)

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
        """End all workers; a run under way keeps its checkpoint."""
        self.timer.stop()
        for worker in (self.running, self.warm):
            if worker is not None:
                worker.close()
        self.running = self.warm = None

    def _pass_on(self, worker: WorkerClient, reply: AnyReply) -> None:
        if isinstance(reply, Scanned | Exported | Refused):
            self.pending = max(0, self.pending - 1)
        if worker is self.running and isinstance(reply, Finished | Stopped | Failed):
            self.running = None
            if worker.alive and self.warm is None:
                self.warm = worker
            else:
                worker.close()
        elif worker is self.warm and isinstance(reply, Failed):  # it died before it was given a run
            self.warm = None
            worker.close()
            if self.pending:
                self.pending = 0
                reply = Refused("Scan", reply.message, "Try again.")
        self.received.emit(reply)

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
