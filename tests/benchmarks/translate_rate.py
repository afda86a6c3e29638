"""What translation costs: training and whole folders, beside the same nets on images that already lie on the device.

    python -m tests.benchmarks translate_rate --data ../shared/data/digits --out tests/benchmarks/RESULTS.md

Every round measures all of them one after the other, so that what else the machine does weighs on each alike, and takes
the shares within the round. Memory is read while a folder of `--count` images is translated.
"""

from workbench.core.threads import quiet_threads

quiet_threads()

import argparse
import itertools
import os
import tempfile
import time
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import msgspec
import numpy as np
import psutil
import torch
from numpy.typing import NDArray
from torch import Tensor

from tests.benchmarks.in_turn import Acts, many, measured, middle, shares, timed
from tests.benchmarks.results import command_line, replace_section, section, where
from workbench.core.events import Event, Prepared, Progressed
from workbench.core.generators import Returning
from workbench.core.translation import Direction, TranslationJob
from workbench.data.augment import as_inputs
from workbench.data.decode import decode
from workbench.engine.eta import RateMeter
from workbench.engine.loop import Loop, evaluation_interval
from workbench.engine.method import Progress
from workbench.engine.translation_metrics import TranslationMetrics
from workbench.engine.translation_run import set_up_translation
from workbench.engine.translation_trainer import TranslationTrainer
from workbench.engine.translator import TranslationBatch
from workbench.engine.translator_io import LoadedTranslator, load_translator, save_translator
from workbench.export.translated_folder import BATCH, DECODERS, save, write_translated
from workbench.store.translation_folder import TranslationFolder

SECTIONS = (
    (
        "translate rate, training",
        "Street → mnist at {image_size} pixels. Images of each domain that a run learns from in a second, with its data"
        ", events and checkpoints, against the same steps on one batch in memory; {rounds} rounds of {steps} steps, in "
        "turn. By work: of the processors' seconds, not the clock's. Looks: their share of a run's work.",
        "translator | batch | run, images/s | fixed batch, images/s | share | spread | by work | looks",
    ),
    (
        "translate rate, folders",
        "Images a second of the translator alone on batches in memory, and of `workbench translate --model` from files "
        "to PNG files; {rounds} rounds of {block}, in turn. Bound: net / (net + decoding + writing), by work; each of "
        "these alone and all of it in ms of the processors. Memory while {count:,} images are translated.",
        "translator | net alone, images/s | folder, images/s | share | spread | by work | bound | net, ms | "
        "decoding, ms | writing, ms | all, ms | MB at a tenth, at the end",
    ),
)


def trainer_of(name: str, asked: argparse.Namespace, cache: str) -> TranslationTrainer:
    """A translator on real folders, in the preset that a CPU gets."""
    source, target = str(asked.data / "street"), str(asked.data / "mnist")
    job = TranslationJob(translator=name, source=source, target=target, image_size=asked.image_size, cache=cache)
    job = msgspec.structs.replace(job.checked(), device=asked.device)
    trainer = Returning(set_up_translation(job)).finish()
    trainer.study()
    return trainer


def no_look() -> Generator[Event, None, None]:
    yield from ()


def steps_of(going: Iterator[Event], count: int) -> None:
    """So many steps of a run: each ends by telling where it stands."""
    for _ in itertools.islice((event for event in going if isinstance(event, Progressed)), count):
        pass


def repeated(trainer: TranslationTrainer, batch: TranslationBatch, count: int) -> None:
    """So many steps on one batch that is already there, each until its losses can be read."""
    for _ in range(count):
        for loss in trainer.translator.advance(batch, Progress("train", 0.1)).values():
            loss.item()


def training_row(trainer: TranslationTrainer, place: TranslationFolder, asked: argparse.Namespace) -> str:
    """A line of the first table."""
    judge, job = TranslationMetrics(trainer), trainer.job
    Returning(judge.events()).finish()  # the first look takes longer
    look = timed(lambda: Returning(judge.events()).finish())
    going = Loop(trainer, place, RateMeter(0, job.steps, time.monotonic(), 0.0)).train(no_look)
    fixed = partial(repeated, trainer, trainer.batch(), asked.steps)
    acts: Acts = {"run": partial(steps_of, going, asked.steps), "fixed": fixed}
    took = measured(acts, asked.rounds)
    going.close()
    rates = [f"{job.batch * asked.steps / middle(took[name]).clock:,.1f}" for name in acts]
    looks = look.work / (look.work + middle(took["run"]).work / asked.steps * evaluation_interval(job.steps))
    cells = [f"{job.batch} + {job.batch}", *rates, *shares(took["run"], took["fixed"]), f"{looks:.0%}"]
    return f"| {job.translator}, {job.preset} | {' | '.join(cells)} |"


