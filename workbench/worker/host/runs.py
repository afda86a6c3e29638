"""The runs of a host. Each is a process of its own session, which goes on when the connection ends."""

import fcntl
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import msgspec

from workbench.core.errors import UserError
from workbench.core.files import write_atomically
from workbench.store.event_folder import EventFolder
from workbench.worker.commands import Pause, Request, Resume, Run, Stop
from workbench.worker.frames import FrameWriter
from workbench.worker.host.layout import HostLayout
from workbench.worker.host.protocol import Begin, RunAction, checked_id

REQUEST = 1  # the id of the only request of a run's process
LOOK_SECONDS = 0.02  # between two attempts to lock
MOMENT, END_SECONDS = 0.2, 20.0  # what a look of `alive` takes at most, and the end of a process
ACTIONS = {RunAction.PAUSE: Pause(REQUEST), RunAction.RESUME: Resume(REQUEST), RunAction.STOP: Stop(REQUEST)}


class HostRun:
    """A run of this host, by its id.

    `request`: the file with its command; `journal`: the messages of its process, one frame behind another; `controls`:
    a pipe from which its process reads; `lock`: held by its process.
    """

    def __init__(self, layout: HostLayout, run: str) -> None:
        self.layout = layout
        self.place = Path(layout.runs) / checked_id(run)
        self.folder = EventFolder(Path(layout.run_folder(run)), "")
        self.request = self.place / "request"
        self.journal = self.place / "journal"
        self.controls = self.place / "controls"
        self.log = self.place / "log.txt"
        self.lock = self.place / "lock"

    def begin(self, command: Begin) -> None:
        """Start the process of the run, unless it is there.

        Raises UserError if a path of the command leads out of the root, or if there is nothing to resume.
        """
        self._check_inside(command.command)
        if command.command.resume and not self.place.is_dir():
            raise UserError("The run is not on this host any more.", "Resume it with --on here.")
        self.place.mkdir(parents=True, exist_ok=True)
        held = os.open(self.lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            if _locks(held, MOMENT):
                write_atomically(self.request, msgspec.msgpack.encode(Request(REQUEST, command.command)))
                self._start(held)
        finally:
            os.close(held)  # the process holds it

    def alive(self) -> bool:
        """Whether the process of the run is there."""
        try:
            held = os.open(self.lock, os.O_RDWR | os.O_CLOEXEC)
        except FileNotFoundError:
            return False
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        finally:
            os.close(held)
        return False

    def act(self, action: RunAction) -> None:
        """Pass an action to the process of the run; without one, nothing happens."""
        if not self.alive():
            return
        controls = os.open(self.controls, os.O_WRONLY | os.O_NONBLOCK)
        with os.fdopen(controls, "wb") as stream:
            FrameWriter(stream).write(ACTIONS[action])

    def forget(self) -> None:
        """Delete the run, once its process has ended. Raises UserError if it is in progress."""
        if not self.place.is_dir():
            return
        held = os.open(self.lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            if not _locks(held, END_SECONDS):
                raise UserError("The run is in progress.", "Stop it first.")
            shutil.rmtree(self.place)
        finally:
            os.close(held)

    def _start(self, held: int) -> None:
        if not self.controls.exists():
            os.mkfifo(self.controls, 0o600)
        controls = os.open(self.controls, os.O_RDWR | os.O_CLOEXEC)  # open for writing as well: it has no end
        try:
            with self.journal.open("wb") as journal, self.log.open("ab") as log:
                subprocess.Popen(
                    [sys.executable, "-m", "workbench.worker", "run", str(self.request), str(held)],
                    stdin=controls,
                    stdout=journal,
                    stderr=log,
                    pass_fds=(held,),
                    start_new_session=True,
                    env=os.environ | self._caches(),
                    cwd=self.place,
                )
        finally:
            os.close(controls)

    def _caches(self) -> dict[str, str]:
        """Variables that keep the caches of libraries in the root."""
        cache = str(self.layout.cache)
        return {"XDG_CACHE_HOME": cache, "TORCH_HOME": f"{cache}/torch", "TORCHINDUCTOR_CACHE_DIR": f"{cache}/inductor"}

    def _check_inside(self, command: Run) -> None:
        job = command.job
        paths = [command.folder, job.source, job.target, job.cache, job.weights, *(shot.mask for shot in job.shots)]
        for path in filter(None, paths):
            if ".." in Path(path).parts or not Path(path).is_relative_to(self.layout.root):
                raise UserError(f"{path[:200]} lies outside {self.layout.root}.", "Nothing was started.")


def _locks(held: int, seconds: float) -> bool:
    """Lock an open file within so many seconds; False if another process holds it."""
    end = time.monotonic() + seconds
    while True:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > end:
                return False
            time.sleep(LOOK_SECONDS)
        else:
            return True
