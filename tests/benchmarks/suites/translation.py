"""The suite `translation`: what pixels buy, stage by stage, beside translators that need no training."""

import argparse
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import mean
from typing import NamedTuple

import msgspec

from tests.benchmarks.results import replace_section, section, where
from tests.benchmarks.suites.accuracy import spread
from tests.benchmarks.suites.recipes import Suite, asked, command_of, runs_folder, title_of
from workbench.core.events import StageScores, TranslatorKept
from workbench.core.job import Job
from workbench.core.translation import Quality, TranslationJob

TRANSLATORS = ("fourier", "histogram", "reinhard")
FEATURES, STAGES, PLAIN = "dann", "cycada", "source_only"
BATCH, FEATURE_STEPS = 32, 1000
# Narrow enough for one thread: generators learn from 8 images of each batch, at twice the paper's rate.
SETTINGS = {"source_share": 0.22, "pixels_share": 0.44, "generator_rate": 4e-4, "generator_batch": 8}
TIMED = 20  # steps


class Line(NamedTuple):
    """One way to the target: accuracies by seed in [0, 1], Fréchet distance before and after, and seconds."""

    how: str
    accuracies: Sequence[float]
    seconds: float
    before: float | None = None
    after: float | None = None


def run(arguments: argparse.Namespace) -> int:
    """Measure, print the table, and put it into the file."""
    suite, runs = asked(arguments), runs_folder(arguments)
    rows = []
    for source, target in suite.pairs:
        for line in _lines(arguments, suite, runs, source, target):
            by_seed = " ".join(f"{100 * one:.1f}" for one in line.accuracies)
            distances = [f"{one:.1f}" if one is not None else "" for one in (line.before, line.after)]
            cells = (f"{source} → {target}", line.how, spread(list(line.accuracies)), by_seed, *distances)
            rows.append(f"| {' | '.join(cells)} | {line.seconds:.0f} |")
            print(rows[-1], flush=True)
    told = " ".join(f"{name} {value}," for name, value in SETTINGS.items())
    words = (
        f"{suite.backbone}, {BATCH} + {BATCH} images a step. CyCADA: {suite.steps:,} steps over its four stages, "
        f"{told} otherwise its own settings; its first stage is the source-only model. DANN: {FEATURE_STEPS:,} steps. "
        "A translator that needs no training: source-only training on the folder that it wrote. Accuracy on all target "
        "images; Fréchet distance to the target in features of EfficientNet-Lite0, before and after translation "
        "(CyCADA: mean over seeds, of the images that its run learned from).\n\n"
        + _rates(arguments.data, *suite.pairs[0], runs)
    )
    head = "pair | how | target accuracy, % | by seed | FID before | FID after | seconds"
    title = title_of(arguments, suite) + (f", {suite.steps:,} steps" if arguments.steps else "")
    table = section(title, command_of(arguments), words, head, rows, where())
    print(f"\n{table}")
    if arguments.out:
        replace_section(arguments.out, title, table)
    return 0


