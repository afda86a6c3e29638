"""Executes a run at the place that `--on` or the window names."""

from collections.abc import Generator, Sequence
from pathlib import Path

from workbench.core.drawn_labels import DrawnLabel
from workbench.core.errors import UserError
from workbench.core.events import Event
from workbench.core.job import Job
from workbench.core.places import HERE


def execute_at(
    place: str,
    job: Job,
    folder: Path,
    resume: bool = False,
    drawn: Sequence[DrawnLabel] = (),
    finish: bool = False,
) -> Generator[Event, None, None]:
    """Execute a job at a place, as `engine.auto.execute` does here. Raises UserError for a place that is not known.

    The run folder is on this computer wherever the run is executed. Closing the generator stops the run.
    """
    if place == HERE:
        from workbench.engine.auto import execute

        return execute(job, folder, resume, drawn, finish)
    raise UserError(f"There is no place “{place}” to run on.", f"Use --on {HERE}.")
