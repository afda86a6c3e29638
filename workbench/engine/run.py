"""Runs any job as a stream of events. Closing the stream stops the run and keeps its checkpoint."""

import time
from collections.abc import Generator
from functools import partial
from pathlib import Path

from workbench.core.distributed_env import follower
from workbench.core.errors import UserError
from workbench.core.events import (
    Evaluated,
    Event,
    Finished,
    Prepared,
    StageScores,
    Started,
    Warned,
)
from workbench.core.generators import Returning
from workbench.core.job import Job
from workbench.engine.build import Built
from workbench.engine.device import device_title, fabric_for, go_on
from workbench.engine.eta import Pace
from workbench.engine.evaluation import Evaluator
from workbench.engine.loop import Loop, kept_state, look_every, restore
from workbench.engine.model_io import save_adapted
from workbench.engine.setup import stand
from workbench.engine.tensorboard import mirrored
from workbench.engine.trained_generators import keep_painters
from workbench.engine.trainer import Best, Span, Trainer
from workbench.engine.validators import validator
from workbench.nets.distributed import processes
from workbench.store.lock import locked
from workbench.store.run_folder import Result, RunFolder


def run(job: Job, folder: Path, resume: bool = False) -> Generator[Event, None, None]:
    """Execute a job in a run folder and tell what happens; with `resume`, go on from the checkpoint there.

    What a run learns about itself (not Prepared, Progressed) is also written to the folder.
    Raises UserError for what a person can mend. When the generator is closed, the checkpoint is written first.
    On many devices, the first process does all of this, and the others, which tell nothing, only compute.
    """
    if follower():
        _follow(job, RunFolder(folder), resume)
        return
    place = RunFolder(folder)
    try:
        with locked(folder):
            events = _run(job, place, resume)
            yield from mirrored(events, place) if job.tensorboard else events
    except RuntimeError as error:
        told = _in_words(error, place)
        if told is None:
            raise
        raise told from error


def _in_words(error: RuntimeError, place: RunFolder) -> UserError | None:
    """What torch could not do, where a person can mend it."""
    if processes() > 1 and "onnection" in str(error):
        hint = f"Mend the cause, then: workbench resume {place.path}"
        return UserError("Another process of this run ended, so it can not go on.", hint)
    if type(error).__module__.startswith(("torch._dynamo", "torch._inductor")):
        reason = str(error).split("\n", maxsplit=1)[0]
        return UserError(f"torch.compile can not work here ({reason}).", "Run it without --compile.")
    return None


def _follow(job: Job, place: RunFolder, resume: bool) -> None:
    """Take every step that the first process takes."""
    trainer = Returning(stand(job, fabric_for(job))).finish().trainer
    if resume and (state := kept_state(trainer, place)):
        trainer.load_state_dict(state["trainer"])
    while trainer.step < trainer.job.steps and go_on(trainer.fabric):
        trainer.advance()


def _run(job: Job, place: RunFolder, resume: bool) -> Generator[Event, None, None]:
    begun = time.monotonic()
    if resume and place.result_file.is_file():
        raise UserError(f"The run {place.path} is finished.", "Start a new one.")
    if not resume:
        place.write_job(job.checked())  # even a run that never got to train has a name and a recipe
    place.delete_partial_files()
    validator(job.validator)
    standing = Returning(stand(job, fabric_for(job)))
    warned: list[Event] = []
    for event in standing:
        if isinstance(event, Warned):
            warned.append(event)  # told once the run has begun, and kept there
        else:
            yield event
    trainer, built = standing.result
    place.write_job(trainer.job)
    spent = restore(trainer, place, resume)
    loop = Loop(trainer, place, Pace(trainer.step, trainer.job.steps, begun, spent))
    for event in (_started(place, trainer), *(warned if trainer.step == 0 else ())):
        yield loop.kept(event)
    look = Evaluator(trainer, place.embedding(until=trainer.step) if trainer.step else None)
    yield from loop.train(partial(_look, trainer, look, built, place, loop))
    yield from _finish(trainer, look, built, place, loop)


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


def _keep_best(told: list[Event], trainer: Trainer, built: Built, place: RunFolder) -> None:
    """Keep the model beside the last one where the validator scores it higher than any before."""
    for event in told:
        if isinstance(event, Evaluated) and event.scores.score >= trainer.best.score:
            trainer.best = Best(event.step, event.scores.score)
            save_adapted(place, built.method.exported(built.extractor), best=True)


def _look(
    trainer: Trainer, look: Evaluator, built: Built, place: RunFolder, loop: Loop
) -> Generator[Event, None, None]:
    """Look where it is time to. A stop that comes meanwhile is heard; then the look is taken when the run goes on."""
    steps = trainer.job.steps
    ended = [span for span in trainer.spans if span.scored and span.end == trainer.step < steps]
    due = ended or trainer.step % look_every(steps) == 0 or trainer.step == steps
    if not due or trainer.looked == trainer.step:
        return
    told = []
    for events in (look.events(), *(_stage_scores(trainer, look, span) for span in ended)):
        for event in events:
            if isinstance(event, Prepared):
                yield loop.progress()
            else:
                told.append(event)
    for event in told:
        loop.kept(event)
    trainer.looked = trainer.step
    if trainer.step:
        _keep_best(told, trainer, built, place)
    yield from told


def _stage_scores(trainer: Trainer, look: Evaluator, span: Span) -> Generator[Event, None, None]:
    """What a stage that is not the last leaves, measured as a run is at its end."""
    scores = yield from look.at_all()
    yield StageScores(trainer.step, span.name, span.scored, scores)


def _finish(
    trainer: Trainer, look: Evaluator, built: Built, place: RunFolder, loop: Loop
) -> Generator[Event, None, None]:
    scores = yield from look.conclude(place)
    save_adapted(place, built.method.exported(built.extractor))
    last = trainer.spans[-1]
    if last.scored:
        yield loop.kept(StageScores(trainer.step, last.name, last.scored, scores))
    yield loop.kept(Evaluated(trainer.step, scores, final=True))
    try:
        yield from keep_painters(trainer, place, loop)
    except UserError as error:  # the model is there all the same
        yield loop.kept(Warned(f"The translator is not kept. {error.message} {error.hint}".strip()))
    finished = Finished(run=str(place.path), scores=scores, seconds=loop.pace.seconds)
    problem = trainer.problem
    told = (problem.classes, trainer.best.step, tuple(trainer.fingerprints), problem.table)
    place.write_result(Result(finished, *told))
    place.checkpoint.unlink(missing_ok=True)  # nothing is left to resume
    yield loop.kept(finished)
