"""The server of a worker process: the main thread reads requests, a compute thread carries them out in order."""

import contextlib
import os
import queue
import threading
import time
import traceback
from importlib import import_module
from typing import BinaryIO

import msgspec

from workbench.core.catalogue import StrategyCard
from workbench.core.errors import UserError
from workbench.core.events import Prepared, Progressed
from workbench.core.generators import Returning
from workbench.core.memory import return_free_memory
from workbench.core.throttle import REDRAW_SECONDS, Throttle
from workbench.worker import handlers
from workbench.worker.commands import Leave, Pause, Quit, Request, Resume, Stop, ToWorker
from workbench.worker.control import Control
from workbench.worker.frames import FrameWriter, read_frames
from workbench.worker.handlers import Message
from workbench.worker.replies import Failed, FromWorker, Paused, Ready, Refused, Response, Resumed, StartupFailed

IDLE = 1.0  # seconds without a request, in which a person looks at the window
LONG = 2.0  # seconds; the memory of a longer request, such as a run, is returned when it ends


def serve(commands: BinaryIO, responses: BinaryIO) -> None:
    """Carry out requests until Quit is received or the pipe closes."""
    _give_way()
    server = Server(FrameWriter(responses))
    compute_thread = threading.Thread(target=server.compute, name="compute", daemon=True)
    compute_thread.start()
    for message in read_frames(commands, ToWorker):
        if isinstance(message, Quit):
            break
        server.take(message)
    server.quit()
    compute_thread.join(timeout=30)
    os._exit(0)  # native threads of libraries would keep the process alive


def serve_one(request: Request, commands: BinaryIO, responses: BinaryIO) -> None:
    """Carry out one request, with the Pause, Resume and Stop that are received meanwhile, and end the process."""
    server, only = Server(FrameWriter(responses)), OpenRequest(request)
    server.open_requests[request.id] = only

    def take_commands() -> None:
        for message in read_frames(commands, Pause | Resume | Stop):
            server.take(message)

    threading.Thread(target=take_commands, name="commands", daemon=True).start()
    server.complete(only)
    os._exit(0)  # as in `serve`


def _give_way() -> None:
    """Give the window priority."""
    if hasattr(os, "nice"):  # not on Windows
        with contextlib.suppress(OSError):
            os.nice(5)


class OpenRequest:
    """A request without its last response. The main thread sets its control; the compute thread reads it."""

    def __init__(self, request: Request) -> None:
        self.id, self.command, self.control = request.id, request.command, Control()


class Server:
    """The state that both threads share: pending requests in order, and open requests by id."""

    def __init__(self, writer: FrameWriter) -> None:
        self.writer = writer
        self.pending: queue.Queue[OpenRequest | None] = queue.Queue()  # None ends the compute thread
        self.open_requests: dict[int, OpenRequest] = {}

    def take(self, message: Request | Pause | Resume | Stop | Leave) -> None:
        """Accept a message (main thread): queue a request; apply Pause, Resume, Stop and Leave at once."""
        if isinstance(message, Request):
            request = OpenRequest(message)
            self.open_requests[request.id] = request
            self.pending.put(request)
        elif (
            target := self.open_requests.get(message.request)
        ) is not None:  # otherwise its last response is on the way
            match message:
                case Pause():
                    target.control.pause()
                case Resume():
                    target.control.resume()
                case Stop():
                    target.control.stop()
                case Leave():
                    target.control.leave()

    def quit(self) -> None:
        """Stop all open requests (main thread), or leave what goes on elsewhere; then the compute thread ends."""
        for request in list(self.open_requests.values()):
            request.control.leave()
        self.pending.put(None)

    def compute(self) -> None:
        """Say that the worker is ready, then work (compute thread)."""
        self._send_ready()
        self.work()

    def work(self) -> None:
        """Carry out requests in order. Each gets exactly one last response."""
        request = self._first()
        while request is not None:
            begun = time.monotonic()
            self.complete(request)
            if time.monotonic() - begun > LONG:
                return_free_memory()
            request = self.pending.get()

    def complete(self, request: OpenRequest) -> None:
        """Carry out a request to its last response."""
        try:
            self._respond(request, self._carry_out(request), last=True)
        except UserError as error:
            self._respond(request, Refused(error.message, error.hint), last=True)
        except Exception as error:  # the edge of the process
            traceback.print_exc()
            problem = f"An unexpected error occurred ({type(error).__name__}: {error})."
            self._respond(request, Failed(problem, "See the log for details.", traceback.format_exc()), last=True)
        del self.open_requests[request.id]

    def _first(self) -> OpenRequest | None:
        """The first request. While there is none, load what the first run needs."""
        try:
            return self.pending.get(timeout=IDLE)
        except queue.Empty:
            for module in ("workbench.engine.run", "workbench.engine.shared_batch", "scipy.stats"):
                import_module(module)
            return self.pending.get()

    def _send_ready(self) -> None:
        try:
            from workbench.analysis.strategies.contract import strategies
            from workbench.engine.catalogue import catalogue

            cards = (
                StrategyCard(name, strategy.TITLE, strategy.PAPER, strategy.SUMMARY)
                for name, strategy in strategies().items()
            )
            self._write(Ready(os.getpid(), msgspec.structs.replace(catalogue(), strategies=tuple(cards))))
        except UserError as error:
            self._write(StartupFailed(error.message, error.hint))
        except Exception as error:  # the edge of the process
            traceback.print_exc()
            self._write(StartupFailed(f"{type(error).__name__}: {error}", "See the worker's log for details."))

    def _carry_out(self, request: OpenRequest) -> Message:
        control, own = request.control, handlers.controls_itself(request.command)
        if control.stopping.is_set():  # before it was started
            return handlers.stopped(request.command, 0)
        throttle, step = Throttle(REDRAW_SECONDS), 0
        with contextlib.closing(handlers.carry_out(request.command, control)) as messages:
            progress = Returning(messages)
            for message in progress:
                if isinstance(message, Progressed):
                    step = message.step
                if _should_send(message, throttle):
                    self._respond(request, message)
                if own:
                    continue
                if not control.running.is_set():
                    self._pause(request, step)
                if control.stopping.is_set():
                    break
            else:
                return progress.result
        return handlers.stopped(request.command, step)  # after closing, which writes a run's checkpoint

    def _pause(self, request: OpenRequest, step: int) -> None:
        self._respond(request, Paused(step))
        request.control.running.wait()
        if not request.control.stopping.is_set():
            self._respond(request, Resumed())

    def _respond(self, request: OpenRequest, message: Message, last: bool = False) -> None:
        self._write(Response(request.id, message, last))  # type: ignore[arg-type]  # the union of all messages

    def _write(self, message: FromWorker) -> None:
        """Send a message. If the front end has ended, the closed pipe ends the worker."""
        with contextlib.suppress(OSError, ValueError):
            self.writer.write(message)


def _should_send(event: Message, throttle: Throttle) -> bool:
    """Whether to send an event: progress is limited to a front end's redraw rate, except at its end."""
    match event:
        case Progressed():
            return throttle.due(always=event.step == event.steps)
        case Prepared():
            return throttle.due(always=event.done == event.total)
        case _:
            return True
