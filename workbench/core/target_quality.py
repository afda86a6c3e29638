"""What may be said of a model on the target: measured on labels, estimated without them as a range, or unknown."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

import msgspec

from workbench.core.counting import count
from workbench.core.scores import Estimate, PixelScores

FOUND = 0.01  # IoU below which a class counts as not found
LABELS_TO_ASK = 30  # labels that a person is asked for where the accuracy is not known


class QualityKind(StrEnum):
    """MEASURED: on random labels that taught no model. ESTIMATED: without labels. UNKNOWN: neither is possible."""

    MEASURED = "measured"
    ESTIMATED = "estimated"
    UNKNOWN = "unknown"


class ClassQuality(msgspec.Struct, frozen=True):
    """Recall and precision of a class in [0, 1], each with its interval; None where no label bears on it.

    `iou`: intersection over union, where the labels are masks.
    """

    recall: Estimate | None = None
    precision: Estimate | None = None
    iou: float | None = None


class TargetQuality(msgspec.Struct, frozen=True):
    """The accuracy of a model on the target, in [0, 1], between `low` and `high`; these are None if it is unknown.

    `value`: the measured accuracy; None unless `kind` is MEASURED. `balanced`: mean recall over the classes of the
    labels. `constant`: the accuracy of always answering `constant_class`, on the same labels. `basis`: what the
    statement rests on, in a sentence. `method`: how the interval was computed. `miou`: mean IoU, where the labels are
    masks; the other shares are then of pixels.
    """

    kind: QualityKind
    basis: str
    low: float | None = None
    high: float | None = None
    value: float | None = None
    balanced: Estimate | None = None
    by_class: dict[str, ClassQuality] = {}
    miou: Estimate | None = None
    constant: float | None = None
    constant_class: str = ""
    count: int = 0
    method: str = ""

    @property
    def beats_constant(self) -> bool:
        """Whether the model is better than a constant answer, as far as both are known: in mean IoU, or in accuracy."""
        return self.constant is None or self.value is None or self.value > self.constant

    @property
    def not_found(self) -> list[str]:
        """The classes of masks that the model all but never finds."""
        return [name for name, each in self.by_class.items() if each.iou is not None and each.iou < FOUND]


def pixel_quality(pixels: PixelScores, classes: Sequence[str]) -> TargetQuality:
    """The quality measured on the masks of a target. `classes`: of the model, in the order of its outputs."""
    named = {name: ClassQuality(iou=iou) for name, iou in zip(classes, pixels.iou, strict=True) if iou is not None}
    basis = f"Measured on the masks of {count(pixels.images, 'target image')} that taught no model."
    bounds = pixels.bounds
    if isinstance(bounds, msgspec.UnsetType):
        return TargetQuality(QualityKind.MEASURED, basis, value=pixels.accuracy, by_class=named, count=pixels.images)
    return TargetQuality(
        QualityKind.MEASURED,
        basis,
        *bounds.accuracy,
        value=pixels.accuracy,
        by_class=named,
        miou=Estimate(pixels.miou, *bounds.miou, pixels.images),
        constant=bounds.constant_accuracy,
        constant_class=classes[bounds.constant],
        count=pixels.images,
        method="bootstrap over images",
    )


class AccuracyDifference(msgspec.Struct, frozen=True):
    """The difference of two models' accuracies on the same `count` labels, in [−1, 1], with its 95 % interval.

    `more`: about how many more labels would show the difference; 0 if it is shown already, None if no number would.
    """

    difference: float
    low: float
    high: float
    count: int
    more: int | None = 0

    @property
    def settled(self) -> bool:
        """Whether the interval excludes no difference."""
        return self.low > 0 or self.high < 0


class PixelPoint(NamedTuple):
    """A pixel of an image of `width` × `height` pixels."""

    x: int
    y: int
    width: int
    height: int

    def cell(self, rows: int, columns: int) -> tuple[int, int]:
        """Where the pixel lies in a mask of the image in another size: its row and column."""
        return self.y * rows // self.height, self.x * columns // self.width
