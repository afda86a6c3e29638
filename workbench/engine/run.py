"""Runs any job as a stream of events. Closing the stream stops the run and keeps its checkpoint."""

import time
from collections.abc import Generator
from pathlib import Path
from typing import Any

from workbench.core.domain import UNKNOWN, Side
from workbench.core.errors import UserError
from workbench.core.events import (
    Evaluated,
    Event,
    Finished,
    Prepared,
    Progressed,
    Saved,
    Scalars,
    StageStarted,
    Started,
    Warned,
)
from workbench.core.job import Job
from workbench.core.ranks import follower
from workbench.core.returning import Returning
from workbench.engine import checkpoint
from workbench.engine.adapted import save_adapted
from workbench.engine.build import Built
from workbench.engine.device import device_title, fabric_for, go_on, memory_in_use
from workbench.engine.look import Look
from workbench.engine.pace import Pace
from workbench.engine.standing import stand
from workbench.engine.tensorboard import mirrored
from workbench.engine.trainer import Best, Trainer
from workbench.engine.unknown import rejected
from workbench.engine.validators import validator
from workbench.nets.across import processes
from workbench.store.lock import locked
from workbench.store.run_folder import Prediction, Result, RunFolder

REPORTS = 200  # how often a run reports its losses
LOOKS = 20  # how often it looks at itself


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
    if resume and (state := _checkpoint(trainer, place)):
        trainer.load_state_dict(state["trainer"])
    while trainer.step < trainer.job.steps and go_on(trainer.method.fabric):
        trainer.advance()


def _run(job: Job, place: RunFolder, resume: bool) -> Generator[Event, None, None]:
    begun = time.monotonic()
    if resume and place.result_file.is_file():
        raise UserError(f"The run {place.path} is finished.", "Start a new one.")
    if not resume:
        place.write_job(job.checked())  # even a run that never got to train has a name and a recipe
    place.sweep()
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
    spent = _restore(trainer, place) if resume else 0.0
    pace = Pace(trainer.step, trainer.job.steps, begun, spent)
    for event in (_started(place, trainer), *(warned if trainer.step == 0 else ())):
        yield _kept(place, event)
    look = Look(trainer, place.embedding(until=trainer.step) if trainer.step else None)
    yield from _train(trainer, look, built, place, pace)
    yield from _finish(trainer, look, built, place, pace)


def _restore(trainer: Trainer, place: RunFolder) -> float:
    """Stand where the checkpoint was taken, or at the start where there is none; the seconds spent until then."""
    state = _checkpoint(trainer, place)
    if state is None:
        place.truncate_events(0)
        return 0.0
    trainer.load_state_dict(state["trainer"])
    place.truncate_events(int(state["events"]))  # what was told after the checkpoint will be told again
    return float(state["seconds"])


def _checkpoint(trainer: Trainer, place: RunFolder) -> dict[str, Any] | None:
    """The last state that was kept, if it is of these domains."""
    if not place.checkpoint.is_file():
        return None
    state = checkpoint.load(place.checkpoint)
    for which, then, now in zip(Side, state["domains"], _fingerprints(trainer), strict=True):
        if then != now:
            raise UserError(
                f"The {which} folder has changed since this run was stopped.",
                "Put its files back as they were, or start a new run.",
            )
    return state


def _fingerprints(trainer: Trainer) -> list[str]:
    return [trainer.problem.source.fingerprint, trainer.problem.target.fingerprint]


def _started(place: RunFolder, trainer: Trainer) -> Started:
    problem = trainer.problem
    return Started(
        job=problem.job,
        folder=str(place.path),
        classes=problem.classes,
        source=len(problem.source.paths),
        target=len(problem.target.paths),
        set_aside=problem.set_aside,
        device=device_title(trainer.method.fabric),
        parameters=sum(p.numel() for p in trainer.method.parameters() if p.requires_grad),
    )


