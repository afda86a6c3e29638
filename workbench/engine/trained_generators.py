"""Saves the generators that a method trained as a translation in its run folder, as `workbench translate` does."""

from collections.abc import Generator

from workbench.core.events import Event, Prepared, TranslationFinished, TranslatorKept, Warned
from workbench.core.generators import Returning
from workbench.core.translation import TranslationJob
from workbench.core.translation_checks import KEEPS, failed_checks
from workbench.engine.loop import Loop
from workbench.engine.method_generators import TrainedGenerators, TrainsGenerators
from workbench.engine.registry import translator as translator_named
from workbench.engine.trainer import Trainer
from workbench.engine.translation_metrics import TranslationMetrics
from workbench.engine.translation_problem import TranslationProblem
from workbench.engine.translation_trainer import TranslationTrainer
from workbench.engine.translator import ImageSpec, Translator
from workbench.engine.translator_io import save_translator
from workbench.store.run_folder import RunFolder
from workbench.store.translation_folder import TranslationFolder


def save_generators(trainer: Trainer, place: RunFolder, loop: Loop) -> Generator[Event, None, None]:
    """Evaluate and save the generators of a method. Does nothing if the method trains none.

    Translators need square images, so generators of other images are not saved. Raises UserError if the translator
    cannot be evaluated or written.
    """
    method, job = trainer.method, trainer.problem.job
    if not isinstance(method, TrainsGenerators) or (job.image_width or job.image_size) != job.image_size:
        return
    trained = method.trained_generators()
    steps = sum(span.end - span.start for span in trainer.spans if span.name == trained.stage)
    problem = _problem(trainer, trained, steps, place.path.name)
    translation = TranslationTrainer(problem, _translator(trainer, trained))
    translation.step = steps
    folder = TranslationFolder(place.translator)
    folder.path.mkdir(exist_ok=True)
    folder.truncate_events(0)
    folder.write_job(problem.job)
    save_translator(folder, trained.generator, problem.classes)
    metrics = TranslationMetrics(translation)
    for final in (False, True):
        evaluation = Returning(metrics.events(final))
        for event in evaluation:
            if isinstance(event, Prepared):
                yield event
            else:
                folder.append(event)
    quality = evaluation.result
    for name, message in failed_checks(quality, KEEPS).items():
        folder.append(Warned(message, name))
    folder.write_result(TranslationFinished(str(folder.path), quality, loop.meter.seconds, 0.0))
    yield loop.record(TranslatorKept(str(folder.path), quality))


def _translator(trainer: Trainer, trained: TrainedGenerators) -> Translator:
    """The translator of the catalogue with the method's generator."""
    problem = trainer.problem
    spec = ImageSpec(problem.job.image_size, len(problem.classes))
    translator = translator_named(trained.translator)(spec, trained.settings)
    translator.generator.load_state_dict(trained.generator.state_dict())
    translator.setup(trainer.fabric)
    return translator


def _problem(trainer: Trainer, trained: TrainedGenerators, steps: int, run: str) -> TranslationProblem:
    """The translation problem of the run's images. Where these have masks, labels are those of pixels."""
    problem, job = trainer.problem, trainer.problem.job
    recipe = TranslationJob(
        translator=trained.translator,
        source=job.source,
        target=job.target,
        preset=translator_named(trained.translator).presets[-1].name,
        steps=steps,
        batch=trained.batch,
        image_size=job.image_size,
        seed=job.seed,
        device=job.device,
        precision=job.precision,
        ema=0.0,
        settings=trained.settings,
        cache=job.cache,
        run=run,
        source_range=job.source_range,
        target_range=job.target_range,
    )
    classes, source, target = trainer.training.translation_sides(problem)
    scenes = problem.source if problem.source.masks is not None else None
    return TranslationProblem(recipe, classes, source, target, None, problem.set_aside, scenes)
