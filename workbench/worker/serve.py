"""The worker's side: the main thread reads requests, a second thread carries them out in order, one pipe answers."""

import contextlib
import os
import queue
import threading
import traceback
from typing import BinaryIO

import msgspec

from workbench.core.catalogue import StrategyCard
from workbench.core.errors import UserError
from workbench.core.events import Prepared, Progressed
from workbench.core.generators import Returning
from workbench.core.throttle import REDRAW_SECONDS, Throttle
from workbench.worker import handlers
from workbench.worker.commands import Pause, Quit, Request, Resume, Stop, ToWorker
from workbench.worker.frames import FrameWriter, read_frames
from workbench.worker.handlers import Message
from workbench.worker.replies import Failed, FromWorker, Paused, Ready, Refused, Response, Resumed, StartupFailed


def serve(commands: BinaryIO, answers: BinaryIO) -> None:
    """Carry out requests until told to quit or until the pipe closes."""
    if hasattr(os, "nice"):  # not on Windows
        with contextlib.suppress(OSError):
            os.nice(5)  # the window comes first
    server = Server(FrameWriter(answers))
    computing = threading.Thread(target=server.compute, name="compute", daemon=True)
    computing.start()
    for message in read_frames(commands, ToWorker):
        if isinstance(message, Quit):
            break
        server.take(message)
    server.quit()
    computing.join(timeout=30)
    os._exit(0)  # native threads of the compute libraries must not hold the process


class OpenRequest:
    """A request without its last answer, and what the person wants of it. The main thread sets, the other one looks."""

    def __init__(self, request: Request) -> None:
        self.id, self.command = request.id, request.command
        self.stopping = threading.Event()
        self.going = threading.Event()
        self.going.set()

    def pause(self) -> None:
        """Hold it after its current step, unless it is to stop."""
        if not self.stopping.is_set():
            self.going.clear()

    def resume(self) -> None:
        """Let it go on."""
        self.going.set()

    def stop(self) -> None:
        """End it after its current step, held or not."""
        self.stopping.set()
        self.going.set()


class Server:
    """What the two threads share: the requests that wait their turn, and those that are open, by id."""

    def __init__(self, writer: FrameWriter) -> None:
        self.writer = writer
        self.waiting: queue.Queue[OpenRequest | None] = queue.Queue()  # None ends the compute thread
        self.open: dict[int, OpenRequest] = {}

    def take(self, message: Request | Pause | Resume | Stop) -> None:
        """Accept a message (main thread): a request waits its turn; the others act at once on the one they name."""
        if isinstance(message, Request):
            request = OpenRequest(message)
            self.open[request.id] = request
            self.waiting.put(request)
        elif (named := self.open.get(message.request)) is not None:  # else its last answer is on the way
            match message:
                case Pause():
                    named.pause()
                case Resume():
                    named.resume()
                case Stop():
                    named.stop()

    def quit(self) -> None:
        """Stop all that is open (main thread); then the compute thread ends."""
        for request in list(self.open.values()):
            request.stop()
        self.waiting.put(None)

    def compute(self) -> None:
        """Carry out requests in order (compute thread). Each gets exactly one last answer, whatever happens."""
        self._introduce()
        while (request := self.waiting.get()) is not None:
            try:
                self._answer(request, self._carry_out(request), last=True)
            except UserError as error:
                self._answer(request, Refused(error.message, error.hint), last=True)
            except Exception as error:  # the edge of the process
                traceback.print_exc()
                words = f"Something unexpected went wrong ({type(error).__name__}: {error})."
                self._answer(request, Failed(words, "The log has the details.", traceback.format_exc()), last=True)
            del self.open[request.id]

    def _introduce(self) -> None:
        try:
            from workbench.analysis.strategies.contract import strategies
            from workbench.engine.catalogue import catalogue

            cards = (StrategyCard(name, one.TITLE, one.PAPER, one.SUMMARY) for name, one in strategies().items())
            self._write(Ready(os.getpid(), msgspec.structs.replace(catalogue(), strategies=tuple(cards))))
        except UserError as error:
            self._write(StartupFailed(error.message, error.hint))
        except Exception as error:  # the edge of the process
            traceback.print_exc()
            self._write(StartupFailed(f"{type(error).__name__}: {error}", "The worker's log has the details."))

    def _carry_out(self, request: OpenRequest) -> Message:
        if request.stopping.is_set():  # before its turn came
            return handlers.stopped(request.command, 0)
        throttle, step = Throttle(REDRAW_SECONDS), 0
        with contextlib.closing(handlers.carry_out(request.command, request.stopping)) as messages:
            working = Returning(messages)
            for message in working:
                if isinstance(message, Progressed):
                    step = message.step
                if _worth_telling(message, throttle):
                    self._answer(request, message)
                if not request.going.is_set():
                    self._hold(request, step)
                if request.stopping.is_set() and not handlers.ends_by_itself(request.command):
                    break
            else:
                return working.result
        return handlers.stopped(request.command, step)  # after closing, which writes a run's checkpoint

    def _hold(self, request: OpenRequest, step: int) -> None:
        self._answer(request, Paused(step))
        request.going.wait()
        if not request.stopping.is_set():
            self._answer(request, Resumed())

    def _answer(self, request: OpenRequest, message: Message, last: bool = False) -> None:
        self._write(Response(request.id, message, last))  # type: ignore[arg-type]  # the union of all messages

    def _write(self, message: FromWorker) -> None:
        """Send; when the front end is gone there is nobody to tell, and the closed pipe ends the worker."""
        with contextlib.suppress(OSError, ValueError):
            self.writer.write(message)


def _worth_telling(event: Message, throttle: Throttle) -> bool:
    """Whether an event is to be sent: progress no more often than a front end redraws, its end and all else always."""
    match event:
        case Progressed():
            return throttle.due(always=event.step == event.steps)
        case Prepared():
            return throttle.due(always=event.done == event.total)
        case _:
            return True
