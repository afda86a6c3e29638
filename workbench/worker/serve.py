"""The worker's side: the main thread reads commands, a second one computes, and every answer goes to one pipe."""

import contextlib
import os
import queue
import threading
import time
import traceback
from collections.abc import Callable, Generator
from functools import partial
from pathlib import Path
from typing import BinaryIO

import msgspec

from workbench.core.catalogue import StrategyCard
from workbench.core.errors import UserError
from workbench.core.events import Event, Failed, Prepared, Progressed, Stopped
from workbench.core.inspection import Request
from workbench.core.returning import Returning
from workbench.core.suggestion import STRATEGY
from workbench.worker.frames import FrameWriter, read_frames
from workbench.worker.messages import (
    LOG,
    AnyCommand,
    Export,
    Exported,
    ExportTranslated,
    Inspect,
    Inspected,
    Listed,
    Looking,
    Pause,
    Paused,
    Place,
    Placed,
    Quit,
    Ready,
    Refused,
    Reply,
    Resume,
    Resumed,
    Run,
    Scan,
    Scanned,
    Stop,
    Suggest,
    Suggested,
    Translate,
    TranslateImages,
    TranslateVideo,
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
            case Run() | Translate() | ExportTranslated() | TranslateVideo() | Inspect() | Place() | Suggest():
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
                case Run() | Translate():
                    self._run(command)
                case Scan(folder=folder):
                    self._attempt("Scan", folder, partial(self._scan, command))
                case Export(out=out):
                    self._attempt("Export", out, partial(self._export, command))
                case TranslateImages(run=run):
                    self._attempt("TranslateImages", run, partial(self._translate_images, command))
                case ExportTranslated(out=out):
                    self._attempt("ExportTranslated", out, partial(self._export_translated, command))
                case TranslateVideo(request=wish):
                    self._attempt("TranslateVideo", wish.out, partial(self._translate_video, command))
                case Inspect(request=request):
                    self._attempt("Inspect", request.source, partial(self._inspect, request))
                case Place(request=request):
                    self._attempt("Place", request.source, partial(self._place, command))

                case Suggest(run=run):
                    self._attempt("Suggest", run, partial(self._suggest, command))

    def tell(self, message: "Event | Reply") -> None:
        """Send; when the front end is gone there is nobody to tell, and the closed stdin ends the worker."""
        with contextlib.suppress(OSError, ValueError):
            self.writer.write(message)

    def _introduce(self) -> None:
        from workbench.analysis.strategies.contract import strategies
        from workbench.engine.catalogue import catalogue

        cards = (StrategyCard(name, one.TITLE, one.PAPER, one.SUMMARY) for name, one in strategies().items())
        self.tell(Ready(os.getpid(), msgspec.structs.replace(catalogue(), strategies=tuple(cards))))

    def _run(self, command: Run | Translate) -> None:
        _log_to(Path(command.folder))
        events = _events(command)
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

    def _export(self, command: Export) -> None:
        from workbench.export.onnx import export_onnx

        difference = export_onnx(Path(command.run), Path(command.out), best=command.best)
        self.tell(Exported(command.run, command.out, difference))

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

    def _suggest(self, command: Suggest) -> None:
        from workbench.analysis.suggesting import suggest

        name = command.strategy or STRATEGY
        asked = (Path(command.run), command.passed, name, command.count, command.seed)
        suggesting, pacer = Returning(suggest(*asked, best=command.best, cache=command.cache)), _Pacer()
        for seen in suggesting:
            if self.stopping.is_set():
                raise UserError("Choosing what to label next was stopped.", "Ask again whenever you like.")
            if isinstance(seen, Prepared) and pacer.due(seen):
                self.tell(Looking(seen.what, seen.done, seen.total, "Suggest"))
        self.tell(Suggested(command.run, name, tuple(suggesting.result)))

    def _translate_images(self, command: TranslateImages) -> None:
        from workbench.worker.translating import translate_images

        self.tell(translate_images(command))

    def _export_translated(self, command: ExportTranslated) -> None:
        from workbench.worker.translating import export_translated

        stopped = UserError("The export was stopped.", f"What is written so far is in {command.out}.")
        self.tell(export_translated(command, self._going_until(stopped)))

    def _translate_video(self, command: TranslateVideo) -> None:
        from workbench.worker.translating import translate_video

        stopped = UserError("The video was stopped, and nothing is written.", "Start it again whenever you like.")
        self.tell(translate_video(command, self._going_until(stopped)))

    def _going_until(self, stopped: UserError) -> Callable[[Event], None]:
        """What tells progress, and raises what is given once a person wants it to stop."""
        pacer = _Pacer()

        def going(event: Event) -> None:
            if self.stopping.is_set():
                raise stopped
            if isinstance(event, Prepared) and pacer.due(event):
                self.tell(Looking(event.what, event.done, event.total))

        return going

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


def _events(command: Run | Translate) -> Generator[Event, None, None]:
    folder = Path(command.folder)
    if isinstance(command, Translate):
        from workbench.engine.translation_run import translate

        return translate(command.job, folder, command.resume)
    from workbench.engine.auto import execute

    return execute(command.job, folder, command.resume)


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
