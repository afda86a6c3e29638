"""Executes a run at the place that `--on` or the window names."""

import contextlib
from collections.abc import Generator, Sequence
from pathlib import Path

from workbench.core.drawn_labels import DrawnLabel
from workbench.core.errors import UserError
from workbench.core.events import Event
from workbench.core.job import Job
from workbench.core.places import HERE
from workbench.worker.control import Control
from workbench.worker.replies import Reply, Stopped


def execute_at(
    place: str, job: Job, folder: Path, resume: bool = False, drawn: Sequence[DrawnLabel] = (), finish: bool = False
) -> Generator[Event, None, None]:
    """Execute a job at a place: here, as `engine.auto.execute` does, or on a host.

    The run folder is on this computer wherever the run is executed. Closing the generator stops the run. Raises
    UserError, also for a place that is not known, and if somebody else stops the run.
    """
    with contextlib.closing(controlled_at(place, job, folder, resume, drawn, finish)) as messages:
        for message in messages:
            if isinstance(message, Event):
                yield message
            elif isinstance(message, Stopped):
                raise UserError(f"The run was stopped on {place}.", f"Resume it: workbench resume {folder}")


def controlled_at(
    place: str,
    job: Job,
    folder: Path,
    resume: bool = False,
    drawn: Sequence[DrawnLabel] = (),
    finish: bool = False,
    control: Control | None = None,
) -> Generator[Event | Reply, None, None]:
    """As `execute_at`, with a `control` that a run elsewhere reads itself. Such a run may end with Stopped."""
    if place == HERE:
        from workbench.engine.auto import execute
        from workbench.store.remote_run import forget_remote_run

        forget_remote_run(folder)
        return execute(job, folder, resume, drawn, finish)
    from workbench.store.hosts import host_named
    from workbench.worker.remote.run_there import run_there

    return run_there(host_named(place), job, folder, resume, drawn, finish, control)
