"""How quickly images are varied, beside kornia, each sample on its own.

    pip install kornia
    python -m tests.benchmarks augment_rate --out tests/benchmarks/RESULTS.md

Both vary the same batches in turn, on one thread. kornia's RandAugment draws its operations once for a whole batch;
“each” gives it one image at a time, so that each has operations of its own, as the program draws them.
"""

import argparse
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import torch
from torch import Tensor

from tests.benchmarks.in_turn import Acts, measured, middle, shares
from tests.benchmarks.results import command_line, replace_section, section, where
from workbench.core.errors import UserError
from workbench.core.job import Augment
from workbench.core.threads import quiet_threads
from workbench.data.augment import STRENGTHS, augmented
from workbench.data.paired_augment import STRENGTHS as PAIRED
from workbench.data.paired_augment import BatchShare, augmented_pair

BATCHES = ((64, 32), (64, 224))  # images, and pixels of their side
SCENES = (8, 256, 512)  # images, and pixels of height and width
WORDS = (
    "Images a second on one thread, the middle of {rounds} rounds in turn. Share: the program's rate beside kornia's "
    "by the clock, its spread over the rounds, and by work: of the processors' seconds. Each: kornia gets one image at "
    "a time, for its RandAugment draws the same operations for all images of a batch."
)
Act = Callable[[], object]


def moved_and_tinted(strength: Augment, images: Tensor) -> tuple[Act, Act]:
    """The program's own, and kornia's RandomAffine and ColorJiggle over similar ranges."""
    from kornia.augmentation import AugmentationSequential, ColorJiggle, RandomAffine

    shift, scale, turn, colour = STRENGTHS[strength]
    degrees = torch.rad2deg(torch.tensor(turn)).item()
    kornia = AugmentationSequential(
        RandomAffine(degrees, (shift, shift), (1 - scale, 1 + scale), padding_mode="border", p=1.0),
        ColorJiggle(brightness=colour / 2, contrast=colour, saturation=colour / 2, p=1.0),
        data_keys=["input"],
    )
    generator = torch.Generator().manual_seed(0)
    return lambda: augmented(images, strength, generator), lambda: kornia(images)


def randaugmented(images: Tensor) -> tuple[Act, Act, Act]:
    """The program's own; kornia's for the whole batch, and for each image."""
    from kornia.augmentation.auto import RandAugment

    kornia, generator = RandAugment(n=2, m=10), torch.Generator().manual_seed(0)
    return (
        lambda: augmented(images, Augment.RAND, generator),
        lambda: kornia(images),
        lambda: torch.cat([kornia(image) for image in images.split(1)]),
    )


def with_labels(strength: Augment) -> tuple[Act, Act]:
    """Images and the labels of their pixels, mirrored, cropped and tinted."""
    from kornia.augmentation import AugmentationSequential, ColorJiggle, RandomHorizontalFlip, RandomResizedCrop

    count, height, width = SCENES
    zoom, colour = PAIRED[strength]
    images, labels = torch.rand(count, 3, height, width), torch.randint(0, 19, (count, height, width))
    kornia = AugmentationSequential(
        RandomHorizontalFlip(p=0.5),
        RandomResizedCrop((height, width), ((1 + zoom) ** -2, 1.0), (width / height, width / height)),
        ColorJiggle(brightness=colour / 2, contrast=colour, saturation=colour / 2, p=1.0),
        data_keys=["input", "mask"],
    )
    generator, masks = torch.Generator().manual_seed(0), labels[:, None].float()
    return lambda: augmented_pair(images, labels, strength, generator, BatchShare()), lambda: kornia(images, masks)


def cases() -> Iterator[tuple[str, int, tuple[Act, ...]]]:
    """A name, the images of a batch, the program's act and kornia's."""
    for count, side in BATCHES:
        images = torch.rand(count, 3, side, side)
        for strength in (Augment.LIGHT, Augment.STRONG):
            yield f"{strength}, {count} × {side} px", count, moved_and_tinted(strength, images)
        ours, whole, each = randaugmented(images)
        yield f"rand, {count} × {side} px", count, (ours, whole)
        yield f"rand, {count} × {side} px, each", count, (ours, each)
    count, height, width = SCENES
    yield f"light with labels, {count} × {width}×{height} px", count, with_labels(Augment.LIGHT)


def rows(rounds: int) -> Iterator[str]:
    for name, count, (ours, kornia) in cases():
        acts: Acts = {"workbench": ours, "kornia": kornia}
        took = measured(acts, rounds)
        rates = [f"{count / middle(took[act]).clock:,.0f}" for act in acts]
        yield f"| {' | '.join((name, *rates, *shares(took['workbench'], took['kornia'])))} |"


def main(options: Sequence[str]) -> None:
    """Print the table, and put it into the file. Raises UserError where kornia is not installed."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks augment_rate", description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args(options)
    quiet_threads()
    torch.set_num_threads(1)
    try:
        import kornia
    except ImportError as error:
        raise UserError("This benchmark compares with kornia.", "Install it: pip install kornia.") from error
    lines = []
    for line in rows(arguments.rounds):
        print(line, flush=True)
        lines.append(line)
    if arguments.out:
        head = "varied | workbench, images/s | kornia, images/s | share | spread | by work"
        command, words = command_line("augment_rate", *options), WORDS.format(rounds=arguments.rounds)
        place = f"{where()}, kornia {kornia.__version__}"
        replace_section(arguments.out, "augment rate", section("augment rate", command, words, head, lines, place))
