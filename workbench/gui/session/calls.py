"""A request to a worker: its progress, and exactly one result."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal, SignalInstance
from shiboken6 import Shiboken

from workbench.core.events import Prepared
from workbench.worker.client import WorkerClient
from workbench.worker.commands import AnyCommand
from workbench.worker.replies import Failed, Refused, Stopped


class Call(QObject):
    """A request that was sent by `Workers.call`. It is a child of its owner; if the owner is deleted, it is stopped.

    Exactly one of `finished`, `refused`, `failed` and `stopped` is emitted, unless the call is dropped, for example
    when its project is closed. A dropped call emits `closed` only.

    Signals:
        progressed(object): the worker sent an event or a reply before the result, in order.
        finished(object): the worker sent the result: an event or a reply.
        refused(Refused): the request cannot be carried out, for a reason that the user can correct.
        failed(Failed): an unexpected error ended the request, or its worker died.
        stopped(Stopped): the user stopped the request.
        closed(): the worker has completed the request. Emitted after the signals above.
    """

    progressed = Signal(object)
    finished = Signal(object)
    refused = Signal(object)
    failed = Signal(object)
    stopped = Signal(object)
    closed = Signal()

    def __init__(self, command: AnyCommand, owner: QObject) -> None:
        super().__init__(owner)
        self.command = command
        self.progress: Prepared | None = None  # the last message, if it reports progress
        self.over = False  # whether it has ended or was dropped
        self.stopping = False  # whether it was asked to stop
        self.done = False  # whether its worker has completed it
        self._client: WorkerClient | None = None
        self._number = 0

    def send_to(self, client: WorkerClient) -> int:
        """Send the command to a worker. Returns the id of the request."""
        self._client, self._number = client, client.send(self.command)
        return self._number

    def pause(self) -> None:
        """Pause the request after its current step."""
        self._control(WorkerClient.pause)

    def resume(self) -> None:
        """Continue a paused request."""
        self._control(WorkerClient.resume)

    def stop(self) -> None:
        """Stop the request after its current step. It may still finish or fail before it stops."""
        self.stopping = True
        self._control(WorkerClient.stop)

    def drop(self) -> None:
        """Leave the request: it is stopped, except a run on a host. From now on it emits only `closed`."""
        if not self.over:
            self.over = self.stopping = True
            self._control(WorkerClient.leave)

    def take(self, message: Any, last: bool) -> None:
        """Emit the signal for a message of the worker."""
        if not last:
            if not self.over:
                self.progress = message if isinstance(message, Prepared) else None
                self.progressed.emit(message)
            return
        dropped, self.over, self.done = self.over, True, True
        if not dropped:
            self._end_of(message).emit(message)
        if Shiboken.isValid(self):  # unless a slot deleted the owner
            self.closed.emit()
            self.deleteLater()

    def _end_of(self, message: Any) -> SignalInstance:
        match message:
            case Refused():
                return self.refused
            case Failed():
                return self.failed
            case Stopped():
                return self.stopped
        return self.finished

    def _control(self, control: Callable[[WorkerClient, int], None]) -> None:
        if self._client is not None and not self.done:
            control(self._client, self._number)
