"""What every layout of masks answers: which files belong together, and how the files write classes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from workbench.core.domain import Domain, Sample, SetAside
from workbench.core.masks import IGNORED, ClassTable, Colour
from workbench.data.walk import Found

Numbers = NDArray[np.uint8]  # (H, W) class numbers, IGNORED where a pixel is of none
UNKNOWN = -1


@dataclass(frozen=True)
class Reader:
    """Reads the mask of a sample; it raises Unreadable. `stamp` changes with what numbers and colours mean to it."""

    read: Callable[[Sample], Numbers]
    stamp: str

    def __call__(self, sample: Sample) -> Numbers:
        """(H, W) class numbers, IGNORED where a pixel is of none."""
        return self.read(sample)


class Masked(NamedTuple):
    """What a folder of images with masks holds: `masks` by the path of the image. No table: they are not there.

    `task`: what they teach.
    """

    layout: str
    table: ClassTable | None
    files: list[Found]
    masks: dict[str, Found]
    set_aside: list[SetAside]
    ignored: int
    task: str = "segment"


class MaskLayout(Protocol):
    """One way to lay out images and masks.

    A module of this folder, or of another package through the entry-point group `workbench.mask_layouts`.
    """

    def found(self, root: Path, files: Sequence[Found]) -> Masked | None:
        """What is there, from the image files below a folder; None where they are not laid out like this."""

    def reader(self, domain: Domain) -> Reader:
        """What reads the masks of such a domain."""


@dataclass(frozen=True)
class Code:
    """How mask files write classes: from a number, or a colour, to a class, or to IGNORED.

    `palette`: a palette picture stands for its colours; else for its numbers.
    """

    numbers: Mapping[int, int]
    colours: Mapping[Colour, int]
    palette: bool = False

    @cached_property
    def by_number(self) -> NDArray[np.int16]:
        """(65536,) classes, UNKNOWN where there is none."""
        found = np.full(1 << 16, UNKNOWN, np.int16)
        found[list(self.numbers)] = list(self.numbers.values())
        return found

    @cached_property
    def by_colour(self) -> NDArray[np.int16]:
        """(2²⁴,) classes by red · 65536 + green · 256 + blue, UNKNOWN where there is none."""
        found = np.full(1 << 24, UNKNOWN, np.int16)
        for (red, green, blue), number in self.colours.items():
            found[red << 16 | green << 8 | blue] = number
        return found

    @property
    def stamp(self) -> str:
        """It changes with the meaning of any number or colour."""
        return repr((sorted(self.numbers.items()), sorted(self.colours.items()), self.palette))


def plain(table: ClassTable) -> Code:
    """Numbers and colours as the table has them; 255 is left out."""
    numbers = {number: number for number in range(len(table.classes))}
    return Code({IGNORED: IGNORED, **numbers}, {colour: number for number, colour in enumerate(table.colours)})
