"""A domain: the images of one distribution, found in one folder."""

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Any

import msgspec
from natsort import natsort_keygen, ns

from workbench.core.deep_range import DeepRange
from workbench.core.masks import ClassTable

DEFAULT_TASK = "classify"  # the task of domains, models and jobs that do not specify one
UNKNOWN = "unknown"  # the prediction for a sample that is rejected as none of the source's classes

_with_numbers = natsort_keygen(alg=ns.IGNORECASE)


def with_new_classes(classes: Iterable[str], labels: Iterable[str]) -> list[str]:
    """The source's classes, followed by the sorted new classes among the `labels` of target samples."""
    known = list(classes)
    return [*known, *sorted(set(labels) - set(known) - {UNKNOWN})]


class Side(StrEnum):
    """Which of the two domains a sample belongs to."""

    SOURCE = "source"
    TARGET = "target"


class Layout(StrEnum):
    """The layout of a folder's labels."""

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
    KIND = "image of a kind that is not read"
    PACKED = "archive or packed data set"
    POINTER = "pointer to a file that is not here"
    TOO_LARGE = "too large"
    DUPLICATE = "duplicate name"
    LINK_LOOP = "symbolic link loop"
    NO_MASK = "no mask"
    MASK_SIZE = "mask of another size"
    MASK_COLOUR = "unknown class in the mask"
    PERMISSION = "no permission"
    MISSING = "missing"


WITH_KINDS = (Reason.KIND, Reason.PACKED, Reason.POINTER)  # reasons whose detail is a kind of files


class Trait(StrEnum):
    """A property of image files that decides what of them is used."""

    INTEGERS = "integers"  # deep greys
    FLOATS = "floats"
    DEEP_COLOURS = "deep colours"
    PAGES = "pages"
    FLAT = "flat"  # deep images whose values span little of the folder's range, among those that it was estimated from


class Sample(msgspec.Struct, frozen=True, gc=False):
    """One image of a domain.

    `path` is the sample's id: relative to the domain's root, with forward slashes. `width` and `height` are in pixels
    after EXIF orientation. `bytes` and `mtime_ns`: size and modification time of the file when it was scanned. `mask`:
    the mask file, relative to the root; empty if there is none.
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
    """A file that is not used, with the reason and optional details."""

    path: str
    reason: Reason
    detail: str = ""


class Domain(msgspec.Struct, frozen=True):
    """All usable samples of a folder, in natural order of their paths, and the files that were set aside.

    `table`: the classes of the masks; None if the labels are of images. `task`: name of the task of its labels;
    DEFAULT_TASK without labels. `leftovers`: number of files and folders that were passed over because a system left
    them, by name. `empty`: class folders without a usable image. `deep`: the range of its deep images, None if it has
    none. `traits`: number of images with a Trait. `notes`: sentences on what was decided where the
    folder does not say it.
    """

    root: str
    layout: str  # a Layout, or the name of a plug-in's mask layout
    samples: list[Sample]
    set_aside: list[SetAside] = []
    ignored: int = 0  # number of files without an image's extension
    table: ClassTable | None = None
    task: str = DEFAULT_TASK
    leftovers: dict[str, int] = {}
    empty: list[str] = []
    notes: list[str] = []
    mask_coding: str = ""  # how the layout's reader reads the masks, where their layout does not say it
    deep: DeepRange | None = None
    traits: dict[str, int] = {}

    @property
    def folder(self) -> Path:
        """The folder that sample paths are relative to: the root, or the folder of the root if that is a table."""
        root = Path(self.root)
        return root.parent if root.is_file() else root

    @property
    def classes(self) -> list[str]:
        """The classes of the mask table in its order, then the distinct labels in natural order ("2" before "10")."""
        named = self.table.names if self.table else ()
        return [*named, *sorted({s.label for s in self.samples if s.label is not None}, key=natural)]

    @property
    def labelled(self) -> bool:
        """Whether any sample has a label or a mask."""
        return any(sample.label is not None or sample.mask for sample in self.samples)

    def counts(self) -> dict[str, int]:
        """The number of samples of each class, in the order of `classes`."""
        counts = dict.fromkeys(self.classes, 0)
        for sample in self.samples:
            if sample.label is not None:
                counts[sample.label] += 1
        return counts


def natural(text: str) -> tuple[Any, str]:
    """A sort key for natural order: digits compare as numbers, and case is ignored. Ties compare by code points.

    Characters are compared in decomposed form (NFD), so the order does not depend on how a file system stores accents.
    """
    return _with_numbers(text), text
