"""A connection to a host: OpenSSH's client as a child process, and the program's frames on its stdin and stdout."""

import contextlib
import os
import queue
import shlex
import shutil
import subprocess
import tempfile
import threading
from pathlib import PurePosixPath
from types import TracebackType
from typing import BinaryIO, Final, TypeVar, cast

import msgspec

from workbench import __version__
from workbench.core.errors import UserError
from workbench.store.hosts import Host
from workbench.worker.frames import FrameWriter, read_frames
from workbench.worker.host.protocol import LARGEST, MAGIC, Denied, FromHost, Greet, HostReply, ToHost, Welcome

# No terminal, no questions, nothing forwarded; a connection that is dead is noticed after 45 seconds.
OPTIONS = (
    "-T", "-a", "-x",
    "-o", "BatchMode=yes",
    "-o", "ClearAllForwardings=yes",
    "-o", "PermitLocalCommand=no",
    "-o", "ConnectTimeout=15",
    "-o", "ServerAliveInterval=15",
    "-o", "ServerAliveCountMax=3",
)  # fmt: skip
ANSWER_SECONDS = 120.0  # for one answer: a slow disk there, or the first start of Python
BANNER = 1 << 16  # bytes that a login script may print before the program answers
QUEUED = 64  # messages that wait here
NOT_FOUND, NO_CONNECTION = (126, 127), 255  # exit statuses of a shell, and of ssh
T = TypeVar("T", bound=HostReply)


class LostConnectionError(UserError):
    """The connection ended, or could not be made. Trying again later may help."""


class _End:
    """The end of the messages."""


_END: Final = _End()


class Connection:
    """A context manager: connected inside the block. `welcome`: the host's answer to the first command."""

    welcome: Welcome

    def __init__(self, host: Host) -> None:
        self.host = host
        self._log = tempfile.TemporaryFile()  # noqa: SIM115  # closed by __exit__
        self._messages: queue.Queue[HostReply | _End] = queue.Queue(QUEUED)
        self._problem = ""
        self._left = threading.Event()

    def __enter__(self) -> "Connection":
        try:
            self._process = _ssh(self.host, start_command(self.host), self._log)
            self._writer = FrameWriter(cast(BinaryIO, self._process.stdin))
            self._reader = threading.Thread(target=self._read, name=f"reader of {self.host.name}", daemon=True)
            self._reader.start()
            self.welcome = self.ask(Greet(), Welcome)
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._left.set()
        if hasattr(self, "_process"):
            with contextlib.suppress(OSError):
                cast(BinaryIO, self._process.stdin).close()
            self._process.kill()
            self._process.wait()
            if hasattr(self, "_reader"):
                self._reader.join()
            cast(BinaryIO, self._process.stdout).close()
        self._log.close()

    @property
    def root(self) -> PurePosixPath:
        """The root of the host. Raises UserError if it is no absolute path of an ordinary form."""
        root = PurePosixPath(self.welcome.root)
        if not root.is_absolute() or ".." in root.parts or len(root.parts) < 2 or not str(root).isprintable():
            raise UserError(f"{self.host.name} keeps its files at no valid path.", f"Look at it: ssh {self.host.name}")
        return root

    def check_version(self) -> None:
        """Raises UserError if the host has another version of the program than this computer."""
        if self.welcome.version != __version__:
            raise UserError(
                f"{self.host.name} has version {printable(self.welcome.version)} of the program; this one is "
                f"{__version__}.",
                f"Install the same: workbench hosts check {self.host.name} --install",
            )

    def send(self, command: ToHost) -> None:
        """Send a command. Raises LostConnectionError."""
        try:
            self._writer.write(command)
        except (OSError, ValueError):
            raise self._lost() from None

    def receive(self, timeout: float) -> HostReply | None:
        """The next answer; None if there is none in `timeout` seconds. Raises UserError, or LostConnectionError."""
        try:
            message = self._messages.get(timeout=timeout) if timeout else self._messages.get_nowait()
        except queue.Empty:
            return None
        if isinstance(message, _End):
            self._messages.put(_END)  # also for the next call
            raise self._lost()
        if isinstance(message, Denied):
            raise UserError(f"{self.host.name}: {printable(message.message)}", printable(message.hint))
        return message

    def ask(self, command: ToHost, kind: type[T]) -> T:
        """Send a command and wait for its answer of a type. Raises UserError, or LostConnectionError."""
        self.send(command)
        message = self.receive(ANSWER_SECONDS)
        if message is None:
            raise LostConnectionError(f"{self.host.name} does not answer.", "Try again later.")
        if not isinstance(message, kind):
            raise UserError(f"{self.host.name} sent a wrong answer.", f"Look at it: ssh {self.host.name}")
        return message

    def _read(self) -> None:
        stream = cast(BinaryIO, self._process.stdout)
        try:
            _skip_banner(stream)
            for message in read_frames(stream, FromHost, LARGEST):
                if not self._put(message):
                    return
        except msgspec.DecodeError as error:
            self._problem = f"it sent an invalid message: {error}"
            self._process.kill()
        except (OSError, ValueError):
            pass  # closed
        self._put(_END)

    def _put(self, message: HostReply | _End) -> bool:
        """Pass a message on; False if nobody takes it any more."""
        while not self._left.is_set():
            with contextlib.suppress(queue.Full):
                self._messages.put(message, timeout=0.2)
                return True
        return False

    def _lost(self) -> UserError:
        """Why there is no connection any more."""
        name = self.host.name
        if self._problem:
            return UserError(f"{name} does not follow the program's protocol ({self._problem}).", "Nothing was kept.")
        try:
            status = self._process.wait(5)
        except subprocess.TimeoutExpired:
            status = NO_CONNECTION
        return explained(name, status, self._printed(), known=hasattr(self, "welcome"))

    def _printed(self) -> str:
        """The last line that ssh or the host printed."""
        self._log.seek(0, os.SEEK_END)
        self._log.seek(max(0, self._log.tell() - BANNER))
        lines = [line for line in self._log.read().decode(errors="replace").splitlines() if line.strip()]
        return printable(lines[-1]) if lines else ""


