"""The runs that one command starts, and how each of them stands."""

from collections.abc import Callable, Generator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TypeAlias

import msgspec

from workbench.core.drawn_labels import DrawnLabel
from workbench.core.events import Evaluated, Event, Finished, Prepared, Progressed
from workbench.core.job import Job
from workbench.engine.auto import execute, train_until
from workbench.store.run_folder import RunFolder

# Runs a job, as `engine.auto.execute` does: the job, its folder, whether it goes on, and the labels that measure it.
Execute: TypeAlias = Callable[[Job, Path, bool, Sequence[DrawnLabel]], Generator[Event, None, None]]


class PlannedRun(msgspec.Struct, frozen=True):
    """A run to be made: its name among the others, its job, and its folder, an absolute path.

    `drawn`: labels on which its evaluations also measure the model. `until`: the step at which it stops with a
    checkpoint, as a trial of `auto` does; 0 for a whole run.
    """

    name: str
    job: Job
    folder: str
    drawn: tuple[DrawnLabel, ...] = ()
    until: int = 0

    def done(self) -> bool:
        """Whether the folder has the run already: its result, or the checkpoint after its evaluation at `until`."""
        place = RunFolder(Path(self.folder))
        if not self.until or place.result_file.is_file():
            return place.result_file.is_file()
        looks = (event.step for event in place.events() if isinstance(event, Evaluated))
        return place.checkpoint.is_file() and self.until in looks

    def execute(self, folder: Path, execute: Execute = execute) -> Generator[Event, None, None]:
        """Run it in `folder`, from the checkpoint there if it has begun. Yields its events. Closing it stops the run.

        `execute`: what runs a whole run. Raises UserError for errors that a person can fix.
        """
        place = RunFolder(folder)
        resume = place.begun() and place.has_job()
        job = place.job() if resume else self.job
        if self.until:
            return train_until(job, folder, self.until, resume, self.drawn)
        return execute(job, folder, resume, self.drawn)


class Standing(StrEnum):
    """How a run stands."""

    WAITING = "waiting"
    RUNNING = "running"
    FINISHED = "finished"
    STOPPED = "stopped"
    FAILED = "failed"


class RunStatus:
    """How one of many runs stands, for the table that a person watches.

    `at`: the machine that runs it. `starts`: how often it was started; more than once if a machine was lost.
    `note`: what is being prepared, or why the run failed.
    """

    def __init__(self, name: str, steps: int) -> None:
        self.name, self.steps = name, steps
        self.standing = Standing.WAITING
        self.at, self.note = "", ""
        self.step, self.starts = 0, 0
        self.eta = 0.0  # seconds
        self.score: float | None = None

    def follow(self, event: Event) -> None:
        """Take what an event of the run tells."""
        match event:
            case Prepared(what=what):
                self.note = what
            case Progressed(step=step, steps=steps, eta=eta):
                self.step, self.steps, self.eta, self.note = step, steps, eta, ""
            case Evaluated(scores=scores):
                self.score = scores.score
            case Finished():
                self.step = self.steps

    def start(self, at: str) -> None:
        """It begins, or goes on, on a machine."""
        self.standing, self.at, self.note = Standing.RUNNING, at, ""
        self.starts += 1

    def end(self, standing: Standing, note: str = "") -> None:
        """It does not run any more."""
        self.standing, self.note, self.eta = standing, note, 0.0
