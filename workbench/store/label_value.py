"""The value of a target sample: a class, a mark, or nothing."""

from enum import Enum
from typing import Literal, TypeAlias

from workbench.core.name_matching import composed


class LabelMark(Enum):
    """A mark instead of a class. UNSURE: the user could not decide."""

    UNSURE = "unsure"


LabelValue: TypeAlias = str | Literal[LabelMark.UNSURE] | None  # a class, a mark, or no value


def to_columns(value: LabelValue) -> tuple[str | None, int]:
    """Two database columns: the class, and whether the sample is marked as unsure."""
    return (None, 1) if value is LabelMark.UNSURE else (value and composed(value), 0)


def from_columns(label: str | None, unsure: int) -> LabelValue:
    """The value stored in two database columns."""
    return LabelMark.UNSURE if unsure else label and composed(label)
