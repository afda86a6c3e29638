"""Runs a job as a generator of events. Closing the generator stops the run and writes a checkpoint."""

import time
from collections.abc import Generator, Sequence
from functools import partial
from pathlib import Path

import msgspec

from workbench.core.deep_range import EACH_IMAGE
from workbench.core.distributed_env import follower
from workbench.core.drawn_labels import DrawnLabel
from workbench.core.errors import UserError
from workbench.core.events import (
    Evaluated,
    Event,
    Finished,
    PrecisionChosen,
    Prepared,
    StageScores,
    Started,
    Warned,
)
from workbench.core.generators import Returning
from workbench.core.job import Job
from workbench.engine.best_model import BestModel
from workbench.engine.build import Built
from workbench.engine.device import continue_together, device_title, fabric_for
from workbench.engine.eta import RateMeter
from workbench.engine.evaluation import Evaluator
from workbench.engine.loop import Loop, evaluation_interval, kept_state, restore
from workbench.engine.model_io import save_adapted
from workbench.engine.registry import settings_of
from workbench.engine.setup import set_up
from workbench.engine.tensorboard import mirrored
from workbench.engine.trained_generators import save_generators
from workbench.engine.trainer import Best, Span, Trainer
from workbench.engine.validators import validator
from workbench.nets.distributed import processes
from workbench.store.lock import locked
from workbench.store.run_folder import Result, RunFolder


def run(
    job: Job, folder: Path, resume: bool = False, drawn: Sequence[DrawnLabel] = (), finish: bool = False
) -> Generator[Event, None, None]:
    """Execute a job in a run folder and yield its events. With `resume`, continue from the folder's checkpoint.

    With `finish`, end there: evaluate the model of the checkpoint as if all steps were taken. `drawn`: labels on which
    the evaluations during training also measure the model; they teach nothing.

    Events are also written to the folder, except transient ones such as Prepared and Progressed.
    Closing the generator writes a checkpoint first. Raises UserError for errors that a person can fix.
    On several devices, the first process does all of this; the others only compute and yield nothing.
    """
    place = RunFolder(folder)
    job = _with_old_ranges(job, place) if resume else job
    if follower():
        _follow(job, place, resume)
        return
    try:
        with locked(folder):
            events = _run(job, place, resume, drawn, finish)
            yield from mirrored(events, place) if job.tensorboard else events
    except RuntimeError as error:
        explained = _explained(error, place)
        if explained is None:
            raise
        raise explained from error


def _with_old_ranges(job: Job, place: RunFolder) -> Job:
    """A job that goes on with the ranges it began with; versions without ranges decoded each deep image by its own."""
    if not place.checkpoint.is_file():
        return job
    source, target = job.source_range or EACH_IMAGE, job.target_range or EACH_IMAGE
    return msgspec.structs.replace(job, source_range=source, target_range=target)


def _explained(error: RuntimeError, place: RunFolder) -> UserError | None:
    """The UserError for an error of torch that a person can fix; None for other errors."""
    if processes() > 1 and "onnection" in str(error):
        hint = f"See that process's log, fix the cause, then: workbench resume {place.path}"
        return UserError("Another process of this run has ended, so the run cannot continue.", hint)
    if type(error).__module__.startswith(("torch._dynamo", "torch._inductor")):
        reason = str(error).split("\n", maxsplit=1)[0]
        return UserError(f"torch.compile does not work on this machine ({reason}).", "Run without --compile.")
    return None


def _follow(job: Job, place: RunFolder, resume: bool) -> None:
    """Take every step that the first process takes."""
    trainer = Returning(set_up(job, fabric_for(job))).finish().trainer
    if resume and (state := kept_state(trainer, place)):
        trainer.load_state_dict(state["trainer"])
    while trainer.step < trainer.job.steps and continue_together(trainer.fabric):
        trainer.advance()


def _run(
    job: Job, place: RunFolder, resume: bool, drawn: Sequence[DrawnLabel], finish: bool
) -> Generator[Event, None, None]:
    begun = time.monotonic()
    if finish and job.devices * job.nodes > 1:
        raise UserError("A run on several devices cannot be ended early.", "Resume it.")
    if resume and place.result_file.is_file():
        raise UserError(f"The run {place.path} is already finished.", "Start a new run.")
    if not resume:
        place.write_job(job.checked())  # so that even a run that fails before training has a job
    place.delete_partial_files()
    validator(job.validator)
    setup = Returning(set_up(job, fabric_for(job)))
    told: list[Event] = []
    for event in setup:
        if isinstance(event, Warned | PrecisionChosen):
            told.append(event)  # reported and recorded after Started
        else:
            yield event
    trainer, built = setup.result
    place.write_job(trainer.job, settings_of(trainer.job.method))
    spent = restore(trainer, place, resume)
    best = BestModel(place)
    loop = Loop(trainer, place, RateMeter(trainer.step, trainer.job.steps, begun, spent), best.write)
    for event in (_started(place, trainer), *(told if trainer.step == 0 else ())):
        yield loop.record(event)
    evaluator = Evaluator(trainer, place.embedding(until=trainer.step) if trainer.step else None, drawn)
    if finish:
        _check_trained(trainer)
    else:
        yield from loop.train(partial(_between_steps, trainer, evaluator, built, best, loop))
    best.write()  # a run that was stopped in its last evaluation takes no step any more, and writes no checkpoint
    yield from _finish(trainer, evaluator, built, place, loop)