def _lines(arguments: argparse.Namespace, suite: Suite, runs: Path, source: str, target: str) -> list[Line]:
    from workbench.cli.run_progress import finished_run
    from workbench.store.run_folder import RunFolder

    def job(method: str, steps: int, seed: int) -> Job:
        plain = suite.job(arguments.data, source, target, method)
        return msgspec.structs.replace(plain, steps=steps, batch=BATCH, seed=seed)

    def folder(*names: object) -> Path:
        return runs / suite.folder(arguments.suite, source, target, *names)

    seeds = range(arguments.seeds)
    staged: dict[str, list[float]] = {}
    kept: list[Quality] = []
    seconds = 0.0
    for seed in seeds:
        place = Path(f"{folder(STAGES)}-{seed}")
        recipe = msgspec.structs.replace(job(STAGES, suite.steps, seed), settings=dict(SETTINGS))
        seconds += finished_run(recipe, place).seconds / len(seeds)
        for event in RunFolder(place).events():
            if isinstance(event, StageScores):
                staged.setdefault(event.title, []).append(event.scores.target_accuracy or 0.0)
            elif isinstance(event, TranslatorKept):
                kept.append(event.quality)
    found = [finished_run(job(FEATURES, FEATURE_STEPS, seed), Path(f"{folder(FEATURES)}-{seed}")) for seed in seeds]
    titles = list(staged)
    lines = [Line(titles[0], staged[titles[0]], 0.0)]
    lines.append(Line("features alone (DANN)", [one.scores.target_accuracy or 0.0 for one in found], found[0].seconds))
    distances = mean(one.fid_before for one in kept), mean(one.fid for one in kept)
    lines += [Line(f"CyCADA: {title}", staged[title], seconds, *distances) for title in titles[1:]]
    for name in arguments.methods or TRANSLATORS:
        lines.append(_translated(name, job(PLAIN, FEATURE_STEPS, 0), folder(name), len(seeds)))
    return lines


def _translated(name: str, job: Job, folder: Path, seeds: int) -> Line:
    """Make ready, write the translated folder, and train on it as on any other."""
    from workbench.cli.run_progress import finished_run
    from workbench.core.generators import Returning
    from workbench.core.translation import Direction
    from workbench.engine.translation_run import translate
    from workbench.engine.translator_io import load_translator
    from workbench.export.translated_folder import write_translated
    from workbench.store.translation_folder import TranslationFolder

    place = TranslationFolder(folder)
    if not place.result_file.is_file():
        for _ in translate(TranslationJob(translator=name, source=job.source, target=job.target), folder):
            pass
    out = Path(f"{folder}-images")
    if not out.exists():
        loaded = load_translator(folder)
        Returning(write_translated(loaded, Path(job.source), out, direction=Direction.TO_TARGET)).finish()
    quality = place.result().quality
    found = [
        finished_run(msgspec.structs.replace(job, source=str(out), seed=seed), Path(f"{folder}-{PLAIN}-{seed}"))
        for seed in range(seeds)
    ]
    accuracies = [one.scores.target_accuracy or 0.0 for one in found]
    return Line(f"{name}, then source only", accuracies, found[0].seconds, quality.fid_before, quality.fid)


def _rates(data: Path, source: str, target: str, runs: Path) -> str:
    """Images a second of CycleGAN's light preset: in its loop, and with one batch that is on the device already."""
    import torch

    from workbench.core.generators import Returning
    from workbench.core.translation import Direction
    from workbench.engine.device import fabric_for
    from workbench.engine.method import Progress
    from workbench.engine.registry import translator
    from workbench.engine.translation_problem import prepare_translation
    from workbench.engine.translation_trainer import TranslationTrainer
    from workbench.engine.translator import ImageSpec

    job = TranslationJob(translator="cyclegan", source=str(data / source), target=str(data / target), preset="light")
    fabric = fabric_for(Job(method="", source="", target=""))
    problem = Returning(prepare_translation(job, fabric.device.type)).finish()
    made = translator("cyclegan")(ImageSpec(problem.job.image_size, len(problem.classes)), problem.job.settings)
    made.setup(fabric, job.ema)
    trainer = TranslationTrainer(problem, made)
    batch, rates = trainer.batch(), []

    def again() -> None:
        made.advance(batch, Progress("train", 0.0))

    def paint() -> None:
        with torch.inference_mode():
            made.translate(batch.source, Direction.TO_TARGET)

    for work in (trainer.advance, again, paint):
        work()
        begun = time.perf_counter()
        for _ in range(TIMED):
            work()
        rates.append(TIMED * problem.job.batch / (time.perf_counter() - begun))
    return (
        f"CycleGAN, light preset, at {problem.job.image_size} px: trains on {rates[0]:.0f} images of each domain a "
        f"second in its loop, {rates[1]:.0f} with a batch on the device already; translates {rates[2]:.0f} a second."
    )
