"""The commands to a worker that help a person to label: suggestions, groups, explanations and probabilities."""

from typing import ClassVar

import msgspec

from workbench.core.domain import Side
from workbench.core.image_groups import SHOWN, ImageGroup
from workbench.core.shift_report import InspectionRequest
from workbench.core.suggestion import BATCH
from workbench.worker.command import Command


class Suggest(Command, frozen=True):
    """Select target images to label next, with a finished run or, before the first one, an inspection.

    `passed`: paths of images that are labelled or were rejected; they are not suggested. `strategy`: empty uses the
    default. `cache`: folder for decoded images and features; empty uses the run's. `request`: the inspection whose
    features are used instead of a run's. `first`: why, by path, of images that are suggested before all others.
    """

    run: str
    passed: tuple[str, ...] = ()
    strategy: str = ""
    count: int = BATCH
    seed: int = 0
    best: bool = False
    cache: str = ""
    request: InspectionRequest | None = None
    first: dict[str, str] = msgspec.field(default_factory=dict)


class Explain(Command, frozen=True):
    """Show where in an image (an absolute path, of a domain) a run's model finds a class; empty: the most probable."""

    long: ClassVar[bool] = False
    run: str
    image: str
    side: Side
    class_name: str = ""


class IndexTarget(Command, frozen=True):
    """Index the target of a finished run or, before the first one, the images of an inspection (`request`)."""

    run: str
    request: InspectionRequest | None = None


class GroupImages(Command, frozen=True):
    """Form groups of the images of an index. `labels`: those that teach; `passed`: images that must not be offered."""

    long: ClassVar[bool] = False
    index: str
    labels: dict[str, str] = msgspec.field(default_factory=dict)
    passed: tuple[str, ...] = ()


class DivideGroup(Command, frozen=True):
    """Divide a group of images of an index into two."""

    long: ClassVar[bool] = False
    index: str
    group: ImageGroup


class FindSimilar(Command, frozen=True):
    """Find images like the `liked` ones and unlike the `rejected` ones. `passed`: images that must not be offered."""

    long: ClassVar[bool] = False
    index: str
    liked: tuple[str, ...]
    rejected: tuple[str, ...] = ()
    passed: tuple[str, ...] = ()
    count: int = SHOWN


class PredictDrawn(Command, frozen=True):
    """Compute the logits of a finished run's last model for all drawn samples, which labels then need not wait for."""

    long: ClassVar[bool] = False
    run: str
