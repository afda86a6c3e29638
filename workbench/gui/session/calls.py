"""One request of a worker, as the window holds it: what comes of it, and exactly one end."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal, SignalInstance
from shiboken6 import Shiboken

from workbench.core.events import Prepared
from workbench.worker.client import WorkerClient
from workbench.worker.commands import AnyCommand
from workbench.worker.replies import Failed, Refused, Stopped


class Call(QObject):
    """Made by `Workers.call`. It is a child of its owner and dies with it; the worker is told to stop then.

    Exactly one of `finished`, `refused`, `failed` and `stopped` ends it, unless it was dropped before, as calls are
    whose project was left: then none of them, and nothing of what the worker still sends, is emitted.

    Signals:
        progressed(object): an event or a reply on the way, in order.
        finished(object): the result: an event or a reply.
        refused(Refused): it cannot be done, for a reason that a person can mend.
        failed(Failed): something unexpected ended it, or its worker died.
        stopped(Stopped): a person ended it early.
        closed(): the worker is done with it. Follows the end; of a call that was dropped, the only signal.
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
        self.progress: Prepared | None = None  # the last message, where it says how far the work is
        self.over = False  # whether it has ended, or was dropped
        self.done = False  # whether its worker is done with it
        self._client: WorkerClient | None = None
        self._number = 0

    def send_to(self, client: WorkerClient) -> int:
        """Send the command to a worker; the id of the request."""
        self._client, self._number = client, client.send(self.command)
        return self._number

    def pause(self) -> None:
        """Hold it after its current step."""
        self._control(WorkerClient.pause)

    def resume(self) -> None:
        """Let it go on."""
        self._control(WorkerClient.resume)

    def stop(self) -> None:
        """End it after its current step; it ends as stopped, or as what it came to before."""
        self._control(WorkerClient.stop)

    def drop(self) -> None:
        """Stop it, and emit nothing of it any more but `closed`."""
        if not self.over:
            self.over = True
            self.stop()

    def take(self, message: Any, last: bool) -> None:
        """Emit what the worker sent."""
        if not last:
            if not self.over:
                self.progress = message if isinstance(message, Prepared) else None
                self.progressed.emit(message)
            return
        dropped, self.over, self.done = self.over, True, True
        if not dropped:
            self._end_of(message).emit(message)
        if Shiboken.isValid(self):  # unless its end was that of its owner, too
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
