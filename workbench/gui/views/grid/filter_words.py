"""The words for the parts of a filter: on chips, in menus and in sentences."""

from collections.abc import Sequence
from typing import NamedTuple

from workbench.gui.views.grid.query import Bound, Clause

TITLES = {  # of the columns that every project has, in the order of the menu
    "class": "Class given",
    "prediction": "Predicted class",
    "labelled": "Label state",
    "agreement": "Disagreement",
    "role": "Role",
    "domain": "Domain",
    "folder": "Folder",
    "mark": "Mark",
}
_VALUES = {
    ("labelled", "yes"): "labelled",
    ("labelled", "no"): "not labelled",
    ("agreement", "differs"): "label ≠ prediction",
    ("agreement", "agrees"): "label = prediction",
    ("role", "measure"): "measuring",
    ("role", "teach"): "teaching",
    ("mark", "unsure"): "unsure",
    ("domain", "source"): "source",
    ("domain", "target"): "target",
}
_STARTS = {"prediction": "predicted"}
_SIGNS = {"<=": "≤", ">=": "≥"}


class FilterField(NamedTuple):
    """A column to filter by: of numbers, or of names."""

    column: str
    title: str
    is_number: bool = False


def clause_words(clause: Clause) -> str:
    """Return the words of a part of a filter, as its chip shows them: “confidence < 0.90”."""
    if not clause.column:
        return " or ".join(f"“{word}”" for word in clause.values)
    start = _STARTS.get(clause.column, clause.column)
    if clause.bounds:
        return f"{start} {' and '.join(map(_bound, clause.bounds))}"
    values = " or ".join(value_words(clause.column, value) for value in clause.values)
    spoken = all((clause.column, value.casefold()) in _VALUES for value in clause.values)
    return values if spoken else f"{start} {values}"


def value_words(column: str, value: str) -> str:
    """Return the words for a value of a column."""
    return _VALUES.get((column, value.casefold()), value)


def filter_words(clauses: Sequence[Clause]) -> str:
    """Return the words of a filter, for a sentence."""
    return ", ".join(map(clause_words, clauses))


def _bound(bound: Bound) -> str:
    short = f"{bound.number:.2f}"
    return (
        f"{_SIGNS.get(bound.operator, bound.operator)} {short if float(short) == bound.number else f'{bound.number:g}'}"
    )
