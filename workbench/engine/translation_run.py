"""Runs a translation job as a generator of events. Closing the generator stops the run and writes a checkpoint."""

import time
from collections.abc import Generator
from functools import partial
from pathlib import Path
from typing import NamedTuple

import msgspec
import torch

from workbench.core.deep_range import EACH_IMAGE
from workbench.core.errors import UserError
from workbench.core.events import Event, Prepared, TranslationFinished, TranslationStarted, Warned
from workbench.core.generators import Returning
from workbench.core.job import Job
from workbench.core.translation import TranslationJob
from workbench.core.translation_checks import failed_checks
from workbench.engine.device import device_title, fabric_for
from workbench.engine.eta import RateMeter
from workbench.engine.loop import Loop, evaluation_interval, restore
from workbench.engine.registry import translator as translator_named
from workbench.engine.translation_metrics import TranslationMetrics
from workbench.engine.translation_problem import prepare_translation
from workbench.engine.translation_trainer import TranslationTrainer
from workbench.engine.translator import ImageSpec
from workbench.engine.translator_io import save_translator
from workbench.store.lock import locked
from workbench.store.translation_folder import TranslationFolder


class TranslationSetup(NamedTuple):
    """The parts of a translation run."""

    trainer: TranslationTrainer
    metrics: TranslationMetrics
    place: TranslationFolder
    loop: Loop


def translate(job: TranslationJob, folder: Path, resume: bool = False) -> Generator[Event, None, None]:
    """Execute a translation job in its folder and yield its events. With `resume`, continue from the checkpoint.

    Works as `run` does for methods. A translator without training takes a single step.
    """
    with locked(folder):
        yield from _translate(job, TranslationFolder(folder), resume)


def _translate(job: TranslationJob, place: TranslationFolder, resume: bool) -> Generator[Event, None, None]:
    begun = time.monotonic()
    if resume and place.result_file.is_file():
        raise UserError(f"The run {place.path} is already finished.", "Start a new run.")
    if not resume:
        place.write_job(job.checked())
    elif place.checkpoint.is_file():  # versions without ranges decoded each deep image by its own
        source, target = job.source_range or EACH_IMAGE, job.target_range or EACH_IMAGE
        job = msgspec.structs.replace(job, source_range=source, target_range=target)
    place.delete_partial_files()
    preparing = Returning(set_up_translation(job))
    warnings: list[Event] = []
    for event in preparing:
        if isinstance(event, Warned):
            warnings.append(event)  # reported and recorded after TranslationStarted
        else:
            yield event
    trainer = preparing.result
    place.write_job(trainer.job)
    metrics = TranslationMetrics(trainer)  # before the state is restored, because its network uses random numbers
    spent = restore(trainer, place, resume)
    if trainer.step == 0:
        trainer.study()
    if not trainer.translator.trained:  # so that it can be used during the evaluation
        save_translator(place, trainer.translator.exported(), trainer.problem.classes)
    loop = Loop(trainer, place, RateMeter(trainer.step, trainer.job.steps, begun, spent))
    setup = TranslationSetup(trainer, metrics, place, loop)
    for event in (_started(setup), *(warnings if trainer.step == 0 else ())):
        yield loop.record(event)
    yield from loop.train(partial(_evaluate, setup))
    yield from _finish(setup)


def set_up_translation(job: TranslationJob) -> Generator[Event, None, TranslationTrainer]:
    """Read the domains of a translation job, and build its translator on the job's device.

    Yields Prepared and Warned. Raises UserError if the job cannot run.
    """
    fabric = fabric_for(Job(method="", source="", target="", device=job.device, precision=job.precision))
    known = translator_named(job.translator)
    problem = yield from prepare_translation(job, fabric.device.type)
    if job.threads:
        torch.set_num_threads(job.threads)
    torch.manual_seed(job.seed)
    translator = known(ImageSpec(problem.job.image_size, len(problem.classes)), problem.job.settings)
    translator.setup(fabric, problem.job.ema)
    return TranslationTrainer(problem, translator)


def _started(setup: TranslationSetup) -> TranslationStarted:
    problem, translator = setup.trainer.problem, setup.trainer.translator
    return TranslationStarted(
        job=problem.job,
        folder=str(setup.place.path),
        classes=problem.classes,
        source=len(problem.source.paths),
        target=len(problem.target.paths),
        set_aside=problem.set_aside,
        device=device_title(translator.fabric),
        parameters=sum(p.numel() for p in translator.parameters() if p.requires_grad),
    )


def _evaluate(setup: TranslationSetup) -> Generator[Event, None, None]:
    """Evaluate and save the translator if an evaluation is due at this step."""
    trainer, steps = setup.trainer, setup.trainer.job.steps
    due = trainer.step % evaluation_interval(steps) == 0 or trainer.step == steps
    if not due or trainer.looked == trainer.step or (trainer.step == 0 and not trainer.translator.trained):
        return
    events: list[Event] = []
    for event in setup.metrics.events():
        if isinstance(event, Prepared):
            yield setup.loop.progress()
        else:
            events.append(event)
    for event in events:
        setup.loop.record(event)
    trainer.looked = trainer.step
    if trainer.step and trainer.translator.trained:
        save_translator(setup.place, trainer.translator.exported(), trainer.problem.classes)
    yield from events


def _finish(setup: TranslationSetup) -> Generator[Event, None, None]:
    trainer, place, loop = setup.trainer, setup.place, setup.loop
    training = loop.meter.seconds
    evaluation = Returning(setup.metrics.events(final=True))
    for event in evaluation:
        yield event if isinstance(event, Prepared) else loop.record(event)
    save_translator(place, trainer.translator.exported(), trainer.problem.classes)
    for name, message in failed_checks(evaluation.result, trained=trainer.translator.trained).items():
        yield loop.record(Warned(message, name))
    rate = trainer.step * trainer.job.batch / max(training, 1e-9) if trainer.translator.trained else 0.0
    finished = TranslationFinished(str(place.path), evaluation.result, loop.meter.seconds, rate)
    place.write_result(finished)
    place.checkpoint.unlink(missing_ok=True)  # a finished run cannot be resumed
    yield loop.record(finished)
