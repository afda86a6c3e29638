"""The server of a host: carries out the commands of `protocol` that arrive on stdin, until stdin closes."""

import os
import platform
import shutil
import subprocess
import sys
import threading
import traceback
from pathlib import Path, PurePosixPath
from typing import BinaryIO

import msgspec

from workbench import __version__
from workbench.core.counting import count
from workbench.core.errors import UserError
from workbench.core.files import write_atomically
from workbench.worker.frames import FrameWriter, read_frames
from workbench.worker.host.contents import ContentStore
from workbench.worker.host.following import Follower
from workbench.worker.host.layout import MARK, HostLayout
from workbench.worker.host.protocol import (
    LARGEST,
    MAGIC,
    Act,
    AskMissing,
    Begin,
    Clean,
    Denied,
    Follow,
    Forget,
    Greet,
    HostReply,
    Made,
    MakeTree,
    Missing,
    Put,
    ToHost,
    Welcome,
    is_id,
)
from workbench.worker.host.runs import HostRun

GPU_QUERY = ("nvidia-smi", "--query-gpu=name,memory.total", "--format=csv,noheader")
GPU_SECONDS = 20.0


def serve_host(root: str, commands: BinaryIO, replies: BinaryIO) -> None:
    """Carry out commands until the connection closes. Runs go on after that. Never returns."""
    replies.write(MAGIC)
    replies.flush()
    server = HostServer(HostLayout(PurePosixPath(os.path.abspath(os.path.expanduser(root)))), FrameWriter(replies))
    try:
        for command in read_frames(commands, ToHost, LARGEST):
            server.take(command)
    except msgspec.DecodeError as error:
        server.send(Denied(f"The host received a command that it does not know ({error}).", "Nothing was done."))
    server.leave()
    os._exit(0)


class HostServer:
    """Carries out commands. Follow goes on in a thread of its own until its run is over."""

    def __init__(self, layout: HostLayout, writer: FrameWriter) -> None:
        self.layout, self.writer = layout, writer
        self.store = ContentStore(layout)
        self.follower: Follower | None = None

    def take(self, command: ToHost) -> None:
        """Carry out a command and answer it."""
        try:
            reply = self._carried_out(command)
        except UserError as error:
            reply = Denied(error.message, error.hint)
        except Exception as error:  # the edge of the process
            traceback.print_exc()
            reply = Denied(f"The host cannot do that ({type(error).__name__}: {error}).", "Look at its disk.")
        if reply is not None:
            self.send(reply)

    def send(self, reply: HostReply) -> None:
        """Send an answer. If nobody listens any more, this process ends."""
        try:
            self.writer.write(reply)
        except (OSError, ValueError):
            os._exit(0)

    def leave(self) -> None:
        """Discard what has arrived in part."""
        self.store.close()

    def _carried_out(self, command: ToHost) -> HostReply | None:
        match command:
            case Greet():
                return self._welcome()
            case AskMissing(digests=digests):
                return Missing(self.store.missing(digests), self._free())
            case Put():
                self._make_root()
                self.store.put(command)
                return None
            case MakeTree():
                self._make_root()
                self.store.make_tree(command)
            case Begin(run=run):
                self._make_root()
                HostRun(self.layout, run).begin(command)
            case Follow(run=run):
                self._follow(HostRun(self.layout, run), command)
                return None
            case Act(run=run, action=action):
                HostRun(self.layout, run).act(action)
                return None
            case Forget(run=run):
                HostRun(self.layout, run).forget()
            case Clean():
                self._clean()
        return Made()

    def _follow(self, run: HostRun, command: Follow) -> None:
        if self.follower is not None:
            self.follower.left.set()
        if not run.place.is_dir():
            raise UserError("The run is not on this host any more.", "Resume it with --on here.")
        self.follower = Follower(run, command, self.send)
        threading.Thread(target=self.follower.follow, name="follower", daemon=True).start()

    def _welcome(self) -> Welcome:
        return Welcome(
            version=__version__,
            root=str(self.layout.root),
            python=sys.executable,
            system=f"{platform.system()} {platform.machine()}",
            cpus=os.cpu_count() or 1,
            gpus=_gpus(),
            free=self._free(),
            contents=self.store.count(),
            running=self._running(),
        )

    def _running(self) -> tuple[str, ...]:
        runs = Path(self.layout.runs)
        names = sorted(filter(is_id, os.listdir(runs))) if runs.is_dir() else []
        return tuple(name for name in names if HostRun(self.layout, name).alive())

    def _free(self) -> int:
        root = Path(self.layout.root)
        return shutil.disk_usage(next(folder for folder in (root, *root.parents) if folder.is_dir())).free

    def _make_root(self) -> None:
        """Create the root. Raises UserError if the folder is there and is none."""
        root = Path(self.layout.root)
        if (root / MARK).is_file():
            return
        if root.is_dir() and any(name != "env" for name in os.listdir(root)):
            raise UserError(f"The folder {root} has files of somebody else.", "Choose another root for this host.")
        root.mkdir(parents=True, mode=0o700, exist_ok=True)
        about = "Domain Workbench keeps images and runs here. “workbench hosts clean” deletes it.\n"
        write_atomically(root / MARK, about)

    def _clean(self) -> None:
        root = Path(self.layout.root)
        if not root.exists():
            return
        if not (root / MARK).is_file():
            raise UserError(f"{root} is no folder of this program.", "Delete it by hand.")
        if running := self._running():
            raise UserError(f"{count(len(running), 'run')} of this host would be lost.", "Stop them first.")
        shutil.rmtree(root)


def _gpus() -> tuple[str, ...]:
    """The names and memory of the GPUs of NVIDIA; none without its tool."""
    if shutil.which(GPU_QUERY[0]) is None:
        return ()
    try:
        told = subprocess.run(
            GPU_QUERY, capture_output=True, text=True, timeout=GPU_SECONDS, check=True, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.SubprocessError):
        return ()
    return tuple(line.strip() for line in told.stdout.splitlines() if line.strip())
