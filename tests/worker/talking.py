"""What tests hear from a worker."""

import time
from collections.abc import Callable
from typing import Any

from workbench.worker.client import WorkerClient
from workbench.worker.replies import AnyReply

PATIENCE = 90.0  # seconds: a worker imports torch on a machine that may be busy


class Talk:
    """A worker and all it said."""

    def __init__(self, client: WorkerClient) -> None:
        self.client = client
        self.waiting: list[AnyReply] = []
        self.heard: list[AnyReply] = []

    def until(self, kind: type, when: Callable[[Any], bool] = lambda _reply: True) -> Any:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            self.waiting += self.client.drain()
            while self.waiting:
                self.heard.append(self.waiting.pop(0))
                if isinstance(self.heard[-1], kind) and when(self.heard[-1]):
                    return self.heard[-1]
            time.sleep(0.005)
        raise AssertionError(f"no {kind.__name__} in {self.heard[-5:]}")
