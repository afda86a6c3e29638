"""The words for the parts of a filter: on chips, in menus and in sentences."""

from collections.abc import Sequence
from typing import NamedTuple

from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import decimal
from workbench.gui.views.grid.query import Bound, Clause

TITLES = {  # of the columns that every project has, in the order of the menu
    "class": tr("Class given"),
    "prediction": tr("Predicted class"),
    "labelled": tr("Label state"),
    "agreement": tr("Disagreement"),
    "role": tr("Role"),
    "domain": tr("Domain"),
    "folder": tr("Folder"),
    "mark": tr("Mark"),
}
_VALUES = {
    ("labelled", "yes"): tr("labelled"),
    ("labelled", "no"): tr("not labelled"),
    ("agreement", "differs"): tr("label ≠ prediction"),
    ("agreement", "agrees"): tr("label = prediction"),
    ("role", "measure"): tr("measuring"),
    ("role", "teach"): tr("teaching"),
    ("mark", "unsure"): tr("unsure"),
    ("domain", "source"): tr("source"),
    ("domain", "target"): tr("target"),
}
_STARTS = {"prediction": tr("predicted")}
_SIGNS = {"<=": "≤", ">=": "≥"}


class FilterField(NamedTuple):
    """A column to filter by: of numbers, or of names."""

    column: str
    title: str
    is_number: bool = False


def clause_words(clause: Clause) -> str:
    """Return the words of a part of a filter, as its chip shows them: “confidence < 0.90”."""
    if not clause.column:
        return tr(" or ").join(f"“{word}”" for word in clause.values)
    start = _STARTS.get(clause.column, clause.column)
    if clause.bounds:
        together = tr(" and ").join(map(_bound, clause.bounds))
        return f"{start} {together}"
    values = tr(" or ").join(value_words(clause.column, value) for value in clause.values)
    spoken = all((clause.column, value.casefold()) in _VALUES for value in clause.values)
    return values if spoken else f"{start} {values}"


def value_words(column: str, value: str) -> str:
    """Return the words for a value of a column."""
    return _VALUES.get((column, value.casefold()), value)


def filter_words(clauses: Sequence[Clause]) -> str:
    """Return the words of a filter, for a sentence."""
    return ", ".join(map(clause_words, clauses))


def _bound(bound: Bound) -> str:
    short = decimal(bound.number, 2)
    return (
        f"{_SIGNS.get(bound.operator, bound.operator)} {short if float(short) == bound.number else f'{bound.number:g}'}"
    )
