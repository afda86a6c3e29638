"""What a person can say of a target sample: its class, that they can not tell, or nothing."""

from enum import Enum
from typing import Literal, TypeAlias


class Mark(Enum):
    """What can be said beside a class. UNSURE: a person looked, and could not tell."""

    UNSURE = "unsure"


Said: TypeAlias = str | Literal[Mark.UNSURE] | None  # a class, a mark, or nothing


def written(said: Said) -> tuple[str | None, int]:
    """As two columns: the class, and whether it is marked unsure."""
    return (None, 1) if said is Mark.UNSURE else (said, 0)


def read(label: str | None, unsure: int) -> Said:
    """From those columns."""
    return Mark.UNSURE if unsure else label
