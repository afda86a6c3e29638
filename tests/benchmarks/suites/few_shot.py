"""The suite `fewshot`: the few-shot translators on classes that they never saw.

Every fifth class is held back. Both translators learn from the others; then images of those classes get the look of a
held-back one, from one and from five of its images.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tests.benchmarks.results import replace_section, section, where
from tests.benchmarks.suites.recipes import command_of, runs_folder

if TYPE_CHECKING:
    from torch import Tensor

    from tests.benchmarks.suites.few_shot_judge import Judge
    from workbench.engine.translator import Translator

VENDORS = ("google", "openmoji", "twitter")  # those that draw in colour
TRANSLATORS = ("funit", "coco_funit")
SIDE = 32  # pixels
MOST = 90  # images of a class, so that 777 flags do not outweigh 27 birds
STEPS = 1000
SHOTS = (1, 5)
EACH = 60  # translations to each held-back class
HEAD = (
    "translator | style images | FID | read as the style's class among those held back, % | among all, % | "
    "as the content's class, % | outline of the content, % | of the style, %"
)


class Emoji(NamedTuple):
    """`pixels` (N, S, S, 3) bytes, `labels` (N,) numbers of `classes`; `held` are numbers of those held back."""

    pixels: NDArray[np.uint8]
    labels: NDArray[np.int64]
    classes: list[str]
    held: NDArray[np.int64]

    def rows(self, held: bool) -> NDArray[np.int64]:
        """Of images whose class is held back, or of the others."""
        return np.flatnonzero(np.isin(self.labels, self.held) == held)


class Wish(NamedTuple):
    """What is to be made: `content` row of each, `styles` rows of five images of its class `wanted`."""

    content: NDArray[np.int64]
    styles: NDArray[np.int64]
    wanted: NDArray[np.int64]


def run(arguments: argparse.Namespace) -> int:
    """Train, measure, print the table, draw the grid, and put the table into the file."""
    from tests.benchmarks.suites.few_shot_grid import draw_grid
    from tests.benchmarks.suites.few_shot_judge import Judge
    from tests.benchmarks.suites.few_shot_training import train
    from workbench.engine.registry import translator

    names = tuple(arguments.methods or TRANSLATORS)
    steps, runs = arguments.steps or STEPS, runs_folder(arguments)
    emoji = read(arguments.data)
    rows = emoji.rows(held=False)
    seeds = range(arguments.seeds)
    trained = [
        {name: train(name, emoji.pixels[rows], emoji.labels[rows], steps, runs, seed) for name in names}
        for seed in seeds
    ]
    judge = Judge(emoji)
    wishes = [wished(emoji, seed) for seed in seeds]
    table_rows = [
        judge.row("the images as they are", "", [(emoji.pixels[wish.content], wish) for wish in wishes]),
        *(
            judge.row(
                translator(name).title,
                str(shots),
                [(painted(made[name], emoji, wish, shots), wish) for made, wish in zip(trained, wishes, strict=True)],
            )
            for shots in SHOTS
            for name in names
        ),
        judge.real_row(),
    ]
    print("\n".join(table_rows), flush=True)
    picture = draw_grid(runs / "few-shot.png", emoji, wishes[0], trained[0], painted)
    table = section(
        "fewshot", command_of(arguments), _words(emoji, steps, len(seeds), judge), HEAD, table_rows, where()
    )
    print(f"\n{table}\nThe grid: {picture}")
    if arguments.out:
        replace_section(arguments.out, "fewshot", table)
    return 0


def read(data: Path) -> Emoji:
    """At most MOST images of each class over all vendors; every fifth class is held back."""
    from workbench.core.generators import Returning
    from workbench.data.cache import ImageCache
    from workbench.data.cache_paths import default_cache
    from workbench.library.folder import scan_folder

    pixels, names = [], []
    for vendor in VENDORS:
        images = Returning(ImageCache(default_cache()).images(scan_folder(data / vendor), SIDE)).finish()
        pixels.append(np.asarray(images.pixels))
        names += [str(sample.label) for sample in images.samples]
    classes = sorted(set(names))
    labels = np.array([classes.index(name) for name in names])
    chance = np.random.default_rng(0)
    kept = [chance.permutation(np.flatnonzero(labels == number))[:MOST] for number in range(len(classes))]
    rows = np.sort(np.concatenate(kept))
    return Emoji(np.concatenate(pixels)[rows], labels[rows], classes, np.arange(4, len(classes), 5))


def wished(emoji: Emoji, seed: int) -> Wish:
    """EACH images of other classes for every held-back class, and for each of them five style images."""
    chance = np.random.default_rng(seed)
    others = emoji.rows(held=False)
    wanted = np.repeat(emoji.held, EACH)
    content = chance.choice(others, len(wanted), replace=True)
    styles = np.stack([chance.choice(np.flatnonzero(emoji.labels == one), max(SHOTS), replace=False) for one in wanted])
    return Wish(content, styles, wanted)


def painted(one: "Translator", emoji: Emoji, wish: Wish, shots: int) -> NDArray[np.uint8]:
    """(M, S, S, 3) bytes: each content in the look of the first `shots` of its styles."""
    return np.concatenate(list(_painted(one, emoji, wish, shots)))


def _painted(one: "Translator", emoji: Emoji, wish: Wish, shots: int) -> Iterator[NDArray[np.uint8]]:
    from workbench.core.translation import Direction

    for content, styles in zip(wish.content, wish.styles[:, :shots], strict=True):
        image = one.translate(_tensor(emoji.pixels[content][None]), Direction.TO_TARGET, _tensor(emoji.pixels[styles]))
        yield (image * 255).round().byte().permute(0, 2, 3, 1).numpy()


def _tensor(pixels: NDArray[np.uint8]) -> "Tensor":
    import torch

    from workbench.data.augment import as_inputs

    return as_inputs(torch.from_numpy(pixels))


def _words(emoji: Emoji, steps: int, seeds: int, judge: "Judge") -> str:
    from tests.benchmarks.suites.few_shot_training import BATCH

    held = ", ".join(emoji.classes[number] for number in emoji.held)
    return (
        f"Emoji of {', '.join(VENDORS)} at {SIDE} px; trained on {len(emoji.classes) - len(emoji.held)} classes "
        f"({len(emoji.rows(held=False)):,} images, at most {MOST} a class) with the light preset, {steps:,} steps of "
        f"{BATCH}, {seeds} seeds; held back: {held}. {EACH} translations to each held-back class, every one with style "
        f"images of its own; mean ± standard deviation over seeds: of weights, batches, contents and styles. "
        f"FID from all images of the held-back classes, in the features of EfficientNet-Lite0 at {judge.SIDE} px. "
        "Read: by a linear classifier on those features, fitted to real images of all classes, contents among them. "
        "Outline: how much of what the content or the first style image shows, which is all "
        "that differs from its border, the translation shows in the same place (intersection over union)."
    )
