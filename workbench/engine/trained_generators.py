"""The translator that a method trained on its way, in its run's folder, as `workbench translate` keeps one."""

from collections.abc import Generator

from workbench.core.events import Event, Prepared, TranslationFinished, TranslatorKept, Warned
from workbench.core.generators import Returning
from workbench.core.translation import TranslationJob
from workbench.core.translation_checks import KEEPS, failed_checks
from workbench.engine.loop import Loop
from workbench.engine.painters import Painters, TrainsGenerators
from workbench.engine.registry import translator as translator_named
from workbench.engine.trainer import Trainer
from workbench.engine.translation_metrics import TranslationMetrics
from workbench.engine.translation_problem import TranslationProblem
from workbench.engine.translation_trainer import TranslationTrainer
from workbench.engine.translator import ImageSpec, Translator
from workbench.engine.translator_io import save_translator
from workbench.store.run_folder import RunFolder
from workbench.store.translation_folder import TranslationFolder


def keep_painters(trainer: Trainer, place: RunFolder, loop: Loop) -> Generator[Event, None, None]:
    """Keep a method's generators, measured and looked at as any translator is; nothing where it has none.

    A translator is of square images, so generators of others are not kept. Raises UserError as a judge does.
    """
    method, job = trainer.method, trainer.problem.job
    if not isinstance(method, TrainsGenerators) or (job.image_width or job.image_size) != job.image_size:
        return
    left = method.painters()
    steps = sum(span.end - span.start for span in trainer.spans if span.name == left.stage)
    problem = _problem(trainer, left, steps, place.path.name)
    teacher = TranslationTrainer(problem, _standing(trainer, left))
    teacher.step = steps
    folder = TranslationFolder(place.translator)
    folder.path.mkdir(exist_ok=True)
    folder.truncate_events(0)
    folder.write_job(problem.job)
    save_translator(folder, left.generator, problem.classes)
    judge = TranslationMetrics(teacher)
    for final in (False, True):
        judging = Returning(judge.events(final))
        for event in judging:
            if isinstance(event, Prepared):
                yield event
            else:
                folder.append(event)
    quality = judging.result
    for name, worry in failed_checks(quality, KEEPS).items():
        folder.append(Warned(worry, name))
    folder.write_result(TranslationFinished(str(folder.path), quality, loop.pace.seconds, 0.0))
    yield loop.kept(TranslatorKept(str(folder.path), quality))


def _standing(trainer: Trainer, left: Painters) -> Translator:
    problem = trainer.problem
    made = translator_named(left.translator)(ImageSpec(problem.job.image_size, len(problem.classes)), left.settings)
    made.generator.load_state_dict(left.generator.state_dict())
    made.setup(trainer.fabric)
    return made


def _problem(trainer: Trainer, left: Painters, steps: int, run: str) -> TranslationProblem:
    """The run's own images. Where pixels are told, they have no labels that a reader could learn."""
    problem, job = trainer.problem, trainer.problem.job
    recipe = TranslationJob(
        translator=left.translator,
        source=job.source,
        target=job.target,
        preset=translator_named(left.translator).presets[-1].name,
        steps=steps,
        batch=left.batch,
        image_size=job.image_size,
        seed=job.seed,
        device=job.device,
        precision=job.precision,
        ema=0.0,
        settings=left.settings,
        cache=job.cache,
        run=run,
    )
    classes, source, target = trainer.training.translation_sides(problem)
    return TranslationProblem(recipe, classes, source, target, None, problem.set_aside)
