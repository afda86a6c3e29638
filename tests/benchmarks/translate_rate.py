"""What translation costs: training and whole folders, beside the same nets on images that already lie on the device.

    python tests/benchmarks/translate_rate.py --data ../shared/data/digits --out tests/benchmarks/RESULTS.md

Every round measures all of them one after the other, so that what else the machine does weighs on each alike, and takes
the shares within the round. Memory is read while a folder of `--count` images is translated.
"""

import argparse
import itertools
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import psutil

from workbench.cli.bench_table import replace_section, section, where
from workbench.core.events import Event, Prepared, Progressed
from workbench.core.returning import Returning
from workbench.core.threads import quiet_threads
from workbench.core.translation import Direction, TranslationJob

if TYPE_CHECKING:
    from torch import Tensor

    from workbench.engine.translated import Loaded
    from workbench.engine.translation_trainer import TranslationTrainer
    from workbench.store.translation_folder import TranslationFolder

TRANSLATORS = ("cyclegan", "coco_funit", "fourier")
BATCH = 32  # images of the net alone
TRAINING = "translator | batch | run, images/s | fixed batch, images/s | share | spread | by work | looks, of a run"
FOLDER = (
    "translator | net alone, images/s | folder, images/s | share | spread | by work | bound | net, ms | decoding, ms | "
    "writing, ms | all, ms | MB at a tenth, at the end"
)


class Took(NamedTuple):
    """Seconds, by the clock and of the processors."""

    clock: float
    work: float


class Rounds(NamedTuple):
    """What each act took, round by round."""

    took: dict[str, list[Took]]

    def middle(self, name: str, what: str = "clock") -> float:
        """Seconds."""
        return statistics.median(getattr(one, what) for one in self.took[name])

    def shares(self, ours: str, other: str, what: str = "clock") -> list[float]:
        """Of the rate of another act, in each round."""
        pairs = zip(self.took[ours], self.took[other], strict=True)
        return [getattr(b, what) / getattr(a, what) for a, b in pairs]

    def cells(self, ours: str, other: str) -> list[str]:
        """The share by the clock, its spread, and the share by work."""
        found, work = self.shares(ours, other), self.shares(ours, other, "work")
        return [
            f"{statistics.median(found):.0%}",
            f"{min(found):.0%} to {max(found):.0%}",
            f"{statistics.median(work):.0%}",
        ]


def timed(act: Callable[[], object]) -> Took:
    clock, work = time.perf_counter(), time.process_time()
    act()
    return Took(time.perf_counter() - clock, time.process_time() - work)


def measured(acts: dict[str, Callable[[], object]], rounds: int) -> Rounds:
    """Acts in turn; the first round warms up."""
    took: dict[str, list[Took]] = {name: [] for name in acts}
    for number in range(rounds + 1):
        for name, act in acts.items():
            once = timed(act)
            took[name] += [once] if number else []
    return Rounds(took)


def trainer_of(name: str, asked: argparse.Namespace, cache: str) -> "TranslationTrainer":
    """A translator on real folders, its light preset where it has one."""
    from workbench.engine.translation_run import _fabric, _stand

    job = TranslationJob(
        translator=name,
        source=str(asked.data / "street"),
        target=str(asked.data / "mnist"),
        image_size=asked.image_size,
        device=asked.device,
        cache=cache,
    ).checked()
    trainer = Returning(_stand(job, _fabric(job))).finish()
    trainer.study()
    return trainer


def steps_of(going: Iterator[Event], count: int) -> None:
    """So many steps of a run: each ends by telling where it stands."""
    for _ in itertools.islice((event for event in going if isinstance(event, Progressed)), count):
        pass


def alone(trainer: "TranslationTrainer", count: int) -> Callable[[], None]:
    """So many steps on one batch that is already there, each until its losses can be read."""
    from workbench.engine.method import Progress

    fixed, progress = trainer.batch(), Progress("train", 0.1)

    def act() -> None:
        for _ in range(count):
            for loss in trainer.translator.advance(fixed, progress).values():
                loss.item()

    return act


def training_row(trainer: "TranslationTrainer", place: "TranslationFolder", asked: argparse.Namespace) -> str:
    """A line of the first table."""
    from workbench.engine.judge import Judge
    from workbench.engine.loop import Loop, look_every
    from workbench.engine.pace import Pace

    judge, job = Judge(trainer), trainer.job
    Returning(judge.events()).finish()  # the first look takes longer
    look = timed(lambda: Returning(judge.events()).finish())
    going = Loop(trainer, place, Pace(0, job.steps, time.monotonic(), 0.0)).train(lambda: no_look())
    acts = {"run": partial(steps_of, going, asked.steps), "fixed": alone(trainer, asked.steps)}
    rounds = measured(acts, asked.rounds)
    going.close()
    images = job.batch * asked.steps
    rates = [f"{images / rounds.middle(name):,.1f}" for name in acts]
    looks = look.work / (look.work + rounds.middle("run", "work") / asked.steps * look_every(job.steps))
    cells = [f"{job.translator}, {job.preset}", f"{job.batch} + {job.batch}", *rates, *rounds.cells("run", "fixed")]
    return f"| {' | '.join(cells)} | {looks:.0%} |"


def no_look() -> Generator[Event, None, None]:
    yield from ()


def many(images: list[Path], count: int, folder: Path) -> list[Path]:
    """A folder of so many names of these images."""
    folder.mkdir()
    made = [folder / f"{number:06}{images[number % len(images)].suffix}" for number in range(count)]
    for number, path in enumerate(made):
        path.symlink_to(images[number % len(images)])
    return made


