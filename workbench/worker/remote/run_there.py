"""A run on a host as a generator, like `engine.auto.execute`: it may be paused, and it outlives the connection."""

import contextlib
import time
import uuid
from collections.abc import Generator, Sequence
from pathlib import Path

from workbench.core.drawn_labels import DrawnLabel
from workbench.core.errors import UserError
from workbench.core.events import Event, Finished, Prepared, Saved, Started, Warned
from workbench.core.files import write_atomically
from workbench.core.generators import Returning
from workbench.core.job import Job
from workbench.store.hosts import Host
from workbench.store.lock import locked
from workbench.store.remote_run import Arrived, RemoteRun, arrived, remote_run, write_arrived, write_remote_run
from workbench.store.run_folder import RunFolder
from workbench.worker.commands import Run
from workbench.worker.control import Control
from workbench.worker.host.layout import HostLayout
from workbench.worker.host.protocol import Begin, Ended, Forget, Made
from workbench.worker.remote.connection import Connection, LostConnectionError
from workbench.worker.remote.listening import Listener, Message
from workbench.worker.remote.sending import send_job
from workbench.worker.replies import Failed, Refused, Stopped

PATIENCE = 3600.0  # seconds without a connection after which the run is left
WAITS = (1.0, 2.0, 5.0, 10.0, 30.0)  # seconds before the first and the following attempts to connect
TICK_SECONDS = 0.2
RESTARTS = 3  # of a process that ended without a message, without a checkpoint in between