def _train(trainer: Trainer, look: Look, built: Built, place: RunFolder, pace: Pace) -> Generator[Event, None, None]:
    saved, saved_at = trainer.step, time.monotonic()
    try:
        yield from _look(trainer, look, built, place, pace)
        while trainer.step < trainer.job.steps:
            go_on(trainer.method.fabric)
            # All that a step has to tell is kept before any of it is told, so that a stop in between loses nothing.
            yield from [_kept(place, event) for event in _step(trainer)]
            yield from _look(trainer, look, built, place, pace)
            yield _pace(trainer, pace)
            due = time.monotonic() - saved_at > trainer.job.checkpoint_seconds
            if due or trainer.step == trainer.job.steps:  # the end too: what follows can fail
                _save(trainer, place, pace)
                saved, saved_at = trainer.step, time.monotonic()
                yield Saved(saved, str(place.checkpoint))
    except GeneratorExit:
        if trainer.step < trainer.job.steps:
            go_on(trainer.method.fabric, False)
        if trainer.step > saved:
            _save(trainer, place, pace)
        raise


def _keep_best(told: list[Event], trainer: Trainer, built: Built, place: RunFolder) -> None:
    """Keep the model beside the last one where the validator scores it higher than any before."""
    for event in told:
        if isinstance(event, Evaluated) and event.scores.score >= trainer.best.score:
            trainer.best = Best(event.step, event.scores.score)
            save_adapted(place, built.method.exported(built.extractor), best=True)


def _look(trainer: Trainer, look: Look, built: Built, place: RunFolder, pace: Pace) -> Generator[Event, None, None]:
    """Look where it is time to. A stop that comes meanwhile is heard; then the look is taken when the run goes on."""
    due = trainer.step % look_every(trainer.job.steps) == 0 or trainer.step == trainer.job.steps
    if not due or trainer.looked == trainer.step:
        return
    told = []
    for event in look.events():
        if isinstance(event, Prepared):
            yield _pace(trainer, pace)
        else:
            told.append(_kept(place, event))
    trainer.looked = trainer.step
    if trainer.step:
        _keep_best(told, trainer, built, place)
    yield from told


def _pace(trainer: Trainer, pace: Pace) -> Progressed:
    return pace.at(trainer.step, memory_in_use(trainer.method.fabric))


def _step(trainer: Trainer) -> Generator[Event, None, None]:
    steps = trainer.job.steps
    for index, span in enumerate(trainer.spans):
        if trainer.step == span.start:
            yield StageStarted(span.name, index, len(trainer.spans), span.start, span.end - span.start)
    trainer.advance()
    while trainer.notes:
        yield Warned(trainer.notes.pop(0))
    if trainer.step % max(steps // REPORTS, 1) == 0 or trainer.step == steps:
        yield Scalars(trainer.step, trainer.report())


def look_every(steps: int) -> int:
    """How many steps lie between two looks of a run at itself."""
    return min(max(steps // LOOKS, 25), 500)


def _save(trainer: Trainer, place: RunFolder, pace: Pace) -> None:
    trainer.check_finite()
    state = {
        "trainer": trainer.state_dict(),
        "domains": _fingerprints(trainer),
        "events": place.events_size(),
        "seconds": pace.seconds,
    }
    checkpoint.save(place.checkpoint, state)


def _finish(trainer: Trainer, look: Look, built: Built, place: RunFolder, pace: Pace) -> Generator[Event, None, None]:
    problem = trainer.problem
    scores, target = yield from look.at_all()
    away = rejected(target.logits, problem.job.shift)
    names = [UNKNOWN if no else problem.classes[k] for k, no in zip(target.classes, away, strict=True)]
    rows = zip(problem.target.paths, names, target.confidence.tolist(), strict=True)
    place.write_predictions(Prediction(*row) for row in rows)
    save_adapted(place, built.method.exported(built.extractor))
    yield _kept(place, Evaluated(trainer.step, scores, final=True))
    finished = Finished(run=str(place.path), scores=scores, seconds=pace.seconds)
    place.write_result(Result(finished, problem.classes, trainer.best.step, tuple(_fingerprints(trainer))))
    place.checkpoint.unlink(missing_ok=True)  # nothing is left to resume
    yield _kept(place, finished)


def _kept(place: RunFolder, event: Event) -> Event:
    if not isinstance(event, Prepared | Progressed):
        place.append(event)
    return event