def painted(loaded: "Loaded", batches: "list[Tensor]") -> None:
    import torch

    with torch.inference_mode():
        for batch in batches:
            loaded.translator.translate(batch, Direction.TO_TARGET)[0, 0, 0, 0].item()


def decoded(paths: list[Path]) -> None:
    from workbench.data.decode import decode
    from workbench.export.translated_folder import DECODERS

    with ThreadPoolExecutor(DECODERS) as pool:
        list(pool.map(decode, paths))


def folder_row(loaded: "Loaded", images: list[Path], asked: argparse.Namespace, work: Path) -> str:
    """A line of the second table."""
    import torch

    from workbench.data.decode import decode
    from workbench.engine.translated import as_inputs
    from workbench.export.translated_folder import save, write_translated

    paths, size, fresh = many(images, asked.block, work / "in"), loaded.job.image_size, itertools.count()
    pixels = [decode(path) for path in paths]
    ready = [torch.from_numpy(decode(path, size)).to(loaded.device) for path in paths]
    batches = [as_inputs(torch.stack(ready[start : start + BATCH])) for start in range(0, asked.block, BATCH)]

    def place() -> Path:
        return work / f"out-{next(fresh)}"

    def written() -> None:
        folder = place()
        for path, image in zip(paths, pixels, strict=True):
            save(image, folder / path.name)

    def translated(folder: Path) -> dict[str, int]:
        memory: dict[str, int] = {}
        for told in write_translated(loaded, folder, place(), direction=Direction.TO_TARGET):
            if isinstance(told, Prepared) and told.total and told.done >= told.total / 10:
                memory.setdefault("tenth", psutil.Process().memory_info().rss)
                memory["end"] = psutil.Process().memory_info().rss
        return memory

    acts: dict[str, Callable[[], object]] = {
        "net": partial(painted, loaded, batches),
        "decode": partial(decoded, paths),
        "write": written,
        "folder": partial(translated, work / "in"),
    }
    rounds = measured(acts, asked.rounds)
    each = {name: rounds.middle(name, "work") / asked.block for name in acts}
    bound = each["net"] / (each["net"] + each["decode"] + each["write"])
    many(images, asked.count, work / "many")
    memory = translated(work / "many")
    rates = [f"{asked.block / rounds.middle(name):,.0f}" for name in ("net", "folder")]
    cells = [*rates, *rounds.cells("folder", "net"), f"{bound:.0%}", *(f"{1000 * one:.2f}" for one in each.values())]
    return f"| {loaded.job.translator} | {' | '.join(cells)} | {memory['tenth'] / 1e6:.0f}, {memory['end'] / 1e6:.0f} |"


def rows_of(name: str, asked: argparse.Namespace, cache: str) -> tuple[list[str], list[str]]:
    """Of both tables."""
    from workbench.engine.translated import load_translator, save_translator
    from workbench.store.translation_folder import TranslationFolder

    trainer = trainer_of(name, asked, cache)
    images = [asked.data / "street" / path for path in trainer.problem.source.paths]
    with tempfile.TemporaryDirectory(prefix="workbench-rate-") as work:
        place = TranslationFolder(Path(work) / "run")
        place.write_job(trainer.job)
        training = [training_row(trainer, place, asked)] if trainer.translator.trained else []
        save_translator(place, trainer.translator.exported(), trainer.problem.classes)
        folder = [folder_row(load_translator(place.path, asked.device), images, asked, Path(work))]
    print(*training, *folder, sep="\n", flush=True)
    return training, folder


def main() -> None:
    """Measure, print, and write the sections."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True, help="folder with street and mnist")
    parser.add_argument("--translators", nargs="+", default=TRANSLATORS)
    parser.add_argument("--image-size", type=int, default=32)
    parser.add_argument("--device", default="auto")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--steps", type=int, default=8, help="of training in a round")
    parser.add_argument("--block", type=int, default=512, help="images in a round")
    parser.add_argument("--count", type=int, default=10_000, help="images over which memory is read")
    parser.add_argument("--out", type=Path, metavar="FILE")
    asked = parser.parse_args()
    command = f"python tests/benchmarks/translate_rate.py --data {asked.data} --out tests/benchmarks/RESULTS.md"
    asked.data = asked.data.absolute()
    quiet_threads()
    with tempfile.TemporaryDirectory(prefix="workbench-rate-") as cache:
        found = [rows_of(name, asked, cache) for name in asked.translators]
    training, folder = (list(itertools.chain(*rows)) for rows in zip(*found, strict=True))
    place = f"{os.cpu_count()} CPU cores with a load of {os.getloadavg()[1]:.0f} meanwhile, {where()}"
    told = (
        f"Street → mnist at {asked.image_size} pixels. Images of each domain that a run learns from in a second, with "
        "its data, events and checkpoints, against the same steps on one batch in memory; medians, shares and their "
        f"spread over {asked.rounds} rounds of {asked.steps} steps each, in turn. By work: of the processors' seconds "
        "rather than the clock's, which what else runs does not touch. Looks: the share of a run's work in which it "
        "judges what it makes."
    )
    also = (
        "Images a second of the translator alone on batches in memory, and of `workbench translate --model` from files "
        f"to PNG files; {asked.rounds} rounds of {asked.block} images, in turn. Bound: net / (net + decoding + writing)"
        ", by work. In ms: the processors' time for an image, each part measured alone, and for all of it. Memory while "
        f"a folder of {asked.count:,} images is translated."
    )
    tables = {"translate rate, training": (told, TRAINING, training), "translate rate, folders": (also, FOLDER, folder)}
    for name, (words, head, rows) in tables.items():
        table = section(name, command, words, head, rows, place)
        print(table)
        if asked.out:
            replace_section(asked.out, name, table)


if __name__ == "__main__":
    main()