def run_there(
    host: Host,
    job: Job,
    folder: Path,
    resume: bool = False,
    drawn: Sequence[DrawnLabel] = (),
    finish: bool = False,
    control: Control | None = None,
) -> Generator[Message, None, None]:
    """Execute a job on a host and yield its messages; the run folder here grows with the one there.

    `resume`: take up a run that goes on there, or start it again from its checkpoint. Without a `control`, closing the
    generator stops the run, and returns when it has ended there. A lost connection is made again, for an hour; the run
    goes on meanwhile. Ends with Finished or Stopped. Raises UserError, also if the run failed there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with locked(folder):
        if not resume:
            RunFolder(folder).write_job(job.checked())
            RunFolder(folder).write_drawn(drawn)
            write_remote_run(folder, RemoteRun(host.name, job.checked()))
        session = RemoteSession(host, folder, control or Control(), stops_when_closed=control is None)
        yield from session.messages(finish)


class RemoteSession:
    """The run of a folder on a host, over as many connections as it takes. `due`: what is still to be begun there."""

    def __init__(self, host: Host, folder: Path, control: Control, stops_when_closed: bool) -> None:
        self.host, self.folder, self.control, self.stops_when_closed = host, folder, control, stops_when_closed
        remote, state = remote_run(folder), arrived(folder)
        assert remote is not None, "a resumed run was executed there before"
        self.remote, self.begun = remote, state.begun
        self.due: Run | None = self._run(resume=True) if self.begun and state.over else None
        self.restarts = 0

    def messages(self, finish: bool) -> Generator[Message, None, None]:
        """All messages to the end of the run."""
        if finish and self.due is None:
            raise UserError(f"The run goes on on {self.host.name}, so it cannot be ended here.", "Stop it first.")
        if finish:
            self.due = self._run(resume=True, finish=True)
        lost_at: float | None = None
        failed = 0  # attempts to connect
        while True:
            try:
                yield Prepared(f"Connecting to {self.host.name}", 0, 1)
                with Connection(self.host) as link:
                    link.check_version()
                    lost_at, failed = None, 0
                    if not self.begun:
                        yield from self._send(link)
                    if self.begun or not self.control.stopping.is_set():
                        yield from self._followed(link)
                    else:
                        yield Stopped("The run was stopped before it began.", "What was sent is kept there.")
                    return
            except LostConnectionError as error:
                if not self.begun:
                    raise
                if lost_at is None:
                    lost_at = time.monotonic()
                    yield Warned(f"{error.message} The run goes on there.")
                if time.monotonic() - lost_at > PATIENCE:
                    raise UserError(error.message, f"The run goes on there: workbench resume {self.folder}") from error
                yield from self._wait(WAITS[min(failed, len(WAITS) - 1)])
                failed += 1
            if self.control.stopping.is_set():
                yield self._left()
                return

    def _send(self, link: Connection) -> Generator[Message, None, None]:
        """Send what the job reads, and remember where it will run."""
        progress = Returning(send_job(self.remote.job, link))
        for event in progress:
            yield event
            if self.control.stopping.is_set():
                return
        run, sent = self.remote.run or uuid.uuid4().hex, progress.result
        place = str(HostLayout(link.root).run_folder(run))
        paths = ((place, str(self.folder)), *sent.paths)
        self.remote = RemoteRun(self.host.name, self.remote.job, sent.job, run, str(link.root), paths)
        write_arrived(self.folder, Arrived())
        write_remote_run(self.folder, self.remote)
        self.due = self._run(drawn=RunFolder(self.folder).drawn())

    def _followed(self, link: Connection) -> Generator[Message, None, None]:
        """Follow the run to its end; a process that is killed there is started again."""
        if self.due is None and (started := self._started()) is not None:
            yield started
        while True:
            if self.due is not None:
                files = arrived(self.folder).files
                write_arrived(self.folder, Arrived(0, files, self.begun))
                link.ask(Begin(self.remote.run, self.due), Made)
                self.due, self.begun = None, True
                write_arrived(self.folder, Arrived(0, files, self.begun))
            listener = Listener(self.folder, self.remote, self.host.limit_gb)
            ended = yield from self._listened(listener, link)
            if ended is None:
                yield self._left()
                return
            if listener.last is not None:
                if isinstance(listener.last, Finished):
                    link.ask(Forget(self.remote.run), Made)
                yield _result(listener.last)
                return
            yield Warned(self._restart(ended))

    def _listened(self, listener: Listener, link: Connection) -> Generator[Message, None, Ended | None]:
        listening = Returning(listener.listen(link, self.control, self.stops_when_closed))
        with contextlib.closing(listening.generator):
            for message in listening:
                if isinstance(message, Saved):
                    self.restarts = 0
                yield message
        return listening.result

    def _restart(self, ended: Ended) -> str:
        """Make the run due again; the sentence about it. Raises UserError if that did not help before."""
        name = self.host.name
        self.restarts += 1
        if self.restarts > RESTARTS:
            write_atomically(self.folder / "host-log.txt", ended.log)
            raise UserError(
                f"The process of the run on {name} ended {self.restarts} times without a message.",
                f"The end of its log is in {self.folder / 'host-log.txt'}.",
            )
        self.due = self._run(resume=True)
        return f"The process of the run on {name} ended unexpectedly; it is started again from its checkpoint."

    def _run(self, resume: bool = False, drawn: tuple[DrawnLabel, ...] = (), finish: bool = False) -> Run:
        assert self.remote.sent is not None, "the data of a run that has begun was sent"
        folder = self.remote.paths[0][0]
        return Run(self.remote.sent, folder, resume, drawn, finish)

    def _started(self) -> Started | None:
        """The last start of the run that has arrived."""
        events = [event for event in RunFolder(self.folder).training_folder().events() if isinstance(event, Started)]
        return events[-1] if events else None

    def _wait(self, seconds: float) -> Generator[Event, None, None]:
        """Wait for the next attempt to connect."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and not self.control.stopping.wait(TICK_SECONDS):
            yield Prepared(f"Connecting to {self.host.name} again", 0, 1)

    def _left(self) -> Stopped:
        """The last message if the run goes on there."""
        name = self.host.name
        return Stopped(f"The run goes on on {name}.", "Resume it here to take it up again.", elsewhere=name)


def _result(last: object) -> Message:
    """The last message of a run. Raises UserError if it says that the run failed."""
    if isinstance(last, Refused | Failed):
        raise UserError(last.message, last.hint)
    assert isinstance(last, Finished | Stopped)
    return last
