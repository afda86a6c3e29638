"""The interface of mask layouts, which pair images with masks, and of mask codings."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from workbench.core.domain import Domain, Sample, SetAside
from workbench.core.masks import IGNORED, ClassTable, Colour
from workbench.data.walk import FileEntry

Numbers = NDArray[np.uint8]  # (H, W) class indices, or IGNORED
UNKNOWN = -1  # a number or colour without a class


@dataclass(frozen=True)
class Reader:
    """Reads masks of samples; raises Unreadable. `stamp` identifies the coding of numbers and colours."""

    read: Callable[[Sample], Numbers]
    stamp: str

    def __call__(self, sample: Sample) -> Numbers:
        """The mask of a sample: class indices (H, W), or IGNORED."""
        return self.read(sample)


class MaskedFolder(NamedTuple):
    """The images of a folder with their masks, by image path. `table`: None if there are no masks.

    `task`: name of the task of the masks. `notes`: sentences on how they are read. `coding`: for the layout's reader.
    """

    layout: str
    table: ClassTable | None
    files: list[FileEntry]
    masks: dict[str, FileEntry]
    set_aside: list[SetAside]
    ignored: int
    task: str = "segment"
    notes: tuple[str, ...] = ()
    coding: str = ""


class MaskLayout(Protocol):
    """A layout of images and masks.

    A module of this package, or of another package through the entry-point group `workbench.mask_layouts`.
    """

    def detect(self, root: Path, files: Sequence[FileEntry]) -> MaskedFolder | None:
        """The images and masks among the `files` below a folder; None if they have another layout."""

    def reader(self, domain: Domain) -> Reader:
        """The reader of the domain's masks."""


@dataclass(frozen=True)
class Code:
    """The coding of classes in mask files: from numbers and colours to class indices or IGNORED.

    `palette`: whether images with a palette are read as colours instead of numbers.
    """

    numbers: Mapping[int, int]
    colours: Mapping[Colour, int]
    palette: bool = False

    @cached_property
    def by_number(self) -> NDArray[np.int16]:
        """Lookup table (65536,) from numbers to class indices, or UNKNOWN."""
        lookup = np.full(1 << 16, UNKNOWN, np.int16)
        lookup[list(self.numbers)] = list(self.numbers.values())
        return lookup

    @cached_property
    def by_colour(self) -> NDArray[np.int16]:
        """Lookup table (2²⁴,) from red · 65536 + green · 256 + blue to class indices, or UNKNOWN."""
        lookup = np.full(1 << 24, UNKNOWN, np.int16)
        for (red, green, blue), number in self.colours.items():
            lookup[red << 16 | green << 8 | blue] = number
        return lookup

    @property
    def stamp(self) -> str:
        """A string that identifies the coding."""
        return repr((sorted(self.numbers.items()), sorted(self.colours.items()), self.palette))


def table_code(table: ClassTable) -> Code:
    """The coding with the numbers and colours of a table; 255 is ignored."""
    numbers = {number: number for number in range(len(table.classes))}
    return Code({IGNORED: IGNORED, **numbers}, {colour: number for number, colour in enumerate(table.colours)})
