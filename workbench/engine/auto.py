"""`auto`: trains each method of a short-list for part of the steps, then continues with the best-scored one."""

import shutil
import time
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from workbench.core.distributed_env import launched
from workbench.core.domain import DEFAULT_TASK
from workbench.core.drawn_labels import DrawnLabel
from workbench.core.errors import UserError
from workbench.core.events import Evaluated, Event, Finished, Prepared, Progressed, Started
from workbench.core.job import AUTO, Job
from workbench.core.run_selection import TRIAL_SHARE
from workbench.data.cache_paths import default_cache
from workbench.engine.candidates import Candidate, compare
from workbench.engine.loop import evaluation_interval
from workbench.engine.prepare import read_source
from workbench.engine.registry import methods
from workbench.engine.run import run
from workbench.engine.tasks.registry import task, task_of
from workbench.store.lock import locked
from workbench.store.run_folder import RunFolder

MOST = 2.0  # all trials together take at most this multiple of the steps


def execute(
    job: Job, folder: Path, resume: bool = False, drawn: Sequence[DrawnLabel] = (), finish: bool = False
) -> Generator[Event, None, None]:
    """Run a job as `run` does. If its method is "auto", compare the methods of the short-list first.

    `drawn`: labels of random target samples, which choose among the methods and teach none. `auto` keeps them in the
    run folder; it goes on with those that it began with when it is resumed.

    A resumed run with trials was killed while it adopted the winner: its job may name the winner's method already.
    """
    compares = job.method == AUTO or (resume and RunFolder(folder).trials.is_dir())
    return _try_all(job, folder, resume, drawn, finish) if compares else run(job, folder, resume, drawn, finish)


def short_list(task_name: str = DEFAULT_TASK) -> list[str]:
    """The methods that `auto` compares for a task. The method without adaptation comes first."""
    reference = task(task_name).card.reference
    return [
        reference,
        *(name for name, known in methods().items() if task_name in known.short_listed and name != reference),
    ]


def _try_all(
    job: Job, folder: Path, resume: bool, drawn: Sequence[DrawnLabel], finish: bool
) -> Generator[Event, None, None]:
    if job.devices * job.nodes > 1 or launched():
        raise UserError("“auto” runs on one device only.", "Choose a method with --method to use several devices.")
    if job.settings:
        raise UserError("“auto” accepts no method settings.", "Choose the method that they belong to with --method.")
    with locked(folder):
        yield from _tried(job, RunFolder(folder), resume, drawn, finish)


def _tried(
    job: Job, place: RunFolder, resume: bool, drawn: Sequence[DrawnLabel], finish: bool
) -> Generator[Event, None, None]:
    begun = time.monotonic()
    if finish and place.comparison() is None:
        raise UserError("The run was stopped before it chose a method.", "Resume it.")
    if not resume or not place.has_job():  # a process can be killed before it writes the job
        _begin(job, place, drawn)
    drawn = place.drawn()
    names = short_list((yield from task_name(job)))
    until = trial_steps(job.steps, len(names))
    total = until * len(names) + job.steps - until
    tried: dict[str, Evaluated] = {}
    for index, name in enumerate(names):
        progress = TrialProgress(index * until, total, index + 1, len(names))
        yield from _trial(msgspec.structs.replace(job, method=name), place.trial(name), until, progress, drawn)
        tried[name] = _looks(place.trial(name))[until]
    begun_trial = next(event for event in place.trial(names[0]).events() if isinstance(event, Started))
    comparison = compare(
        {name: Candidate(name, methods()[name].title, look) for name, look in tried.items()},
        names[0],
        (begun_trial.source, begun_trial.target),
        job.validator,
    )
    place.write_comparison(comparison)  # before the winner continues, so that a stopped run tells what was chosen
    yield comparison
    winner = place.trial(comparison.chosen)
    if not winner.result_file.is_file():  # present if the process was killed just before the end
        for event in run(winner.job(), winner.path, resume=True, finish=finish):
            if not isinstance(event, Finished):
                yield _shifted(event, TrialProgress(until * (len(names) - 1), total))
    result = winner.result()
    finished = Finished(str(place.path), result.finished.scores, time.monotonic() - begun)
    place.adopt(winner)
    place.write_result(msgspec.structs.replace(result, finished=finished))
    shutil.rmtree(place.trials, ignore_errors=True)
    yield finished


