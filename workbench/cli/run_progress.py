"""Runs a job in the terminal with a live display. Ctrl+C stops it and keeps the checkpoint."""

import contextlib
import signal
from collections.abc import Callable, Generator, Iterator, Sequence
from pathlib import Path
from types import FrameType
from typing import TypeVar

import msgspec

from workbench.cli.display import Display
from workbench.core.distributed_env import follower
from workbench.core.drawn_labels import DrawnLabel
from workbench.core.errors import UserError
from workbench.core.events import Event, Finished, Progressed
from workbench.core.job import Job
from workbench.core.places import HERE
from workbench.core.scores import Estimate, OpenScores
from workbench.core.target_quality import TargetQuality
from workbench.engine.auto import execute
from workbench.store.run_folder import RunFolder
from workbench.worker.places import execute_at

T = TypeVar("T", bound=Event)
STOPPING = (signal.SIGINT, signal.SIGTERM)  # Ctrl+C, and the signal of schedulers


class RunReport(msgspec.Struct):
    """The output of `--json`: accuracies and score in [0, 1], wall time in seconds, and the run's folder.

    `target`: what may be said of the target accuracy, measured or estimated.
    """

    source_accuracy: float | None
    target_accuracy: float | None
    score: float
    shot_accuracy: Estimate | None
    open: OpenScores | None
    seconds: float
    run: str
    target: TargetQuality


def run_job(
    job: Job,
    folder: Path,
    *,
    json: bool,
    resume: bool = False,
    drawn: Sequence[DrawnLabel] = (),
    finish: bool = False,
    place: str = HERE,
) -> int:
    """Run a job, or `finish` a stopped one. Return 0 if it finished, 130 if it was interrupted.

    `drawn` and `place`: as for `execute_at`. Raises UserError if it cannot run.
    """
    if follower():
        return _run_follower(job, folder, resume)
    if not resume and RunFolder(folder).begun():
        raise UserError(
            f"The folder {folder} already contains a run.", f"Choose another --out, or: workbench resume {folder}"
        )
    with stop_requested() as interrupted, Display(to_stderr=json) as display:
        events = execute_at(place, job, folder, resume, drawn, finish)
        finished = show_events(events, Finished, folder, display, interrupted)
    if finished is None:
        return 130
    from workbench.analysis.measured_runs import stated_quality

    scores, quality = finished.scores, stated_quality(RunFolder(Path(finished.run)))
    display.summary(job, finished, quality)
    if json:
        report = RunReport(
            source_accuracy=scores.source_accuracy,
            target_accuracy=scores.target_accuracy,
            score=scores.score,
            shot_accuracy=scores.shot_accuracy,
            open=scores.open,
            seconds=finished.seconds,
            run=finished.run,
            target=quality,
        )
        print(msgspec.json.encode(report).decode())
    return 0


def show_events(
    events: Generator[Event, None, None],
    last_type: type[T],
    folder: Path,
    display: Display,
    interrupted: Callable[[], bool],
) -> T | None:
    """Display the events of a run. Return its last one, of type `last_type`, or None if it was interrupted."""
    step, last = 0, None
    for event in events:
        display.show(event)
        step = event.step if isinstance(event, Progressed) else step
        last = event if isinstance(event, last_type) else last
        if interrupted() and last is None:
            events.close()
            display.stopped(step, folder)
            return None
    assert last is not None
    return last


@contextlib.contextmanager
def stop_requested() -> Iterator[Callable[[], bool]]:
    """Handle the stop signals: yields a function that tells whether one came. A second one raises KeyboardInterrupt."""
    requested = False

    def interrupt(_signal: int, _frame: FrameType | None) -> None:
        nonlocal requested
        if requested:
            raise KeyboardInterrupt
        requested = True

    handlers = {number: signal.signal(number, interrupt) for number in STOPPING}
    try:
        yield lambda: requested
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)


def _run_follower(job: Job, folder: Path, resume: bool) -> int:
    """Run as a follower in distributed training. The leading process handles signals and reports errors."""
    for number in STOPPING:
        signal.signal(number, signal.SIG_IGN)
    with contextlib.suppress(UserError, RuntimeError):
        for _ in execute(job, folder, resume):
            pass
    return 0


def finished_run(job: Job, folder: Path) -> Finished:
    """Run a job without a display, and return its result. A finished run is not repeated; a stopped one is resumed.

    Raises KeyboardInterrupt if it is interrupted; its checkpoint is kept.
    """
    run_folder = RunFolder(folder)
    if run_folder.result_file.is_file():
        return run_folder.result().finished
    with stop_requested() as interrupted:
        events = execute(job, folder, resume=run_folder.begun())
        for event in events:
            if isinstance(event, Finished):
                return event
            if interrupted():
                events.close()
                raise KeyboardInterrupt
    raise AssertionError("a run that does not fail ends with Finished")


def unused_folder(folder: Path, method: str) -> Path:
    """The first of METHOD-1, METHOD-2, … that does not exist in a folder."""
    number = 1
    while (path := folder / f"{method}-{number}").exists():
        number += 1
    return path
