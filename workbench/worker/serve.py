"""The worker's side: the main thread reads commands, a second one computes, and every answer goes to one pipe."""

import contextlib
import os
import queue
import threading
import time
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import BinaryIO

from workbench.core.errors import UserError
from workbench.core.events import Event, Failed, Prepared, Progressed, Stopped
from workbench.core.inspection import Request
from workbench.core.returning import Returning
from workbench.worker.frames import FrameWriter, read_frames
from workbench.worker.messages import (
    LOG,
    AnyCommand,
    Export,
    Inspect,
    Inspected,
    Leaving,
    Listed,
    Looking,
    Pause,
    Paused,
    Place,
    Placed,
    Predict,
    Quit,
    Ready,
    Refused,
    Reply,
    Report,
    Resume,
    Resumed,
    Run,
    Scan,
    Scanned,
    Stop,
    Watch,
    Weigh,
)

PROGRESS_SECONDS = 0.05  # a front end redraws no more often


def serve(commands: BinaryIO, replies: BinaryIO) -> None:
    """Carry out commands until told to quit or until nobody is there to tell."""
    with contextlib.suppress(OSError):
        os.nice(5)  # the window comes first
    server = Server(FrameWriter(replies))
    computing = threading.Thread(target=server.compute, name="compute", daemon=True)
    computing.start()
    for command in read_frames(commands, AnyCommand):
        server.take(command)
        if isinstance(command, Quit):
            break
    server.take(Quit())
    computing.join(timeout=30)
    os._exit(0)  # native threads of the compute libraries must not hold the process


class Server:
    """What the two threads share: a queue of work, and the wishes of the person about the run under way."""

    def __init__(self, writer: FrameWriter) -> None:
        self.writer = writer
        self.work: queue.Queue[AnyCommand] = queue.Queue()
        self.stopping = threading.Event()
        self.going = threading.Event()
        self.going.set()

    def take(self, command: AnyCommand) -> None:
        """Accept a command (main thread): wishes act at once, work waits its turn."""
        match command:
            case Pause():
                self.going.clear()
            case Resume():
                self.going.set()
            case Stop():
                self.stopping.set()
                self.going.set()
            case Run() | Inspect() | Place() | Export() | Weigh() | Predict() | Watch() | Report():
                self.stopping.clear()
                self.going.set()
                self.work.put(command)
            case Quit():
                self.stopping.set()
                self.going.set()
                self.work.put(command)
            case _:
                self.work.put(command)

    def compute(self) -> None:
        """Do the work in order (compute thread). A failure is told and ends only the work that failed."""
        self._attempt("Ready", "", self._introduce)
        while not isinstance(command := self.work.get(), Quit):
            match command:
                case Run():
                    self._run(command)
                case Scan(folder=folder):
                    self._attempt("Scan", folder, partial(self._scan, command))
                case Export() | Weigh() | Predict() | Watch() | Report():
                    subject = command.run if isinstance(command, Weigh) else command.out
                    self._attempt(type(command).__name__, subject, partial(self._leave, command))
                case Inspect(request=request):
                    self._attempt("Inspect", request.source, partial(self._inspect, request))
                case Place(request=request):
                    self._attempt("Place", request.source, partial(self._place, command))

    def tell(self, message: "Event | Reply") -> None:
        """Send; when the front end is gone there is nobody to tell, and the closed stdin ends the worker."""
        with contextlib.suppress(OSError, ValueError):
            self.writer.write(message)

    def _introduce(self) -> None:
        from workbench.engine.catalogue import catalogue

        self.tell(Ready(os.getpid(), catalogue()))

    def _run(self, command: Run) -> None:
        from workbench.engine.auto import execute

        _log_to(Path(command.folder))
        events = execute(command.job, Path(command.folder), command.resume)
        pacer, step = _Pacer(), 0
        try:
            for event in events:
                if isinstance(event, Progressed):
                    step = event.step
                if pacer.due(event):
                    self.tell(event)
                if not self.going.is_set():
                    self.tell(Paused(step))
                    self.going.wait()
                    if not self.stopping.is_set():
                        self.tell(Resumed())
                if self.stopping.is_set():
                    events.close()
                    self.tell(Stopped(command.folder, step))
                    return
        except UserError as error:
            self.tell(Failed(error.message, error.hint, resumable=_resumable(command.folder)))
        except Exception as error:  # the edge of the process: whatever went wrong is told
            told = f"The run failed: {type(error).__name__}: {error}"
            self.tell(Failed(told, "The log says where.", traceback.format_exc(), _resumable(command.folder)))

    def _scan(self, command: Scan) -> None:
        from workbench.data.scan import scan

        reading = Returning(scan(Path(command.folder), cache=Path(command.cache) if command.cache else None))
        for files in reading:
            self.tell(Listed(command.side, command.folder, files))
        self.tell(Scanned(command.side, command.folder, reading.result))

    def _leave(self, command: Export | Weigh | Predict | Watch | Report) -> None:
        from workbench.worker.leaving import leave

        pacer = _Pacer()
        for told in leave(command, self.stopping):
            if self.stopping.is_set() and not isinstance(command, Watch):  # a watch ends by itself
                raise UserError("It was stopped.", "What was predicted is kept; start it again to go on.")
            if not isinstance(told, Prepared):
                self.tell(told)
            elif pacer.due(told):
                self.tell(Leaving(told.what, told.done, told.total))

    def _inspect(self, request: Request) -> None:
        from workbench.analysis.inspecting import inspect

        inspecting, pacer = Returning(inspect(request)), _Pacer()
        for seen in inspecting:
            if self.stopping.is_set():
                raise UserError("The inspection was stopped.", "Start it again whenever you like.")
            if pacer.due(seen):
                self.tell(Looking(seen.what, seen.done, seen.total))
        self.tell(Inspected(request, inspecting.result))

    def _place(self, command: Place) -> None:
        from workbench.analysis.inspecting import placed

        frames = placed(command.request, command.layout, command.start)
        source, target = b"", b""
        for source, target in frames:
            if self.stopping.is_set():
                break
            self.tell(Placed(command.layout, source, target, last=False))
        self.tell(Placed(command.layout, source, target, last=True))

    def _attempt(self, what: str, subject: str, work: Callable[[], None]) -> None:
        try:
            work()
        except UserError as error:
            self.tell(Refused(what, error.message, error.hint, subject))
        except Exception as error:  # the edge of the process: whatever went wrong is told
            traceback.print_exc()
            self.tell(Refused(what, f"{type(error).__name__}: {error}", "The worker's log says where.", subject))


class _Pacer:
    """Thins out progress to what an eye can follow."""

    def __init__(self) -> None:
        self.last = 0.0

    def due(self, event: Event) -> bool:
        match event:
            case Progressed():
                last = event.step == event.steps
            case Prepared():
                last = event.done == event.total
            case _:
                return True
        now = time.monotonic()
        if not last and now - self.last < PROGRESS_SECONDS:
            return False
        self.last = now
        return True


def _log_to(folder: Path) -> None:
    """From now on, what this process prints goes to the run's log."""
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        log = os.open(folder / LOG, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        os.dup2(log, 1)
        os.dup2(log, 2)
        os.close(log)


def _resumable(folder: str) -> bool:
    from workbench.store.run_folder import RunFolder

    place = RunFolder(Path(folder))
    return place.checkpoint.is_file() or place.trials.is_dir()
