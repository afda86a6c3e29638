"""Runs a job in the terminal with a live display. Ctrl+C stops it and keeps the checkpoint."""

import contextlib
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import TypeVar

import msgspec

from workbench.cli.display import Display
from workbench.core.distributed_env import follower
from workbench.core.errors import UserError
from workbench.core.events import Event, Finished, TranslationFinished
from workbench.core.job import Job
from workbench.core.scores import Estimate, OpenScores
from workbench.core.target_quality import TargetQuality
from workbench.library.adapting import Adaptation
from workbench.library.work import Work
from workbench.store.remote_run import goes_on_elsewhere
from workbench.store.run_folder import RunFolder

Result = TypeVar("Result")
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


def run_adaptation(adaptation: Adaptation, *, json: bool) -> int:
    """Do a run. Return 0 if it finished, 130 if it was interrupted. Raises UserError if it cannot run."""
    job, folder = adaptation.job, adaptation.folder
    if follower():
        return _run_follower(adaptation)
    with stop_requested() as interrupted, Display(to_stderr=json) as display:
        run = show_events(adaptation, display, interrupted)
        if run is None:
            host = goes_on_elsewhere(folder)
            display.goes_on(host, folder) if host else display.stopped(folder)
            return 130
    finished, scores, quality = run.finished, run.scores, run.quality
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


def show_events(work: Work[Event, Result], display: Display, interrupted: Callable[[], bool]) -> Result | None:
    """Display the events of some work. Return its result, or None if it was interrupted."""
    for event in work:
        display.show(event)
        if interrupted() and not isinstance(event, Finished | TranslationFinished):
            work.close()
            return None
    return work.result()


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


def _run_follower(adaptation: Adaptation) -> int:
    """Run as a follower in distributed training. The leading process handles signals and reports errors."""
    for number in STOPPING:
        signal.signal(number, signal.SIG_IGN)
    with contextlib.suppress(UserError, RuntimeError):
        for _ in adaptation:
            pass
    return 0


def finished_run(job: Job, folder: Path) -> Finished:
    """Run a job without a display, and return its result. A finished run is not repeated; a stopped one is resumed.

    Raises KeyboardInterrupt if it is interrupted; its checkpoint is kept.
    """
    from workbench.engine.auto import execute

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
