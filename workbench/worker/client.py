"""The calling side: a worker process and its pipes. Imports nothing heavy, so a window starts without torch."""

import contextlib
import logging
import os
import subprocess
import sys
import tempfile
import threading
from collections import deque
from collections.abc import Sequence
from pathlib import Path
from typing import IO

import msgspec

from workbench.core.errors import UserError
from workbench.core.events import Failed
from workbench.worker.commands import LOG, AnyCommand, Quit, Run, Translate
from workbench.worker.frames import FrameWriter, read_frames
from workbench.worker.replies import AnyReply, Ready

LOG_LINES = 30


class WorkerClient:
    """One worker process. `send` from any thread; one reader thread collects what `drain` hands out.

    When the worker ends without having been asked to, the last thing drained is a Failed with its exit status and
    the last lines of its log.
    """

    def __init__(self, log: Path | None = None, command: Sequence[str] | None = None) -> None:
        """`log` takes the worker's stderr; without it, a nameless file. `command` replaces the usual worker."""
        self.command = list(command or (sys.executable, "-m", "workbench.worker"))
        self.log = log
        self.nameless: IO[bytes] | None = None
        self.replies: deque[AnyReply] = deque()
        self.process: subprocess.Popen[bytes] | None = None
        self.reader: threading.Thread | None = None
        self.closing = False
        self.ready = False  # whether it ever said so

    def start(self) -> None:
        """Start the process and the thread that reads it. Raises UserError when it can not be started."""
        try:
            with self._open_log() as stderr:
                self.process = subprocess.Popen(
                    self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=stderr
                )
        except OSError as error:
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
        """The process id, once started."""
        return self.process.pid if self.process else None

    def send(self, command: AnyCommand) -> None:
        """Ask the worker for something; a dead worker's answer is the Failed that `drain` gives."""
        if isinstance(command, Run | Translate):
            self.log = Path(command.folder) / LOG  # where the worker writes from now on
        with contextlib.suppress(OSError, ValueError):
            self.writer.write(command)

    def drain(self) -> list[AnyReply]:
        """All that came since the last call, oldest first. Never waits."""
        taken: list[AnyReply] = []
        while self.replies:
            taken.append(self.replies.popleft())
        return taken

    def quit(self) -> None:
        """Ask the worker to end, and wait for nothing; `close` follows."""
        if self.process is not None and not self.closing:
            self.closing = True
            self.send(Quit())

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
            if self.log is None and (printed := self._last_lines()):
                logging.getLogger(__name__).info("The worker %s printed:\n%s", self.process.pid, printed)
            self.nameless.close()

    def _open_log(self) -> IO[bytes]:
        if self.log is None:
            self.nameless = tempfile.TemporaryFile()  # noqa: SIM115  # closed by `close`
            return open(os.dup(self.nameless.fileno()), "wb")
        self.log.parent.mkdir(parents=True, exist_ok=True)
        return self.log.open("ab")

    def _read(self) -> None:
        assert self.process is not None
        assert self.process.stdout is not None
        problem = ""
        try:
            for reply in read_frames(self.process.stdout, AnyReply):  # type: ignore[arg-type]
                self.ready = self.ready or isinstance(reply, Ready)
                self.replies.append(reply)
        except msgspec.DecodeError as error:
            problem = f" (it sent what is no message: {error})"
            self.process.kill()
        status = self.process.wait()
        if not self.closing:
            self.replies.append(
                Failed(
                    f"The worker process ended unexpectedly with status {status}{problem}.",
                    "Resume it from its last checkpoint.",
                    self._last_lines(),
                    resumable=True,
                )
            )

    def _last_lines(self) -> str:
        text = b""
        with contextlib.suppress(OSError, ValueError):
            if self.log is not None:
                text = self.log.read_bytes()
            elif self.nameless is not None:
                self.nameless.seek(0)
                text = self.nameless.read()
        return "\n".join(text.decode(errors="replace").splitlines()[-LOG_LINES:])
