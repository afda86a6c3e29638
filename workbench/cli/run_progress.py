"""Runs a job to its end in the terminal: events in, live display out, Ctrl+C keeps the checkpoint."""

import contextlib
import signal
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from types import FrameType
from typing import TypeVar

import msgspec

from workbench.cli.display import Display
from workbench.core.distributed_env import follower
from workbench.core.errors import UserError
from workbench.core.events import Event, Finished, Progressed
from workbench.core.job import Job
from workbench.core.scores import Estimate, OpenScores
from workbench.engine.auto import execute
from workbench.store.run_folder import RunFolder

T = TypeVar("T", bound=Event)
STOPPING = (signal.SIGINT, signal.SIGTERM)  # Ctrl+C, and what schedulers send before they end a process


class RunReport(msgspec.Struct):
    """What `--json` prints: accuracies and score in [0, 1], seconds of wall time, the run's folder."""

    source_accuracy: float | None
    target_accuracy: float | None
    score: float
    shot_accuracy: Estimate | None
    open: OpenScores | None
    seconds: float
    run: str


def run_to_end(job: Job, folder: Path, *, json: bool, resume: bool = False) -> int:
    """0 when the run finished, 130 when it was interrupted. Raises UserError when it can not go on."""
    if follower():
        return _follow(job, folder, resume)
    if not resume and RunFolder(folder).begun():
        raise UserError(f"{folder} already holds a run.", f"Choose another --out, or: workbench resume {folder}")
    with interruptible() as interrupted, Display(to_stderr=json) as display:
        finished = shown(execute(job, folder, resume), Finished, folder, display, interrupted)
    if finished is None:
        return 130
    scores = finished.scores
    display.summary(job, finished)
    if json:
        accuracies = (scores.source_accuracy, scores.target_accuracy)
        report = RunReport(*accuracies, scores.score, scores.shot_accuracy, scores.open, finished.seconds, finished.run)
        print(msgspec.json.encode(report).decode())
    return 0


def shown(
    events: Generator[Event, None, None], end: type[T], folder: Path, display: Display, interrupted: Callable[[], bool]
) -> T | None:
    """Show what a run tells; its last event, of type `end`, or None when it was interrupted: its checkpoint is kept."""
    step, last = 0, None
    for event in events:
        display.show(event)
        step = event.step if isinstance(event, Progressed) else step
        last = event if isinstance(event, end) else last
        if interrupted() and last is None:
            events.close()
            display.stopped(step, folder)
            return None
    assert last is not None
    return last


@contextlib.contextmanager
def interruptible() -> Iterator[Callable[[], bool]]:
    """Whether a person, or a scheduler, wants this to end; a second Ctrl+C does not wait until it is asked."""
    wanted = False

    def interrupt(_signal: int, _frame: FrameType | None) -> None:
        nonlocal wanted
        if wanted:
            raise KeyboardInterrupt
        wanted = True

    before = {one: signal.signal(one, interrupt) for one in STOPPING}
    try:
        yield lambda: wanted
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def _follow(job: Job, folder: Path, resume: bool) -> int:
    """Compute for another process, which says when to stop and tells what went wrong: it goes wrong there too."""
    for one in STOPPING:
        signal.signal(one, signal.SIG_IGN)
    with contextlib.suppress(UserError, RuntimeError):
        for _ in execute(job, folder, resume):
            pass
    return 0


def finished_run(job: Job, folder: Path) -> Finished:
    """The result of a job run quietly in a folder. A finished run is not repeated; an interrupted one goes on.

    Raises KeyboardInterrupt when it is interrupted: its checkpoint is kept.
    """
    place = RunFolder(folder)
    if place.result_file.is_file():
        return place.result().finished
    with interruptible() as interrupted:
        events = execute(job, folder, resume=place.begun())
        for event in events:
            if isinstance(event, Finished):
                return event
            if interrupted():
                events.close()
                raise KeyboardInterrupt
    raise AssertionError("a run that does not fail ends with Finished")


def unused(folder: Path, method: str) -> Path:
    """The first of METHOD-1, METHOD-2, … that is not there yet in a folder."""
    number = 1
    while (path := folder / f"{method}-{number}").exists():
        number += 1
    return path
