"""Tables of text that a front end prints."""

from collections.abc import Sequence
from typing import NamedTuple


class TextTable(NamedTuple):
    """A table. `total`: whether the last row sums the others up. `colours`: of the rows, as #rrggbb, if any."""

    head: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    total: bool = False
    colours: tuple[str, ...] = ()


class Summary(NamedTuple):
    """What was found: `answer` for other programs, as JSON takes it; `parts` for a person, tables and sentences."""

    answer: dict[str, object]
    parts: list[TextTable | str]
