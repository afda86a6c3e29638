"""Makes many runs, here or on a cluster, with one live table. Ctrl+C stops them and keeps their checkpoints."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from workbench.cli.place_flags import needs_of
from workbench.cli.run_progress import stop_requested
from workbench.cluster.planned_run import PlannedRun, RunStatus, Standing
from workbench.core.counting import count
from workbench.core.errors import UserError
from workbench.core.files import write_atomically
from workbench.core.job import Job
from workbench.core.throttle import Throttle
from workbench.worker.many_runs import place_for_runs

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

PLAN = "runs.json"  # the jobs of a folder of runs, by name
REDRAW = 0.25  # seconds


def run_all(planned: Sequence[PlannedRun], arguments: argparse.Namespace, console: "Console") -> None:
    """Make the runs that are not done at the place that the flags name, and show how they stand.

    Raises UserError if one failed, once the others have ended, and KeyboardInterrupt if they were stopped.
    """
    with place_for_runs(arguments.on, needs_of(arguments)) as place:
        if place.words:
            console.print(place.words, markup=False)
        statuses = [RunStatus(run.name, run.until or run.job.steps) for run in planned]
        with StatusTable(statuses, console) as table, stop_requested() as interrupted:
            making = place.make(planned, statuses)
            try:
                for _ in making:
                    table.draw()
                    if interrupted():
                        break
            finally:
                making.close()
    if any(status.standing in (Standing.WAITING, Standing.STOPPED) for status in statuses):
        raise KeyboardInterrupt
    failed = [status for status in statuses if status.standing is Standing.FAILED]
    if failed:
        problem = f"{count(len(failed), 'run')} of {len(planned)} failed. {failed[0].name}: {failed[0].note}"
        raise UserError(problem, "Mend the cause; the same command repeats only these runs.")


def keep_plan(planned: Sequence[PlannedRun], folder: Path) -> None:
    """Write the jobs of the runs into their folder. Raises UserError if it has other runs already."""
    jobs = {run.name: run.job.checked() for run in planned}
    plan = folder / PLAN
    if plan.is_file():
        try:
            same = msgspec.json.decode(plan.read_bytes(), type=dict[str, Job]) == jobs
        except msgspec.DecodeError:
            same = False
        if not same:
            raise UserError(f"The folder {folder} has runs with other settings.", "Choose another --out.")
        return
    write_atomically(plan, msgspec.json.format(msgspec.json.encode(jobs)))


class StatusTable:
    """The table of all runs while they are made: live in a terminal, else a line for each change."""

    def __init__(self, statuses: Sequence[RunStatus], console: "Console") -> None:
        from rich.live import Live

        self.statuses, self.console = statuses, console
        self.told = [status.standing for status in statuses]
        self.due = Throttle(REDRAW)
        self.live = Live(console=console, auto_refresh=False) if console.is_terminal else None

    def __enter__(self) -> "StatusTable":
        if self.live:
            self.live.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._update()
        if self.live:
            self.live.stop()

    def draw(self) -> None:
        """Show how the runs stand now; a live table a few times a second at most."""
        if self.live is None or self.due.due():
            self._update()

    def _update(self) -> None:
        if self.live:
            self.live.update(_table(self.statuses), refresh=True)
            return
        for number, status in enumerate(self.statuses):
            if status.standing is not self.told[number]:
                self.told[number] = status.standing
                where = f" on {status.at}" if status.at and status.standing is Standing.RUNNING else ""
                note = f": {status.note}" if status.note else ""
                self.console.print(f"{status.name}: {status.standing}{where}{note}", markup=False, soft_wrap=True)


def _table(statuses: Sequence[RunStatus]) -> "Table":
    from rich.table import Table
    from rich.text import Text

    table = Table("run", "", "where", "step", "left", "score", "", box=None, pad_edge=False)
    for status in statuses:
        table.add_row(
            Text(status.name),
            Text(status.standing, "red" if status.standing is Standing.FAILED else ""),
            Text(status.at),
            f"{status.step:,} of {status.steps:,}",
            f"{status.eta:.0f} s" if status.standing is Standing.RUNNING and status.eta else "",
            "" if status.score is None else f"{status.score:.3f}",
            Text(f"start {status.starts}  {status.note}" if status.starts > 1 else status.note),
        )
    return table