def plan_trials(
    job: Job, folder: Path, drawn: Sequence[DrawnLabel]
) -> Generator[Event, None, tuple[dict[str, Job], int]]:
    """Begin a run of `auto` whose trials are trained elsewhere. Returns the job of each, and the step where it ends.

    The trial of a method belongs into `RunFolder(folder).trial(method)`; `execute` then goes on by resuming.
    """
    place = RunFolder(folder)
    with locked(folder):
        if not place.has_job():
            _begin(job, place, drawn)
        names = short_list((yield from task_name(job)))
    return {name: msgspec.structs.replace(job, method=name) for name in names}, trial_steps(job.steps, len(names))


def _begin(job: Job, place: RunFolder, drawn: Sequence[DrawnLabel]) -> None:
    place.write_drawn(drawn)
    place.write_job(job.checked())


def task_name(job: Job) -> Generator[Event, None, str]:
    """The name of the job's task, by the labels of its source if the job leaves it open."""
    cache = Path(job.cache) if job.cache else default_cache()
    return task_of((yield from read_source(job, cache)), job.task).card.name


class TrialProgress(NamedTuple):
    """How the progress of a part counts in the whole: steps `before` it, `total` steps, and which trial it is."""

    before: int
    total: int
    trial: int = 0
    trials: int = 0


def _trial(
    job: Job, place: RunFolder, until: int, progress: TrialProgress, drawn: Sequence[DrawnLabel]
) -> Generator[Event, None, None]:
    """Train a method from its last checkpoint to step `until`. Does nothing if it has reached that step already."""
    if until in _looks(place) and (place.checkpoint.is_file() or place.result_file.is_file()):
        return
    begun = place.has_job()
    for event in train_until(place.job() if begun else job, place.path, until, begun, drawn):
        yield _shifted(event, progress)


def train_until(
    job: Job, folder: Path, until: int, resume: bool, drawn: Sequence[DrawnLabel]
) -> Generator[Event, None, None]:
    """Run a job as `run` does until its evaluation at step `until`, and write the checkpoint to continue from."""
    events = run(job, folder, resume, drawn)
    try:
        for event in events:
            yield event
            if isinstance(event, Evaluated) and event.step == until:
                return
    finally:
        events.close()  # writes the checkpoint


def trial_steps(steps: int, trials: int) -> int:
    """The number of steps of each trial. At this step the run evaluates its model."""
    every = evaluation_interval(steps)
    return min(max(round(min(TRIAL_SHARE, MOST / trials) * steps / every), 1) * every, steps)


def _looks(place: RunFolder) -> dict[int, Evaluated]:
    """A run's evaluations during training, by step."""
    return {event.step: event for event in place.events() if isinstance(event, Evaluated) and not event.final}


def _shifted(event: Event, progress: TrialProgress) -> Event:
    """Return the event of a trial as one of the whole run."""
    if isinstance(event, Prepared) and progress.trial:
        return msgspec.structs.replace(event, what=f"Trial {progress.trial} of {progress.trials} · {event.what}")
    if not isinstance(event, Progressed):
        return event
    step, total = progress.before + event.step, progress.total
    pace = event.eta / (event.steps - event.step) if event.steps > event.step else 1 / (event.rate or float("inf"))
    eta = (total - step) * pace  # the other trials take as long for each step
    return msgspec.structs.replace(event, step=step, steps=total, eta=eta, trial=progress.trial, trials=progress.trials)
