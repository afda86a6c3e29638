"""Makes many runs one after another, on this computer or at another place."""

from collections.abc import Generator, Sequence
from pathlib import Path

from workbench.cluster.planned_run import Execute, PlannedRun, RunStatus, Standing
from workbench.core.errors import UserError
from workbench.core.places import HERE
from workbench.engine.auto import execute


def run_in_turn(
    planned: Sequence[PlannedRun], statuses: Sequence[RunStatus], at: str = HERE, execute: Execute = execute
) -> Generator[None, None, None]:
    """Make the runs that are not done, and keep their statuses. Yields at each event. Closing it stops the run.

    `at`: the name of the place where `execute` runs them.
    A run that a person's mistake ends is marked as failed, and the others go on.
    """
    for run, status in zip(planned, statuses, strict=True):
        if run.done():
            status.end(Standing.FINISHED)
            continue
        status.start(at)
        try:
            for event in run.execute(Path(run.folder), execute):
                status.follow(event)
                yield
        except UserError as error:
            status.end(Standing.FAILED, str(error))
        except GeneratorExit:
            status.end(Standing.STOPPED)
            raise
        else:
            status.end(Standing.FINISHED)
        yield
