"""`workbench sweep`: runs a method with several values of its settings, and chooses by the rules of `auto`."""

import argparse
from collections.abc import Sequence
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from workbench.cli import adapt_command
from workbench.cli.place_flags import add_needs
from workbench.core.errors import UserError
from workbench.core.job import AUTO, Job
from workbench.core.settings import Field, Value

if TYPE_CHECKING:
    from workbench.cluster.planned_run import PlannedRun
    from workbench.core.events import Compared


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the flags of `workbench adapt`, and the settings to vary."""
    adapt_command.configure_job(parser)
    parser.add_argument(
        "--set",
        action="append",
        required=True,
        metavar="NAME=VALUE,…",
        help="a setting of the method and its values; several of them are combined",
    )
    add_needs(parser)


read_extra = adapt_command.read_extra


def run(arguments: argparse.Namespace) -> int:
    """Make all runs, print how they compare, and name the chosen one. Return 0.

    After a stop, the same command goes on.
    """
    from rich.console import Console

    from workbench.cli.display import print_comparison
    from workbench.cli.many_runs import keep_plan, run_all
    from workbench.core.compatibility import check_apart
    from workbench.library.drawn_labels import read_drawn
    from workbench.library.planning import unused_folder
    from workbench.store.run_folder import RunFolder

    job = adapt_command.job_of(arguments)
    if job.method == AUTO:
        raise UserError("“auto” has no settings to vary.", "Choose a method with --method.")
    if not arguments.overlap:
        check_apart(Path(job.source), Path(job.target))
    drawn = read_drawn(arguments.project, Path(job.target), AUTO)
    console = Console(stderr=arguments.json, highlight=False)
    out: Path = (arguments.out or unused_folder(Path("runs"), f"sweep-{job.method}")).absolute()
    planned = plan(job, arguments.set, out)
    planned = [msgspec.structs.replace(run, drawn=drawn) for run in planned]
    keep_plan(planned, out)
    console.print(f"Runs: {out}", markup=False, soft_wrap=True)
    run_all(planned, arguments, console)
    compared = compare_runs(planned)
    RunFolder(out).write_comparison(compared)
    print_comparison(compared, console)
    folders = {run.name: run.folder for run in planned}
    console.print(f"Chosen: {folders[compared.chosen]}", markup=False, soft_wrap=True)
    if arguments.json:
        print(msgspec.json.encode({"runs": folders, "comparison": compared}).decode())
    return 0


def plan(job: Job, variations: Sequence[str], out: Path) -> "list[PlannedRun]":
    """A run for each combination of the values, after one of the method without adaptation.

    Raises UserError for a setting that the method lacks, or a value that it does not take.
    """
    from workbench.cluster.planned_run import PlannedRun
    from workbench.core.file_names import safe_name
    from workbench.core.generators import Returning
    from workbench.core.settings import build
    from workbench.engine.auto import task_name
    from workbench.engine.registry import method
    from workbench.engine.tasks.registry import task

    job = job.checked()
    chosen = method(job.method)
    values = read_variations(chosen.card().fields, chosen.name, variations)
    reference = task(Returning(task_name(job)).finish()).card.reference
    jobs = {reference: msgspec.structs.replace(job, method=reference, settings={})}
    for combination in product(*values.values()):
        varied = dict(zip(values, combination, strict=True))
        settings = {**job.settings, **varied}
        build(chosen.Settings, settings, chosen.title)
        name = ", ".join(f"{setting}={value}" for setting, value in varied.items())
        jobs[name] = msgspec.structs.replace(job, settings=settings)
    return [PlannedRun(name, varied_job, str(out / safe_name(name))) for name, varied_job in jobs.items()]


def read_variations(fields: Sequence[Field], method: str, variations: Sequence[str]) -> dict[str, list[Value]]:
    """The values of each setting from words like `critic_weight=0.1,1,10`, or `dann.critic_weight=0.1,1,10`.

    Raises UserError for anything else.
    """
    from workbench.cli.settings_table import reader

    known = {field.name: field for field in fields}
    read: dict[str, list[Value]] = {}
    for variation in variations:
        named, _, values = variation.partition("=")
        name = named.removeprefix(f"{method}.").replace("-", "_")
        if name not in known:
            hint = f"Its settings are {', '.join(known)}." if known else "It has no settings."
            raise UserError(f"The method {method} has no setting “{named}”.", hint)
        try:
            read[name] = list(dict.fromkeys(reader(known[name])(value) for value in values.split(",")))
        except (ValueError, argparse.ArgumentTypeError) as error:
            message = f"“{variation}” of --set has a value that “{name}” cannot take ({error})."
            raise UserError(message, f"Give values such as --set {name}={known[name].default}.") from error
    return read


def compare_runs(planned: "Sequence[PlannedRun]") -> "Compared":
    """Choose among finished runs by the rules of `auto`. The first run is the one without adaptation."""
    from workbench.core.events import Evaluated, Started
    from workbench.engine.candidates import Candidate, compare
    from workbench.engine.registry import method
    from workbench.store.run_folder import RunFolder

    candidates, sizes = {}, (0, 0)
    for number, run in enumerate(planned):
        place = RunFolder(Path(run.folder))
        looks = [event for event in place.events() if isinstance(event, Evaluated) and not event.final]
        look = msgspec.structs.replace(looks[-1], scores=place.result().finished.scores, final=True)
        title = method(run.job.method).title
        candidates[run.name] = Candidate(run.job.method, f"{title}, {run.name}" if number else title, look)
        if not number:
            sizes = next((event.source, event.target) for event in place.events() if isinstance(event, Started))
    return compare(candidates, planned[0].name, sizes, planned[0].job.validator)
