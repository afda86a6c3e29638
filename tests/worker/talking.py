"""A worker that tests talk to: what they ask, and the answers they wait for."""

import time
from collections.abc import Callable
from typing import Any

from workbench.worker.client import Died, WorkerClient
from workbench.worker.commands import AnyCommand
from workbench.worker.replies import FromWorker, Response

PATIENCE = 90.0  # seconds: a worker imports torch on a machine that may be busy


class Talk:
    """A worker, what it sent, and the id of the last request."""

    def __init__(self, client: WorkerClient) -> None:
        self.client = client
        self.request = 0
        self.waiting: list[FromWorker | Died] = []
        self.sent: list[FromWorker | Died] = []

    def ask(self, command: AnyCommand) -> int:
        self.request = self.client.send(command)
        return self.request

    def until(self, kind: type, when: Callable[[Any], bool] = lambda _message: True, request: int = 0) -> Any:
        """The next message of a kind: an answer to `request`, else to the last one, or a word of the worker itself."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            self.waiting += self.client.drain()
            while self.waiting:
                self.sent.append(self.waiting.pop(0))
                message: object = self.sent[-1]
                if isinstance(message, Response) and message.request == (request or self.request):
                    message = message.message
                if isinstance(message, kind) and when(message):
                    return message
            time.sleep(0.005)
        raise AssertionError(f"no {kind.__name__} in {self.sent[-5:]}")

    def answers(self, request: int = 0) -> list[Response]:
        """What came so far of a request, else of the last one."""
        wanted = request or self.request
        return [one for one in self.sent if isinstance(one, Response) and one.request == wanted]

    def sort(self, kind: type, request: int = 0) -> list[Any]:
        """What came so far of one kind, of a request, else of the last one."""
        return [one.message for one in self.answers(request) if isinstance(one.message, kind)]
