"""Does data make training wait? The rate with real folders against the rate with one batch already on the device.

`python -m tests.benchmarks data_rate --data ../shared/data/digits --out tests/benchmarks/RESULTS.md`
"""

import argparse
import os
import platform
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from tests.benchmarks.results import replace_section, section
from workbench.core.job import Augment, Job, Tune
from workbench.core.threads import quiet_threads

if TYPE_CHECKING:
    from workbench.engine.trainer import Trainer


class Case(NamedTuple):
    """A net, and the batch and steps of a block with it on the CPU and on a GPU; `size` in pixels: a side, or H × W."""

    backbone: str
    size: tuple[int, int]
    on_cpu: tuple[int, int]
    on_gpu: tuple[int, int]
    scenes: bool = False


CASES = {
    "small net, 32 px": Case("small", (32, 32), (64, 20), (64, 200)),
    "EfficientNet-Lite0, 224 px": Case("efficientnet_lite0", (224, 224), (8, 3), (64, 30)),
    "ResNet-50, 224 px": Case("resnet50", (224, 224), (8, 2), (64, 30)),
}
ON_REQUEST = {  # too slow for a CPU's table; taken on a GPU, or when --cases names them
    "ViT-B/16, 224 px": Case("vit_b_16", (224, 224), (2, 1), (64, 20)),
}
OF_SCENES = {  # where --scenes gives folders with masks
    "light net, 64 × 128": Case("light", (64, 128), (4, 3), (16, 100), scenes=True),
    "EfficientNet-Lite0 FPN, 512 × 1024": Case("efficientnet_lite0_fpn", (512, 1024), (1, 1), (4, 10), scenes=True),
}
WARM = 2  # steps before the clock starts


def trainer_of(job: Job) -> "Trainer":
    """A trainer on real folders."""
    from workbench.core.generators import Returning
    from workbench.engine.device import fabric_for
    from workbench.engine.setup import set_up

    return Returning(set_up(job, fabric_for(job))).finish().trainer


def untrained(backbone: str, folder: str) -> str:
    """A weights file of random numbers for a backbone of torchvision, so that none has to be fetched."""
    import torch
    from torchvision.models import get_model, list_models

    if backbone not in list_models():
        return ""
    path = Path(folder) / f"{backbone}.pth"
    torch.save(get_model(backbone).state_dict(), path)
    return str(path)


def rate(step: Callable[[], object], steps: int) -> float:
    """Steps a second. A step ends by reading its losses, so the device is done with it."""
    start = time.perf_counter()
    for _ in range(steps):
        step()
    return steps / (time.perf_counter() - start)


def compared(trainer: "Trainer", steps: int, blocks: int) -> list[tuple[float, float]]:
    """Blocks in turn: steps a second with real folders, and with one batch that is already there."""
    from workbench.engine.method import Progress

    fixed, progress = trainer.batch(), Progress("train", 0.5)

    def alone() -> None:
        for value in trainer.method.advance(fixed, progress).values():
            value.item()

    for _ in range(WARM):
        trainer.advance()
        alone()
    return [(rate(trainer.advance, steps), rate(alone, steps)) for _ in range(blocks)]


def chosen(arguments: argparse.Namespace, gpu: bool) -> dict[str, Case]:
    """The cases that were asked for: those of the folders that are given, whose name holds one of `--cases`."""
    cases = CASES | (ON_REQUEST if gpu or arguments.cases else {}) | (OF_SCENES if arguments.scenes else {})
    words = arguments.cases or [""]
    return {title: case for title, case in cases.items() if any(word in title for word in words)}


def measured(arguments: argparse.Namespace, cache: str) -> list[str]:
    """The rows of the table."""
    import torch

    gpu = arguments.device.startswith("cuda") or (arguments.device == "auto" and torch.cuda.is_available())
    rows = []
    for title, case in chosen(arguments, gpu).items():
        batch, steps = case.on_gpu if gpu else case.on_cpu
        backbone, (height, width) = case.backbone, case.size
        root, names = (arguments.scenes, ("game", "real")) if case.scenes else (arguments.data, ("street", "mnist"))
        job = Job(
            method=arguments.method,
            source=str(root / names[0]),
            target=str(root / names[1]),
            backbone=backbone,
            weights=untrained(backbone, cache),
            tune=Tune.ALL,
            image_size=height,
            image_width=0 if width == height else width,
            batch=batch,
            steps=steps * arguments.blocks + WARM,
            augment=Augment.LIGHT,
            device=arguments.device,
            precision=arguments.precision,
            compile=arguments.compile,
            cache=cache,
        )
        start = time.perf_counter()
        trainer = trainer_of(job)
        images = len(trainer.problem.source.paths) + len(trainer.problem.target.paths)
        decoded = images / (time.perf_counter() - start)
        pairs = compared(trainer, steps, arguments.blocks)
        shares = [real / alone for real, alone in pairs]
        spread = f"{min(shares):.0%} to {max(shares):.0%}"
        real, alone = (median(column) for column in zip(*pairs, strict=True))
        cells = [title, f"{batch} + {batch}", f"{real:.2f}", f"{alone:.2f}", f"{median(shares):.0%}", spread]
        rows.append(f"| {' | '.join(cells)} | {decoded:,.0f} |")
        print(rows[-1], flush=True)
    return rows


def main(options: Sequence[str]) -> None:
    """Measure, print, and write where asked."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks data_rate", description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with street and mnist")
    parser.add_argument("--scenes", type=Path, help="folder with game and real, as `workbench sample scenes` makes it")
    parser.add_argument("--cases", nargs="+", metavar="WORD", help="only nets whose title has one of these words")
    parser.add_argument("--method", default="dann")
    parser.add_argument("--device", default="auto")
    parser.add_argument("--precision", default="32-true")
    parser.add_argument("--compile", action="store_true")
    parser.add_argument("--blocks", type=int, default=5, help="repetitions of each, in turn")
    parser.add_argument("--out", type=Path, help="put the table into this file")
    arguments = parser.parse_args(options)
    arguments.data = arguments.data.absolute()
    arguments.scenes = arguments.scenes and arguments.scenes.absolute()
    quiet_threads()
    import torch

    with tempfile.TemporaryDirectory() as cache:
        rows = measured(arguments, cache)
    named = ["data rate"] + ([arguments.precision] if arguments.precision != "32-true" else [])
    title = ", ".join(named + (["compiled"] if arguments.compile else []))
    where = torch.cuda.get_device_name() if torch.cuda.is_available() else f"{os.cpu_count()} CPU cores"
    words = (
        f"Training with {arguments.method}, all layers, light augmentation, {arguments.precision}: images read "
        f"from the cache, copied and varied, against the same step on one batch in memory; {arguments.blocks} "
        "blocks of each, in turn. The last column is the first pass, with every file opened and decoded."
    )
    table = section(
        title,
        f"python -m tests.benchmarks data_rate --data {os.path.relpath(arguments.data)} --out …",
        words,
        "net | batch | real folders, steps/s | one batch, steps/s | share | spread | images decoded/s",
        rows,
        f"{where}, {platform.system()}, torch {torch.__version__}",
    )
    print(table)
    if arguments.out:
        replace_section(arguments.out, title, table)