@torch.inference_mode()
def painted(loaded: LoadedTranslator, batches: list[Tensor]) -> None:
    for batch in batches:
        loaded.translator.translate(batch, Direction.TO_TARGET)[0, 0, 0, 0].item()


def decoded(paths: list[Path]) -> None:
    with ThreadPoolExecutor(DECODERS) as pool:
        list(pool.map(decode, paths))


def written(pictures: list[NDArray[np.uint8]], work: Path) -> None:
    out = Path(tempfile.mkdtemp(dir=work))
    for number, pixels in enumerate(pictures):
        save(pixels, out / f"{number:06}.png")


def translated(loaded: LoadedTranslator, folder: Path, work: Path) -> list[int]:
    """MB in use at a tenth of the way, and at the end."""
    process, out = psutil.Process(), Path(tempfile.mkdtemp(dir=work))
    memory = [
        process.memory_info().rss // 1_000_000
        for told in write_translated(loaded, folder, out, direction=Direction.TO_TARGET)
        if isinstance(told, Prepared) and told.total and told.done >= told.total / 10
    ]
    return [memory[0], memory[-1]]


def folder_row(loaded: LoadedTranslator, images: list[Path], asked: argparse.Namespace, work: Path) -> str:
    """A line of the second table."""
    paths, count, size = many(images, asked.block, work / "in"), asked.block, loaded.job.image_size
    ready = as_inputs(torch.from_numpy(np.stack([decode(path, size) for path in paths])).to(loaded.device))
    acts: Acts = {
        "net": partial(painted, loaded, list(ready.split(BATCH))),
        "decode": partial(decoded, paths),
        "write": partial(written, [decode(path) for path in paths], work),
        "folder": partial(translated, loaded, work / "in", work),
    }
    took = measured(acts, asked.rounds)
    each = [middle(one).work / count for one in took.values()]
    many(images, asked.count, work / "many")
    memory = translated(loaded, work / "many", work)
    rates = [f"{count / middle(took[name]).clock:,.0f}" for name in ("net", "folder")]
    cells = [*rates, *shares(took["folder"], took["net"]), f"{each[0] / sum(each[:3]):.0%}"]
    cells += [f"{1000 * one:.2f}" for one in each]
    return f"| {loaded.job.translator} | {' | '.join(cells)} | {memory[0]:,}, {memory[1]:,} |"


def rows_of(name: str, asked: argparse.Namespace) -> list[list[str]]:
    """Of both tables."""
    with tempfile.TemporaryDirectory(prefix="workbench-rate-") as work:
        trainer = trainer_of(name, asked, f"{work}/cache")
        images = [asked.data / "street" / path for path in trainer.problem.source.paths]
        place = TranslationFolder(Path(work) / "run")
        place.write_job(trainer.job)
        training = [training_row(trainer, place, asked)] if trainer.translator.trained else []
        save_translator(place, trainer.translator.exported(), trainer.problem.classes)
        folder = [folder_row(load_translator(place.path, asked.device), images, asked, Path(work))]
    print(*training, *folder, sep="\n", flush=True)
    return [training, folder]


def main(options: Sequence[str]) -> None:
    """Measure, print, and write the sections."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks translate_rate")
    parser.add_argument("--data", type=Path, required=True, help="folder with street and mnist")
    parser.add_argument("--translators", nargs="+", default=["cyclegan", "coco_funit", "fourier"])
    parser.add_argument("--image-size", type=int, default=32)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--steps", type=int, default=8, help="of training in a round")
    parser.add_argument("--block", type=int, default=512, help="images in a round")
    parser.add_argument("--count", type=int, default=10_000, help="images over which memory is read")
    parser.add_argument("--out", type=Path, metavar="FILE")
    asked = parser.parse_args(options)
    asked.data = asked.data.absolute()
    found = [rows_of(name, asked) for name in asked.translators]
    place = f"{os.cpu_count()} CPU cores with a load of {psutil.getloadavg()[1]:.0f} meanwhile, {where()}"
    command = command_line("translate_rate", *options)
    for number, (name, words, head) in enumerate(SECTIONS):
        rows = [row for one in found for row in one[number]]
        table = section(name, command, words.format(**vars(asked)), head, rows, place)
        print(table)
        if asked.out:
            replace_section(asked.out, name, table)
