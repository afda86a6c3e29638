"""A domain: the images of one distribution, as found in one folder."""

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Any

import msgspec
from natsort import natsort_keygen, ns

from workbench.core.masks import ClassTable

DEFAULT_TASK = "classify"  # the task of domains, models and recipes that say no other: a class for each image
UNKNOWN = "unknown"  # what is predicted of a sample that is taken for no class of the source

_with_numbers = natsort_keygen(alg=ns.IGNORECASE)


def with_named(classes: Iterable[str], labels: Iterable[str]) -> list[str]:
    """The source's classes, then those that a person named on target samples, in the order of their names."""
    known = list(classes)
    return [*known, *sorted(set(labels) - set(known) - {UNKNOWN})]


class Side(StrEnum):
    """Which of the two domains a sample belongs to."""

    SOURCE = "source"
    TARGET = "target"


class Layout(StrEnum):
    """How the labels of a folder were found."""

    CLASS_FOLDERS = "class folders"
    NESTED = "nested folders"
    FLAT = "flat folder"
    CSV = "CSV file"
    METADATA = "Hugging Face metadata"
    PAIRED = "images and masks"
    CITYSCAPES = "Cityscapes"
    GTA5 = "GTA5"
    SYNTHIA = "SYNTHIA"
    VOC = "Pascal VOC"
    COCO = "COCO segmentation"


class Reason(StrEnum):
    """Why a file was set aside."""

    EMPTY = "empty file"
    TRUNCATED = "truncated"
    UNREADABLE = "not a readable image"
    TOO_LARGE = "too large"
    DUPLICATE = "duplicate name"
    LINK_LOOP = "symbolic link loop"
    NO_MASK = "no mask"
    MASK_SIZE = "mask of another size"
    MASK_COLOUR = "unknown class in the mask"
    PERMISSION = "no permission"
    MISSING = "missing"


class Sample(msgspec.Struct, frozen=True, gc=False):
    """One image of a domain.

    `path` is relative to the domain's root, with forward slashes: it is the sample's id.
    `width` and `height` are in pixels as displayed (EXIF orientation applied).
    `bytes` and `mtime_ns` are the file's at the time of the scan. `mask`: the file that labels its pixels, relative to
    the root too, empty where there is none.
    """

    path: str
    label: str | None
    width: int
    height: int
    format: str
    bytes: int
    mtime_ns: int
    mask: str = ""


class SetAside(msgspec.Struct, frozen=True, gc=False):
    """A file that will not be used, with the reason and, where it helps, a detail."""

    path: str
    reason: Reason
    detail: str = ""


class Domain(msgspec.Struct, frozen=True):
    """All usable samples of a folder, in natural order of their paths, and what was set aside.

    `table` says what the numbers in masks mean, where the labels are of pixels; None where they are of images.
    `task`: what its labels teach, by the name of a task; where it has no labels, that of whole images.
    """

    root: str
    layout: str  # a Layout, or the name of another package's layout of masks
    samples: list[Sample]
    set_aside: list[SetAside] = []
    ignored: int = 0  # files that do not claim to be images: notes, thumbnails databases, …
    table: ClassTable | None = None
    task: str = DEFAULT_TASK

    @property
    def folder(self) -> Path:
        """The folder that the paths of the samples start from: the root, or that of a table of paths."""
        root = Path(self.root)
        return root.parent if root.is_file() else root

    @property
    def classes(self) -> list[str]:
        """The distinct labels, in natural order ("2" before "10"); of pixels, the table's classes in its order."""
        if self.table is not None:
            return list(self.table.names)
        return sorted({s.label for s in self.samples if s.label is not None}, key=natural)

    @property
    def labelled(self) -> bool:
        """Whether any sample has a label, or a mask."""
        return any(sample.label is not None or sample.mask for sample in self.samples)

    def counts(self) -> dict[str, int]:
        """Samples for each class, in the order of `classes`."""
        tally = dict.fromkeys(self.classes, 0)
        for sample in self.samples:
            if sample.label is not None:
                tally[sample.label] += 1
        return tally


def natural(text: str) -> tuple[Any, str]:
    """A sort key that reads runs of digits as numbers and ignores case; what it leaves equal goes by code points.

    Characters are compared in their decomposed form (NFD), so that a name has the same place however a file system
    writes its accents.
    """
    return _with_numbers(text), text
