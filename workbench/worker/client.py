"""The calling side: a worker process, its pipes and its open requests. Imports nothing heavy, torch least of all."""

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
from workbench.worker.commands import LOG, AnyCommand, Pause, Quit, Request, Resume, Run, Stop, ToWorker, Translate
from workbench.worker.frames import FrameWriter, read_frames
from workbench.worker.replies import Failed, FromWorker, Ready, Response

LOG_LINES = 30
END_SECONDS = 40.0  # for a run to write its checkpoint after the pipe is closed
HERE = (sys.executable, "-m", "workbench.worker")


class Died(msgspec.Struct, frozen=True):
    """The worker process ended unasked, and no message follows. Not sent by the worker: the client says it."""

    message: str
    log: str  # its last lines
    ready: bool  # whether the worker was ready before


class WorkerClient:
    """One worker process. `send` from any thread; one reader thread collects what `drain` hands out.

    `send` gives each command an id, which its answers carry; the last of them has `last` set. Where the process ends
    unasked, each request that is open gets a Failed with its exit status and the last lines of its log, and a Died
    follows. After `close` nothing more is answered.
    """

    def __init__(self, log: Path | None = None, command: Sequence[str] = HERE) -> None:
        """`log` takes the worker's stderr; without it, a nameless file.

        `command` starts the worker. Its stdin and stdout are all that is used of it, so it may stand on another
        machine that sees the same folders: `("ssh", "host", "python", "-m", "workbench.worker")`.
        """
        self.command = list(command)
        self.log = log
        self.nameless: IO[bytes] | None = None
        self.messages: deque[FromWorker | Died] = deque()
        self.process: subprocess.Popen[bytes] | None = None
        self.reader: threading.Thread | None = None
        self.closing = False
        self.ready = False  # whether it ever said so
        self.open: dict[int, AnyCommand] = {}  # requests without their last answer
        self.died = ""  # how the process ended unasked
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()  # of `open` and `died`

    def start(self) -> None:
        """Start the process and the thread that reads it. Raises UserError when it cannot be started."""
        try:
            with self._open_log() as stderr:
                self.process = subprocess.Popen(
                    self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=stderr
                )
        except OSError as error:
            if self.nameless is not None:
                self.nameless.close()
            raise UserError(f"The worker process could not be started ({error}).", "Try again, or restart.") from error
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
        """The id of the process that was started here."""
        return self.process.pid if self.process else None

    def send(self, command: AnyCommand) -> int:
        """Ask for something; the id that the answers carry. A worker that died answers with Failed, too."""
        with self._lock:
            number = next(self._numbers)
            self.open[number] = command
            if self.died:
                self._fail_all(self._own_lines())
        self._write(Request(number, command))
        return number

    def pause(self, request: int) -> None:
        """Hold a request after its current step; Paused follows."""
        self._write(Pause(request))

    def resume(self, request: int) -> None:
        """Let a held request go on; Resumed follows."""
        self._write(Resume(request))

    def stop(self, request: int) -> None:
        """End a request after its current step; its last answer follows, Stopped or what it came to before."""
        self._write(Stop(request))

    def drain(self) -> Iterator[FromWorker | Died]:
        """All that came until now, oldest first. Never waits; a second iterator takes what the first left."""
        for _ in range(len(self.messages)):
            try:
                message = self.messages.popleft()
            except IndexError:
                return
            yield message

    def quit(self) -> None:
        """Ask the worker to end, and wait for nothing; `close` follows."""
        if self.process is not None and not self.closing:
            self.closing = True
            self._write(Quit())

    def close(self, timeout: float = 2.5) -> None:
        """Ask the worker to end, wait for it, and kill it when it takes longer than `timeout` seconds."""
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
        if self.nameless is not None:
            if self.log is None and (printed := self._own_lines()):
                logging.getLogger(__name__).info("The worker %s printed:\n%s", self.process.pid, printed)
            self.nameless.close()

    def _open_log(self) -> IO[bytes]:
        if self.log is None:
            self.nameless = tempfile.TemporaryFile()  # noqa: SIM115  # closed by `close`
            return open(os.dup(self.nameless.fileno()), "wb")
        self.log.parent.mkdir(parents=True, exist_ok=True)
        return self.log.open("ab")

    def _write(self, message: ToWorker) -> None:
        """Send; where nobody reads any more, the reader thread says so."""
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
                        self.open.pop(message.request, None)
                self.messages.append(message)
        except msgspec.DecodeError as error:
            problem = f" (it sent what is no message: {error})"
            self.process.kill()
        status = self._end_status()
        if not self.closing:
            with self._lock:
                self.died = f"The worker process ended unexpectedly with status {status}{problem}."
                lines = self._own_lines()
                self._fail_all(lines)
            self.messages.append(Died(self.died, lines, self.ready))

    def _end_status(self) -> int:
        """The exit status of a process that closed its pipe; one that lives on without a pipe is killed."""
        assert self.process is not None
        try:
            return self.process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()

    def _fail_all(self, lines: str) -> None:
        """Give every open request its last answer, in the name of a worker that died; needs the lock."""
        for number, command in self.open.items():
            run = isinstance(command, Run | Translate)
            hint = "Resume it from its last checkpoint." if run else "Try again."
            log = _last_lines(Path(command.folder) / LOG) if isinstance(command, Run | Translate) else ""
            self.messages.append(Response(number, Failed(self.died, hint, log or lines), last=True))
        self.open.clear()

    def _own_lines(self) -> str:
        """The last lines of what the process printed, runs aside, which have a log of their own."""
        if self.log is not None:
            return _last_lines(self.log)
        if self.nameless is None or self.nameless.closed:
            return ""
        self.nameless.seek(0)
        return _tail(self.nameless.read())


def _last_lines(log: Path) -> str:
    """The end of a log file; empty where there is none, as for a run on another machine."""
    try:
        return _tail(log.read_bytes())
    except OSError:
        return ""


def _tail(printed: bytes) -> str:
    return "\n".join(printed.decode(errors="replace").splitlines()[-LOG_LINES:])
