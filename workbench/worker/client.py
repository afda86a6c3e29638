"""The client of a worker process: starts it, sends requests and collects responses. It does not import torch."""

import contextlib
import itertools
import logging
import os
import subprocess
import sys
import tempfile
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

import msgspec

from workbench.core.errors import UserError
from workbench.worker.commands import (
    LOG,
    AnyCommand,
    Leave,
    Pause,
    Quit,
    Request,
    Resume,
    Run,
    Stop,
    ToWorker,
    Translate,
)
from workbench.worker.frames import FrameWriter, read_frames
from workbench.worker.replies import Failed, FromWorker, Ready, Response

LOG_LINES = 30
END_SECONDS = 40.0  # time for a run to write its checkpoint after the pipe is closed
HERE = (sys.executable, "-m", "workbench.worker")


class Died(msgspec.Struct, frozen=True):
    """The worker process ended unexpectedly; no message follows. The client creates it, not the worker."""

    message: str
    log: str  # its last lines
    ready: bool  # whether the worker was ready before


class WorkerClient:
    """One worker process. Any thread can call `send`; a reader thread collects the messages that `drain` returns.

    `send` assigns each command an id, which its responses carry; the last response has `last` set. If the process ends
    unexpectedly, each open request gets a Failed with the exit status and the last lines of the log, and a Died
    follows. After `close` there are no more responses.
    """

    def __init__(self, log: Path | None = None, command: Sequence[str] = HERE) -> None:
        """`log`: the file for the worker's stderr; None uses a temporary file.

        `command`: starts the worker. Only its stdin and stdout are used, so it may run on another machine that has the
        same folders: `("ssh", "host", "python", "-m", "workbench.worker")`.
        """
        self.command = list(command)
        self.log = log
        self.temporary_log: IO[bytes] | None = None
        self.messages: deque[FromWorker | Died] = deque()
        self.process: subprocess.Popen[bytes] | None = None
        self.reader: threading.Thread | None = None
        self.closing = False
        self.ready = False  # whether Ready was received
        self.open_requests: dict[int, AnyCommand] = {}  # requests without their last response
        self.died = ""  # how the process ended unexpectedly
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()  # of `open` and `died`

    def start(self) -> None:
        """Start the process and the reader thread. Raises UserError if the process cannot be started."""
        try:
            with self._open_log() as stderr:
                self.process = subprocess.Popen(
                    self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=stderr
                )
        except OSError as error:
            if self.temporary_log is not None:
                self.temporary_log.close()
            raise UserError(
                f"The worker process could not be started ({error}).", "Try again, or restart the program."
            ) from error
        assert self.process.stdin is not None
        self.writer = FrameWriter(self.process.stdin)  # type: ignore[arg-type]  # Popen types its pipes as IO[bytes]
        self.reader = threading.Thread(target=self._read, name="worker reader", daemon=True)
        self.reader.start()

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self.process is not None and self.process.poll() is None

    @property
    def pid(self) -> int | None:
        """The process id, or None before `start`."""
        return self.process.pid if self.process else None

    def send(self, command: AnyCommand) -> int:
        """Send a command. Return the id that its responses carry. If the worker has died, Failed follows."""
        with self._lock:
            number = next(self._numbers)
            self.open_requests[number] = command
            if self.died:
                self._fail_all(self._log_lines())
        self._write(Request(number, command))
        return number

    def pause(self, request: int) -> None:
        """Pause a request after its current step; Paused follows."""
        self._write(Pause(request))

    def resume(self, request: int) -> None:
        """Resume a paused request; Resumed follows."""
        self._write(Resume(request))

    def stop(self, request: int) -> None:
        """Stop a request after its current step; its last response follows: Stopped, or the result if it has ended."""
        self._write(Stop(request))

    def leave(self, request: int) -> None:
        """Stop a request that nobody listens to any more; a run on a host goes on there."""
        self._write(Leave(request))

    def drain(self) -> Iterator[FromWorker | Died]:
        """Remove and yield the messages received so far, oldest first. Never waits."""
        for _ in range(len(self.messages)):
            try:
                message = self.messages.popleft()
            except IndexError:
                return
            yield message

    def quit(self) -> None:
        """Ask the worker to end without waiting; call `close` afterwards."""
        if self.process is not None and not self.closing:
            self.closing = True
            self._write(Quit())

    def close(self, timeout: float = 2.5) -> None:
        """Ask the worker to end, and kill it if it runs for more than `timeout` seconds longer."""
        if self.process is None:
            return
        self.quit()
        with contextlib.suppress(OSError, ValueError):
            self.writer.stream.close()
        try:
            self.process.wait(timeout)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self.reader is not None:
            self.reader.join()
        if self.process.stdout is not None:
            self.process.stdout.close()
        if self.temporary_log is not None:
            if self.log is None and (printed := self._log_lines()):
                logging.getLogger(__name__).info("The worker %s printed:\n%s", self.process.pid, printed)
            self.temporary_log.close()

    def _open_log(self) -> IO[bytes]:
        if self.log is None:
            self.temporary_log = tempfile.TemporaryFile()  # noqa: SIM115  # closed by `close`
            return open(os.dup(self.temporary_log.fileno()), "wb")
        self.log.parent.mkdir(parents=True, exist_ok=True)
        return self.log.open("ab")

    def _write(self, message: ToWorker) -> None:
        """Send a message; if the worker has ended, the reader thread reports it."""
        with contextlib.suppress(OSError, ValueError):
            self.writer.write(message)

    def _read(self) -> None:
        assert self.process is not None
        assert self.process.stdout is not None
        problem = ""
        try:
            for message in read_frames(self.process.stdout, FromWorker):  # type: ignore[arg-type]
                self.ready = self.ready or isinstance(message, Ready)
                if isinstance(message, Response) and message.last:
                    with self._lock:
                        self.open_requests.pop(message.request, None)
                self.messages.append(message)
        except msgspec.DecodeError as error:
            problem = f" (it sent an invalid message: {error})"
            self.process.kill()
        status = self._end_status()
        if not self.closing:
            with self._lock:
                self.died = f"The worker process ended unexpectedly with status {status}{problem}."
                lines = self._log_lines()
                self._fail_all(lines)
            self.messages.append(Died(self.died, lines, self.ready))

    def _end_status(self) -> int:
        """The exit status of a process that closed its pipe; the process is killed if it does not end."""
        assert self.process is not None
        try:
            return self.process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()

    def _fail_all(self, lines: str) -> None:
        """Send Failed to every open request of a worker that died; the caller holds the lock."""
        for number, command in self.open_requests.items():
            run = isinstance(command, Run | Translate)
            hint = "Resume it from its last checkpoint." if run else "Try again."
            log = _last_lines(Path(command.folder) / LOG) if isinstance(command, Run | Translate) else ""
            self.messages.append(Response(number, Failed(self.died, hint, log or lines), last=True))
        self.open_requests.clear()

    def _log_lines(self) -> str:
        """The last lines that the process printed; runs print to their own logs."""
        if self.log is not None:
            return _last_lines(self.log)
        if self.temporary_log is None or self.temporary_log.closed:
            return ""
        self.temporary_log.seek(0)
        return _tail(self.temporary_log.read())


def _last_lines(log: Path) -> str:
    """The last lines of a log file; empty if it does not exist, as for a run on another machine."""
    try:
        return _tail(log.read_bytes())
    except OSError:
        return ""


def _tail(printed: bytes) -> str:
    return "\n".join(printed.decode(errors="replace").splitlines()[-LOG_LINES:])