def explained(name: str, status: int, printed: str, known: bool = False) -> UserError:
    """The error for the exit status of ssh and the last line that it printed. `known`: it had connected before."""
    reason = f" ({printed.rstrip('.')})" if printed else ""
    if status in NOT_FOUND or "No module named" in printed:
        return UserError(
            f"{name} does not have the program{reason}.", f"Install it: workbench hosts check {name} --install"
        )
    if "Permission denied" in printed:
        return UserError(
            f"{name} does not let you in{reason}.", "Add your key to the agent (ssh-add), and your public key there."
        )
    if "Host key verification failed" in printed:
        return UserError(f"{name} is not known yet, or is another computer now.", f"Connect once by hand: ssh {name}")
    if "Could not resolve" in printed:
        return UserError(f"{name} cannot be found{reason}.", "Correct its HostName in your ssh_config.")
    if status == NO_CONNECTION or known:
        lost = "The connection to" if known else "There is no connection to"
        return LostConnectionError(f"{lost} {name}{' was lost' if known else ''}{reason}.", f"Try it: ssh {name}")
    return UserError(f"{name} ended with status {status}{reason}.", f"Look at it: ssh {name}")


def start_command(host: Host) -> str:
    """The command that starts the program on a host: with the given Python, that of its root, or that of the PATH."""
    root = quoted(host.root)
    if host.python:
        return f"exec {quoted(host.python)} -m workbench.worker host {root}"
    own = f"{root}/env/bin/python"
    script = (
        f"if [ -x {own} ]; then exec {own} -m workbench.worker host {root}; else exec workbench-worker host {root}; fi"
    )
    return f"exec sh -c {shlex.quote(script)}"


def quoted(path: str) -> str:
    """A checked path for a shell of a host: ~/ is the home folder there."""
    return f'"$HOME"/{shlex.quote(path[2:])}' if path.startswith("~/") else shlex.quote(path)


def printable(text: str) -> str:
    """Text of a host without control characters, and not too long for a sentence."""
    return "".join(character if character.isprintable() else " " for character in text).strip()[:400]


def client() -> list[str]:
    """OpenSSH's client with its options. Raises UserError if it is not installed."""
    ssh = shutil.which("ssh")
    if ssh is None:
        raise UserError("OpenSSH's command ssh is not installed on this computer.", "Install openssh-client.")
    return [ssh, *OPTIONS]


def _ssh(host: Host, command: str, log: object) -> subprocess.Popen[bytes]:
    """Start ssh in a session of its own, so that Ctrl+C in a terminal reaches this program only."""
    try:
        return subprocess.Popen(
            [*client(), "--", host.name, command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=cast(BinaryIO, log),
            start_new_session=True,
        )
    except OSError as error:
        raise UserError(f"ssh cannot be started ({error}).", "Try again.") from error


def _skip_banner(stream: BinaryIO) -> None:
    """Pass over what a login script printed. Raises msgspec.DecodeError if the program does not answer after it."""
    before = b"\n"
    while not before.endswith(MAGIC) and (byte := stream.read(1)):
        before += byte
        if len(before) > BANNER:
            raise msgspec.DecodeError("it does not start the program")
