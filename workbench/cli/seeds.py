"""`workbench adapt` with several seeds, or on a cluster: many runs of one job."""

import argparse
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import mean, stdev
from typing import TYPE_CHECKING

import msgspec

from workbench.cli.many_runs import keep_plan, run_all
from workbench.cluster.planned_run import PlannedRun
from workbench.core.errors import UserError
from workbench.core.generators import Returning
from workbench.core.job import AUTO
from workbench.core.scores import Scores
from workbench.engine.auto import plan_trials
from workbench.library.planning import AdaptationPlan, unused_folder
from workbench.store.run_folder import RunFolder

if TYPE_CHECKING:
    from rich.console import Console


class SeedReport(msgspec.Struct, frozen=True):
    """A run in the output of `--json`: its seed, its scores and its folder."""

    seed: int
    scores: Scores
    run: str


def run_seeds(plan: AdaptationPlan, arguments: argparse.Namespace) -> int:
    """Run the job of a plan with each seed and print the scores. Return 0.

    The runs are made in the folders seed-0, seed-1, … of --out; the same command goes on after a stop.
    """
    from rich.console import Console

    if arguments.seeds < 1:
        raise UserError(f"The number of seeds is {arguments.seeds}.", "Give --seeds 1 or more.")
    console = Console(stderr=arguments.json, highlight=False)
    for note in plan.notes:
        console.print(f"Note: {note}", markup=False, soft_wrap=True)
    job = plan.job.checked()
    out: Path = (arguments.out or unused_folder(Path("runs"), f"{job.method}-seeds")).absolute()
    planned = [
        PlannedRun(f"seed {seed}", msgspec.structs.replace(job, seed=seed), str(out / f"seed-{seed}"), plan.drawn)
        for seed in range(job.seed, job.seed + arguments.seeds)
    ]
    keep_plan(planned, out)
    console.print(f"Runs: {out}", markup=False, soft_wrap=True)
    if job.method == AUTO and len(planned) == 1:
        run_all(list(_trials(planned[0])), arguments, console)
    run_all(planned, arguments, console)
    reports = [
        SeedReport(run.job.seed, RunFolder(Path(run.folder)).result().finished.scores, run.folder) for run in planned
    ]
    _print(reports, console)
    if arguments.json:
        print(msgspec.json.encode(reports).decode())
    return 0


def _trials(run: PlannedRun) -> Iterator[PlannedRun]:
    """The trials of a run of `auto`, each as a run that stops with a checkpoint; none if the run is done."""
    if run.done():
        return
    place = RunFolder(Path(run.folder))
    jobs, until = Returning(plan_trials(run.job, place.path, run.drawn)).finish()
    for name, trial in jobs.items():
        yield PlannedRun(f"trial {name}", trial, str(place.trial(name).path), place.drawn(), until)


def _print(reports: Sequence[SeedReport], console: "Console") -> None:
    from rich.table import Table

    table = Table("seed", "source accuracy", "target accuracy", "score", box=None, pad_edge=False)
    columns = (
        ([report.scores.source_accuracy for report in reports], _percent),
        ([report.scores.target_accuracy for report in reports], _percent),
        ([report.scores.score for report in reports], "{:.3f}".format),
    )
    for number, report in enumerate(reports):
        table.add_row(str(report.seed), *(_cell(values[number], form) for values, form in columns))
    if len(reports) > 1:
        table.add_row("mean ± sd", *(_spread(values, form) for values, form in columns))
    console.print(table)


def _spread(values: "Sequence[float | None]", form: Callable[[float], str]) -> str:
    known = [value for value in values if value is not None]
    return f"{form(mean(known))} ± {form(stdev(known))}" if len(known) == len(values) else "–"


def _cell(value: float | None, form: Callable[[float], str]) -> str:
    return "–" if value is None else form(value)


def _percent(share: float) -> str:
    return f"{share:.1%}"
