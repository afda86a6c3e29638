"""The worker's side: the main thread reads commands, a second one computes, and every answer goes to one pipe."""

import contextlib
import os
import queue
import threading
import traceback
from collections.abc import Callable, Generator
from functools import partial
from pathlib import Path
from typing import BinaryIO

import msgspec

from workbench.core.catalogue import StrategyCard
from workbench.core.errors import UserError
from workbench.core.events import Event, Failed, Finished, Prepared, Progressed, Stopped, TranslationFinished
from workbench.core.throttle import REDRAW_SECONDS, Throttle
from workbench.worker import handlers
from workbench.worker.commands import LOG, AnyCommand, Pause, Quit, Resume, Run, Stop, Translate, subject
from workbench.worker.frames import FrameWriter, read_frames
from workbench.worker.replies import Paused, Ready, Refused, Reply, Resumed


def serve(commands: BinaryIO, replies: BinaryIO) -> None:
    """Carry out commands until told to quit or until nobody is there to tell."""
    if hasattr(os, "nice"):  # not on Windows
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
            case Quit():
                self.stopping.set()
                self.going.set()
                self.work.put(command)
            case _:
                if isinstance(command, Run | Translate | handlers.STOPPABLE):
                    self.stopping.clear()
                    self.going.set()
                self.work.put(command)

    def compute(self) -> None:
        """Do the work in order (compute thread). A failure is told and ends only the work that failed."""
        self._attempt("Ready", "", self._introduce)
        while not isinstance(command := self.work.get(), Quit):
            if isinstance(command, Run | Translate):
                self._run(command)
            else:
                self._attempt(type(command).__name__, subject(command), partial(self._carry_out, command))

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
        throttle, step = Throttle(REDRAW_SECONDS), 0
        try:
            for event in events:
                if isinstance(event, Progressed):
                    step = event.step
                if _worth_telling(event, throttle):
                    self.tell(event)
                if not self.going.is_set():
                    self.tell(Paused(step))
                    self.going.wait()
                    if not self.stopping.is_set():
                        self.tell(Resumed())
                if self.stopping.is_set() and not isinstance(event, Finished | TranslationFinished):
                    events.close()
                    self.tell(Stopped(command.folder, step))
                    return
        except UserError as error:
            self.tell(Failed(error.message, error.hint, resumable=_resumable(command.folder)))
        except Exception as error:  # the edge of the process: whatever went wrong is told
            told = f"The run failed: {type(error).__name__}: {error}"
            self.tell(Failed(told, "The log says where.", traceback.format_exc(), _resumable(command.folder)))

    def _carry_out(self, command: AnyCommand) -> None:
        throttle = Throttle(REDRAW_SECONDS)
        with contextlib.closing(handlers.carry_out(command, self.stopping)) as telling:
            for told in telling:
                if self.stopping.is_set() and handlers.cut_short(command):
                    self.tell(handlers.last_word(command, told))
                    return
                if not isinstance(told, Prepared):
                    self.tell(told)
                elif _worth_telling(told, throttle):
                    self.tell(handlers.progress(command, told))

    def _attempt(self, what: str, subject: str, work: Callable[[], None]) -> None:
        try:
            work()
        except UserError as error:
            self.tell(Refused(what, error.message, error.hint, subject))
        except Exception as error:  # the edge of the process: whatever went wrong is told
            traceback.print_exc()
            self.tell(Refused(what, f"{type(error).__name__}: {error}", "The worker's log says where.", subject))


def _worth_telling(event: Event, throttle: Throttle) -> bool:
    """Whether an event is to be sent: progress no more often than a front end redraws, its end and all else always."""
    match event:
        case Progressed():
            return throttle.due(always=event.step == event.steps)
        case Prepared():
            return throttle.due(always=event.done == event.total)
        case _:
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
