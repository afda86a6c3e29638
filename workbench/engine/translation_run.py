"""Runs any translator as a stream of events. Closing the stream stops the run and keeps its checkpoint."""

import time
from collections.abc import Generator
from functools import partial
from pathlib import Path
from typing import NamedTuple

import torch

from workbench.core.errors import UserError
from workbench.core.events import Event, Judged, Prepared, TranslationFinished, TranslationStarted, Warned
from workbench.core.generators import Returning
from workbench.core.job import Job
from workbench.core.translation import TranslationJob
from workbench.core.translation_checks import failed_checks
from workbench.engine.device import device_title, fabric_for
from workbench.engine.eta import Pace
from workbench.engine.loop import Loop, look_every, restore
from workbench.engine.registry import translator as translator_named
from workbench.engine.translation_metrics import TranslationMetrics
from workbench.engine.translation_problem import prepare_translation
from workbench.engine.translation_trainer import TranslationTrainer
from workbench.engine.translator import ImageSpec
from workbench.engine.translator_io import save_translator
from workbench.store.lock import locked
from workbench.store.translation_folder import TranslationFolder

EARLY = 0.25  # share of the steps in which nothing is warned of: first a translator learns to make images at all


class TranslationSetup(NamedTuple):
    """What a run needs throughout."""

    trainer: TranslationTrainer
    judge: TranslationMetrics
    place: TranslationFolder
    loop: Loop


def translate(job: TranslationJob, folder: Path, resume: bool = False) -> Generator[Event, None, None]:
    """Execute a translation in a run folder and tell what happens; with `resume`, go on from the checkpoint there.

    As `run` does for methods. A translator that needs no training is made ready in a single step.
    """
    with locked(folder):
        yield from _translate(job, TranslationFolder(folder), resume)


def _translate(job: TranslationJob, place: TranslationFolder, resume: bool) -> Generator[Event, None, None]:
    begun = time.monotonic()
    if resume and place.result_file.is_file():
        raise UserError(f"The run {place.path} is finished.", "Start a new one.")
    if not resume:
        place.write_job(job.checked())
    place.delete_partial_files()
    standing = Returning(stand(job))
    warned: list[Event] = []
    for event in standing:
        if isinstance(event, Warned):
            warned.append(event)  # told once the run has begun, and kept there
        else:
            yield event
    trainer = standing.result
    place.write_job(trainer.job)
    judge = TranslationMetrics(trainer)  # before the state is restored: to make its network takes chance
    spent = restore(trainer, place, resume)
    if trainer.step == 0:
        trainer.study()
    if not trainer.translator.trained:  # it can be used while it is still looked at
        save_translator(place, trainer.translator.exported(), trainer.problem.classes)
    loop = Loop(trainer, place, Pace(trainer.step, trainer.job.steps, begun, spent))
    told = TranslationSetup(trainer, judge, place, loop)
    for event in (_started(told), *(warned if trainer.step == 0 else ())):
        yield loop.kept(event)
    yield from loop.train(partial(_look, told))
    yield from _finish(told)


def stand(job: TranslationJob) -> Generator[Event, None, TranslationTrainer]:
    """A translation at its start: device and threads settled, data read, networks built."""
    fabric = fabric_for(Job(method="", source="", target="", device=job.device, precision=job.precision))
    known = translator_named(job.translator)
    problem = yield from prepare_translation(job, fabric.device.type)
    if job.threads:
        torch.set_num_threads(job.threads)
    torch.manual_seed(job.seed)
    translator = known(ImageSpec(problem.job.image_size, len(problem.classes)), problem.job.settings)
    translator.setup(fabric, problem.job.ema)
    return TranslationTrainer(problem, translator)


def _started(told: TranslationSetup) -> TranslationStarted:
    problem, translator = told.trainer.problem, told.trainer.translator
    return TranslationStarted(
        job=problem.job,
        folder=str(told.place.path),
        classes=problem.classes,
        source=len(problem.source.paths),
        target=len(problem.target.paths),
        set_aside=problem.set_aside,
        device=device_title(translator.fabric),
        parameters=sum(p.numel() for p in translator.parameters() if p.requires_grad),
    )


def _look(told: TranslationSetup) -> Generator[Event, None, None]:
    """Look where it is time to; what is seen is kept at once, with the translator as it is."""
    trainer, steps = told.trainer, told.trainer.job.steps
    due = trainer.step % look_every(steps) == 0 or trainer.step == steps
    if not due or trainer.looked == trainer.step or (trainer.step == 0 and not trainer.translator.trained):
        return
    seen: list[Event] = []
    for event in told.judge.events():
        if isinstance(event, Prepared):
            yield told.loop.progress()
        else:
            seen.append(event)
    seen += _warnings(trainer, seen)
    for event in seen:
        told.loop.kept(event)
    trainer.looked = trainer.step
    if trainer.step and trainer.translator.trained:
        save_translator(told.place, trainer.translator.exported(), trainer.problem.classes)
    yield from seen


def _warnings(trainer: TranslationTrainer, seen: list[Event]) -> list[Warned]:
    """Each worry once, and none before the translator had time to learn."""
    if trainer.translator.trained and trainer.step < EARLY * trainer.job.steps:
        return []
    found: dict[str, str] = {}
    for event in seen:
        if isinstance(event, Judged):
            found |= failed_checks(event.quality, trained=trainer.translator.trained)
    fresh = [name for name in found if name not in trainer.warned]
    trainer.warned += fresh
    return [Warned(found[name], name) for name in fresh]


def _finish(told: TranslationSetup) -> Generator[Event, None, None]:
    trainer, place, loop = told.trainer, told.place, told.loop
    training = loop.pace.seconds
    judging = Returning(told.judge.events(final=True))
    for event in judging:
        yield event if isinstance(event, Prepared) else loop.kept(event)
    save_translator(place, trainer.translator.exported(), trainer.problem.classes)
    rate = trainer.step * trainer.job.batch / max(training, 1e-9) if trainer.translator.trained else 0.0
    finished = TranslationFinished(str(place.path), judging.result, loop.pace.seconds, rate)
    place.write_result(finished)
    place.checkpoint.unlink(missing_ok=True)  # nothing is left to resume
    yield loop.kept(finished)
