"""What a translator's figures say of translations that are known to be sound, and of those that are known to be broken.

`python -m tests.benchmarks collapse ../shared/data emoji/google:emoji/twitter:32 digits/street:digits/mnist:32
digits/mnist:digits/usps:16 digits/usps:digits/optdigits:16 --out tests/benchmarks/RESULTS.md`
"""

import argparse
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from tests.benchmarks.results import command_line, replace_section, where
from workbench.core.events import Judged
from workbench.core.generators import Returning
from workbench.core.job import Job
from workbench.core.translation import Direction, Quality, TranslationJob
from workbench.core.translation_checks import failed_checks
from workbench.engine.device import fabric_for
from workbench.engine.inference import inputs_of
from workbench.engine.registry import translator
from workbench.engine.translation_metrics import SAMPLES, TranslationMetrics
from workbench.engine.translation_problem import TranslationProblem, prepare_translation
from workbench.engine.translation_trainer import TranslationTrainer, drawn
from workbench.engine.translator import ImageSpec, Translator

CPU = torch.device("cpu")
STUDIED = 512  # images of each domain that a translator without training looks at
Paint = Callable[[Tensor], Tensor]

WORDS = (
    "What is measured of translations that are sound by construction, and of those that are broken: 256 source images "
    "of each pair in the features of EfficientNet-Lite0. Variety: how far translated images differ from each other, "
    "beside the target's own."
)


class Painter(Translator):
    """Does to images what it is told."""

    name = title = paper = summary = "painter"
    trained = False
    any_size = True
    paint: Paint

    def translate(self, images: Tensor, direction: Direction, styles: Tensor | None = None) -> Tensor:
        """As `paint`."""
        del direction, styles
        return self.paint(images)


def cases(problem: TranslationProblem) -> Iterator[tuple[str, bool, Paint]]:
    """What it is called, whether it is sound, and what becomes of the images."""
    source, target, random = problem.source, problem.target, np.random.default_rng(0)
    rows = drawn(len(source.paths), SAMPLES, 0)
    place = {key(image): at for at, image in enumerate(inputs_of(source.inputs, rows, CPU))}
    names = {name: number for number, name in enumerate(problem.classes)}
    found = np.array([names.get(path.split("/")[0], -1) for path in target.paths])
    some = inputs_of(target.inputs, np.array([0]), CPU)

    def of(table: NDArray[np.int64]) -> Paint:
        pool = inputs_of(target.inputs, table, CPU)
        return lambda images: torch.stack([pool[place[key(image)]] for image in images])

    def among(chosen: NDArray[np.int64]) -> NDArray[np.int64]:
        return np.asarray(chosen[random.integers(0, len(chosen), len(rows))], np.int64)

    def without_training(name: str) -> Paint:
        made = translator(name)(ImageSpec(problem.job.image_size, len(problem.classes)), {})
        made.setup(fabric_for(Job(method="", source="", target="", device="cpu")), 0)
        pair = [inputs_of(one.inputs, drawn(len(one.paths), STUDIED, 0), CPU) for one in (source, target)]
        with torch.no_grad():
            made.study(*pair)
        return lambda images: made.translate(images, Direction.TO_TARGET)

    same = [int(random.choice(np.flatnonzero(found == label))) for label in source.labels[rows]]
    yield "images of the target, of the same class", True, of(np.array(same))
    yield "as they were", True, lambda images: images
    for name in ("fourier", "histogram", "reinhard"):
        yield name, True, without_training(name)
    for count in (1, 2):
        yield f"{count} of the target for all", False, of(among(random.choice(len(found), count, replace=False)))
    for share in (0.05, 0.2):
        yield f"one of the target, {share:.0%} of the image", False, partial(torch.lerp, some, weight=share)
    yield "noise", False, torch.rand_like


def key(image: Tensor) -> bytes:
    """An image as it was read."""
    return (image * 255).round().byte().numpy().tobytes()


def measured(job: TranslationJob) -> Iterator[tuple[str, bool, Quality]]:
    """The figures of each case."""
    problem = Returning(prepare_translation(job, "cpu")).finish()
    painter = Painter(ImageSpec(job.image_size, len(problem.classes)), {})
    painter.setup(fabric_for(Job(method="", source="", target="", device="cpu")), 0)
    judge = TranslationMetrics(TranslationTrainer(problem, painter))
    for name, sound, paint in cases(problem):
        painter.paint = paint
        (judged,) = [event for event in judge.events() if isinstance(event, Judged)]
        yield name, sound, judged.quality


def main(options: Sequence[str]) -> None:
    """Print the table, and put it into the file."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks collapse", description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("pairs", nargs="+", metavar="SOURCE:TARGET:SIZE")
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args(options)
    head = "pair | translation | sound | FID before → after | labels kept | variety | warned of"
    lines = [f"| {head} |", "|" + "---|" * 7]
    for pair in arguments.pairs:
        source, target, size = pair.split(":")
        here, there = (str(arguments.data / name) for name in (source, target))
        job = TranslationJob(translator="fourier", source=here, target=there, image_size=int(size), device="cpu")
        for name, sound, found in measured(job):
            kept = "–" if found.kept is None else f"{found.kept:.0%}"
            cells = (f"{Path(source).name} → {Path(target).name}", name, "yes" if sound else "no")
            fid = f"{found.fid_before:.0f} → {found.fid:.0f}"
            warned = ", ".join(failed_checks(found)) or "–"
            lines.append(f"| {' | '.join((*cells, fid, kept, f'{found.diversity:.2f}', warned))} |")
            print(lines[-1], flush=True)
    if arguments.out:
        command = command_line("collapse", *options)
        parts = ["## collapse", f"`{command}`", WORDS, "\n".join(lines), f"{where()}."]
        replace_section(arguments.out, "collapse", "\n\n".join(parts) + "\n")
