"""The worker processes of the window: an idle one, and one for each long request."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import Shiboken

from workbench.core.errors import UserError
from workbench.gui.kit.language import tr
from workbench.gui.session.calls import Call
from workbench.worker.client import HERE, Died, WorkerClient
from workbench.worker.commands import AnyCommand
from workbench.worker.replies import Failed, FromWorker, Ready, Response, StartupFailed

DRAIN_MS = 50  # between two deliveries of messages
NO_WORKER = tr("No worker could be started.")


class Workers(QObject):
    """Sends requests to workers, and delivers the replies to the calls.

    Short requests go to the warm worker, which carries them out in order. A long request occupies the warm worker;
    another worker is started for the next request. After the long request, its worker becomes the warm worker if there
    is no other, else it quits.

    Signals:
        ready(object): a worker has started; its Catalogue.
        failed(str, str): a worker cannot be started; a message and a hint.
        dropped(): all calls were dropped, because the project is closed.
    """

    ready = Signal(object)
    failed = Signal(str, str)
    dropped = Signal()

    def __init__(self, parent: QObject | None = None, command: Sequence[str] = HERE) -> None:
        """`command`: the command that starts a worker, here or on another machine."""
        super().__init__(parent)
        self.command = command
        self.warm: WorkerClient | None = None
        self.calls: dict[WorkerClient, dict[int, Call]] = {}  # by worker and id, until the worker has completed them
        self._leaving: list[WorkerClient] = []  # workers that are quitting
        self._unsent: list[Call] = []  # calls for which no worker could be started
        self._closed = False
        self.timer = QTimer(self, interval=DRAIN_MS)
        self.timer.timeout.connect(self.drain)

    def start(self) -> None:
        """Start the warm worker, so that its imports are done before the first request."""
        self._warm()
        self.timer.start()

    def call(self, command: AnyCommand, owner: QObject) -> Call:
        """Send a command to a worker. The Call, a child of its owner, emits its signals from the next `drain` on."""
        call = Call(command, owner)
        worker = self._warm()
        if worker is None:
            self._unsent.append(call)
            return call
        if command.long:
            self.warm = None
        self.calls[worker][call.send_to(worker)] = call
        return call

    def drop_calls(self) -> None:
        """Drop all calls, because their project is closed."""
        for call in [*self._unsent, *(call for calls in self.calls.values() for call in calls.values())]:
            if Shiboken.isValid(call):
                call.drop()
        self.dropped.emit()

    def drain(self) -> None:
        """Deliver all messages that have arrived."""
        unsent, self._unsent = self._unsent, []
        for call in unsent:
            if Shiboken.isValid(call):
                call.take(Failed(NO_WORKER, tr("Try again, or restart the program.")), last=True)
        for worker in list(self.calls):
            self._stop_orphans(worker)
            for message in worker.drain():
                self._pass_on(worker, message)
        for worker in [worker for worker in self._leaving if not worker.alive]:
            self._leaving.remove(worker)
            worker.close()

    def close(self) -> None:
        """Stop all workers. Runs keep their checkpoints. The last messages of the workers are still delivered."""
        self.timer.stop()
        self._closed = True
        workers = [*self.calls, *self._leaving]
        for worker in workers:
            worker.quit()  # all at once: the total time is that of the slowest
        for worker in workers:
            worker.close()
        self.drain()
        self.calls.clear()
        self._leaving.clear()
        self.warm = None

    def _pass_on(self, worker: WorkerClient, message: FromWorker | Died) -> None:
        match message:
            case Ready(catalogue=catalogue):
                self.ready.emit(catalogue)
            case StartupFailed(message=words, hint=hint):
                self.failed.emit(words, hint)
            case Response(request=request, message=answer, last=last):
                calls = self.calls[worker]
                call = calls.pop(request) if last else calls[request]
                if not calls and worker is not self.warm:
                    self._keep_or_quit(worker)  # before the last signal, whose slots may need a warm worker
                if Shiboken.isValid(call):
                    call.take(answer, last)
            case Died(message=words, ready=ready):
                self.warm = None if worker is self.warm else self.warm
                self.calls.pop(worker, None)
                worker.close()
                if not ready:
                    self.failed.emit(words, tr("Restart the program; its log may say more."))

    def _stop_orphans(self, worker: WorkerClient) -> None:
        """Stop the calls whose owner was deleted."""
        for number, call in self.calls.get(worker, {}).items():
            if not call.over and not Shiboken.isValid(call):
                call.over = True
                worker.leave(number)

    def _keep_or_quit(self, worker: WorkerClient) -> None:
        """Keep an idle worker as the warm worker if there is no other; else make it quit."""
        if self.warm is None and worker.alive:
            self.warm = worker
        elif worker.alive:
            del self.calls[worker]
            worker.quit()
            self._leaving.append(worker)

    def _warm(self) -> WorkerClient | None:
        if self._closed:
            return None
        if self.warm is not None and not self.warm.alive:
            self.warm = None  # its last messages are still delivered
        if self.warm is None:
            worker = WorkerClient(command=self.command)
            try:
                worker.start()
            except UserError as error:
                self.failed.emit(error.message, error.hint)
                return None
            self.warm, self.calls[worker] = worker, {}
        return self.warm
