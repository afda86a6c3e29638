"""What may be said of a model on the target: measured on labels, estimated without them as a range, or unknown."""

from enum import StrEnum

import msgspec

from workbench.core.scores import Estimate

LABELS_TO_ASK = 30  # labels that a person is asked for where the accuracy is not known


class QualityKind(StrEnum):
    """MEASURED: on random labels that taught no model. ESTIMATED: without labels. UNKNOWN: neither is possible."""

    MEASURED = "measured"
    ESTIMATED = "estimated"
    UNKNOWN = "unknown"


class ClassQuality(msgspec.Struct, frozen=True):
    """Recall and precision of a class in [0, 1], each with its interval; None where no label bears on it."""

    recall: Estimate | None = None
    precision: Estimate | None = None


class TargetQuality(msgspec.Struct, frozen=True):
    """The accuracy of a model on the target, in [0, 1], between `low` and `high`; these are None if it is unknown.

    `value`: the measured accuracy; None unless `kind` is MEASURED. `balanced`: mean recall over the classes of the
    labels. `constant`: the accuracy of always answering `constant_class`, on the same labels. `basis`: what the
    statement rests on, in a sentence. `method`: how the interval was computed.
    """

    kind: QualityKind
    basis: str
    low: float | None = None
    high: float | None = None
    value: float | None = None
    balanced: Estimate | None = None
    by_class: dict[str, ClassQuality] = {}
    constant: float | None = None
    constant_class: str = ""
    count: int = 0
    method: str = ""


class Comparison(msgspec.Struct, frozen=True):
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