def _check_trained(trainer: Trainer) -> None:
    """Raises UserError if the model is not the last stage's, which is the only one that a run may end with."""
    span = trainer.spans[-1]
    if trainer.step <= span.start:
        stage = f"its last stage, {span.name}," if len(trainer.spans) > 1 else "training"
        raise UserError(f"The run was stopped before {stage} began.", "Resume it.")


def _started(place: RunFolder, trainer: Trainer) -> Started:
    problem = trainer.problem
    return Started(
        job=problem.job,
        folder=str(place.path),
        classes=problem.classes,
        source=len(problem.source.paths),
        target=len(problem.target.paths),
        set_aside=problem.set_aside,
        device=device_title(trainer.fabric),
        parameters=sum(p.numel() for p in trainer.method.parameters() if p.requires_grad),
    )


def _keep_best(events: list[Event], trainer: Trainer, built: Built, best: BestModel) -> None:
    """Keep the model as the best one if the validator's score is at least as high as all earlier ones."""
    for event in events:
        if isinstance(event, Evaluated) and event.scores.score >= trainer.best.score:
            trainer.best = Best(event.step, event.scores.score)
            best.keep(built.method.exported(built.extractor))


def _between_steps(
    trainer: Trainer, evaluator: Evaluator, built: Built, best: BestModel, loop: Loop
) -> Generator[Event, None, None]:
    """Evaluate the model if that is due, then prepare the method for a stage that begins."""
    yield from _evaluate(trainer, evaluator, built, best, loop)
    yield from trainer.begin_stage()


def _evaluate(
    trainer: Trainer, evaluator: Evaluator, built: Built, best: BestModel, loop: Loop
) -> Generator[Event, None, None]:
    """Evaluate the model if an evaluation is due at this step.

    Yields Progressed meanwhile, so that the run can be stopped. A resumed run then repeats the evaluation.
    """
    steps = trainer.job.steps
    ended = [span for span in trainer.spans if span.scored and span.end == trainer.step < steps]
    due = ended or trainer.step % evaluation_interval(steps) == 0 or trainer.step == steps
    if not due or trainer.looked == trainer.step:
        return
    events = []
    for stream in (evaluator.events(), *(_stage_scores(trainer, evaluator, span) for span in ended)):
        for event in stream:
            if isinstance(event, Prepared):
                yield loop.progress()
            else:
                events.append(event)
    for event in events:
        loop.record(event)
    trainer.looked = trainer.step
    if trainer.step:
        _keep_best(events, trainer, built, best)
    yield from events


def _stage_scores(trainer: Trainer, evaluator: Evaluator, span: Span) -> Generator[Event, None, None]:
    """Evaluate the model after a stage that is not the last, on all samples."""
    scores = yield from evaluator.at_all()
    yield StageScores(trainer.step, span.name, span.scored, scores)


def _finish(
    trainer: Trainer, evaluator: Evaluator, built: Built, place: RunFolder, loop: Loop
) -> Generator[Event, None, None]:
    scores = yield from evaluator.conclude(place)
    save_adapted(place, built.method.exported(built.extractor))
    last, step = trainer.spans[-1], trainer.step
    if last.scored:
        yield loop.record(StageScores(trainer.step, last.name, last.scored, scores))
    yield loop.record(Evaluated(trainer.step, scores, final=True))
    try:
        yield from save_generators(trainer, place, loop)
    except UserError as error:  # the model itself is saved already
        yield loop.record(Warned(f"The translator was not saved. {error.message} {error.hint}".strip()))
    finished = Finished(run=str(place.path), scores=scores, seconds=loop.meter.seconds)
    problem = trainer.problem
    fingerprints = tuple(trainer.fingerprints)
    ended = step if step < trainer.job.steps else msgspec.UNSET
    place.write_result(Result(finished, problem.classes, trainer.best.step, fingerprints, problem.table, ended))
    place.checkpoint.unlink(missing_ok=True)  # a finished run cannot be resumed
    yield loop.record(finished)
