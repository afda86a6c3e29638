"""The window's worker processes: one kept warm, one for each long request, all read twenty times a second."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import Shiboken

from workbench.core.errors import UserError
from workbench.gui.session.calls import Call
from workbench.worker.client import HERE, Died, WorkerClient
from workbench.worker.commands import AnyCommand
from workbench.worker.replies import Failed, FromWorker, Ready, Response, StartupFailed

DRAIN_MS = 50
NO_WORKER = "No worker could be started."


class Workers(QObject):
    """Takes requests, and passes on to each call what its worker answers.

    A short request goes to the warm worker, which carries them out in order. A long one takes the warm worker for
    itself; a new one is started when it is needed. When the long one has ended its worker is the warm one again,
    where there is no other.

    Signals:
        ready(object): the Catalogue of a worker that has just started.
        failed(str, str): a worker cannot be started: a sentence and the way out.
        dropped(): a project was left, and the calls that were made for it are dropped.
    """

    ready = Signal(object)
    failed = Signal(str, str)
    dropped = Signal()

    def __init__(self, parent: QObject | None = None, command: Sequence[str] = HERE) -> None:
        """`command` starts a worker, here or on another machine."""
        super().__init__(parent)
        self.command = command
        self.warm: WorkerClient | None = None
        self.calls: dict[WorkerClient, dict[int, Call]] = {}  # by worker and id, those that it is not done with
        self._leaving: list[WorkerClient] = []  # told to quit
        self._unsent: list[Call] = []  # for want of a worker
        self._closed = False
        self.timer = QTimer(self, interval=DRAIN_MS)
        self.timer.timeout.connect(self.drain)

    def start(self) -> None:
        """Start the warm worker, so that its imports are paid while the person looks around."""
        self._warm()
        self.timer.start()

    def call(self, command: AnyCommand, owner: QObject) -> Call:
        """Send a command to a worker. The Call, a child of its owner, emits what comes of it from the next drain on."""
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
        """Stop all that is under way, and emit nothing of it any more: its project is left."""
        for call in [*self._unsent, *(call for calls in self.calls.values() for call in calls.values())]:
            if Shiboken.isValid(call):
                call.drop()
        self.dropped.emit()

    def drain(self) -> None:
        """Pass on all that came."""
        unsent, self._unsent = self._unsent, []
        for call in unsent:
            if Shiboken.isValid(call):
                call.take(Failed(NO_WORKER, "Try again, or restart the program."), last=True)
        for worker in list(self.calls):
            self._stop_orphans(worker)
            for message in worker.drain():
                self._pass_on(worker, message)
        for worker in [one for one in self._leaving if not one.alive]:
            self._leaving.remove(worker)
            worker.close()

    def close(self) -> None:
        """End all workers. Runs keep their checkpoints, and what the workers say last is still passed on."""
        self.timer.stop()
        self._closed = True
        workers = [*self.calls, *self._leaving]
        for worker in workers:
            worker.quit()  # all of them at once, so that the slowest alone is waited for
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
                    self._keep_or_quit(worker)  # first, so that whoever hears the end finds a warm worker
                if Shiboken.isValid(call):
                    call.take(answer, last)
            case Died(message=words, ready=ready):
                self.warm = None if worker is self.warm else self.warm
                self.calls.pop(worker, None)
                worker.close()
                if not ready:
                    self.failed.emit(words, "Restart the program; its log may say more.")

    def _stop_orphans(self, worker: WorkerClient) -> None:
        """Stop what nobody waits for any more, for its owner has died."""
        for number, call in self.calls.get(worker, {}).items():
            if not call.over and not Shiboken.isValid(call):
                call.over = True
                worker.stop(number)

    def _keep_or_quit(self, worker: WorkerClient) -> None:
        """A worker has nothing to do: it stays where no other is warm."""
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
            self.warm = None  # what it leaves to say is passed on yet
        if self.warm is None:
            worker = WorkerClient(command=self.command)
            try:
                worker.start()
            except UserError as error:
                self.failed.emit(error.message, error.hint)
                return None
            self.warm, self.calls[worker] = worker, {}
        return self.warm
