"""The node's side of a run on a Ray cluster: runs it in a folder of its own, and sends back what it leaves."""

import socket
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from workbench import __version__
from workbench.cluster.folder_copy import FolderChange, FolderWatch, apply
from workbench.cluster.planned_run import PlannedRun
from workbench.core.errors import UserError
from workbench.core.events import AnyEvent, Evaluated, Event, Finished, Prepared, Progressed, Saved
from workbench.core.throttle import Throttle

SECONDS = 0.5  # between two messages about progress
TOLD = (Prepared, Progressed, Evaluated, Finished)  # the events that a status follows


class RunNews(msgspec.Struct, frozen=True):
    """A message from a run: its number, which start of it this is, the machine, its last events, and its files."""

    number: int
    start: int
    at: str
    events: tuple[AnyEvent, ...] = ()
    change: FolderChange | None = None


class TaskEnd(msgspec.Struct, frozen=True):
    """How a task ended: the run is finished, or was stopped, or failed by a person's mistake, with its message."""

    finished: bool
    problem: str = ""


class Mailbox:
    """An actor that keeps the messages of all runs until the caller takes them, and tells the runs to stop."""

    def __init__(self) -> None:
        self.messages: list[bytes] = []
        self.stopping = False

    def put(self, message: bytes) -> bool:
        """Keep a message. Return whether the run should go on."""
        self.messages.append(message)
        return not self.stopping

    def take(self) -> list[bytes]:
        """The messages since the last call, in the order of their arrival."""
        messages, self.messages = self.messages, []
        return messages

    def stop(self) -> None:
        """Tell all runs to stop at their next message."""
        self.stopping = True


def make_run(number: int, start: int, planned: bytes, kept: bytes, mailbox: Any, version: str) -> bytes:
    """The Ray task of a run: go on from the files that are `kept` of an earlier start. Return an encoded TaskEnd.

    The folder of the run is temporary: the task sends its files at each checkpoint and at the end.
    """
    import ray

    if version != __version__:
        problem = f"A node has version {__version__} of this program, the caller has {version}. Install the same."
        return msgspec.msgpack.encode(TaskEnd(False, problem))
    at = f"{socket.gethostname()}/{ray.get_runtime_context().get_node_id()[:4]}"

    def send(events: list[Event], change: FolderChange | None) -> bool:
        news = RunNews(number, start, at, tuple(events), change)  # type: ignore[arg-type]  # each event is one of the union
        answer = mailbox.put.remote(msgspec.msgpack.encode(news))
        return bool(answer.future().result())  # `ray.get` would give the CPU of this task to another one meanwhile

    with tempfile.TemporaryDirectory(prefix="workbench-run-", ignore_cleanup_errors=True) as temporary:
        folder = Path(temporary) / "run"
        apply(msgspec.msgpack.decode(kept, type=FolderChange), folder)
        try:
            finished = _follow(msgspec.msgpack.decode(planned, type=PlannedRun), folder, send)
        except UserError as error:
            return msgspec.msgpack.encode(TaskEnd(False, str(error)))
    return msgspec.msgpack.encode(TaskEnd(finished))


def _follow(planned: PlannedRun, folder: Path, send: Callable[[list[Event], FolderChange | None], bool]) -> bool:
    """Run it, and send its events and files. Return False if it was told to stop; then its checkpoint is sent."""
    watch, due, told = FolderWatch(folder), Throttle(SECONDS), dict[type[Event], Event]()
    watch.change()  # what came from the caller need not be sent back
    goes_on, finished = send([], None), False
    events = planned.execute(folder)
    try:
        for event in events:
            if isinstance(event, TOLD):
                told[type(event)] = event
            saved = isinstance(event, Saved)
            if saved or due.due():
                goes_on = send(list(told.values()), watch.change() if saved else None)
                told.clear()
            if not goes_on:
                break
        else:
            finished = True
    finally:
        events.close()  # writes the checkpoint of a run that stops
    send(list(told.values()), watch.change())
    return finished
