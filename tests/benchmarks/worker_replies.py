"""The replies of a worker, as they come: what the benches of waiting share."""

import time
from collections.abc import Iterator

from workbench.worker.client import Died, WorkerClient
from workbench.worker.replies import AnyReply, Failed, Ready, Refused, Response, StartupFailed

PATIENCE = 600.0  # seconds
LOOK = 0.0005  # seconds between two looks


def replies(client: WorkerClient) -> Iterator[AnyReply | Ready]:
    """Yield what a worker says, for PATIENCE at most. Raises RuntimeError if a request fails, or the worker ends."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        for message in client.drain():
            reply = message.message if isinstance(message, Response) else message
            if isinstance(reply, Failed | Refused | StartupFailed | Died):
                raise RuntimeError(reply.message)
            yield reply
        time.sleep(LOOK)
