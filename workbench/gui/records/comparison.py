"""The content of the compare sheet as plain values, for runs and translations."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workbench.core.catalogue import MethodCard, TranslatorCard
from workbench.gui.kit.core_words import word
from workbench.gui.views.pictures.sample_row import SampleRow

Points = dict[str, list[tuple[int, float]]]  # curves of one record: (step, value) by measure
Lines = list[tuple[str, ...]]  # rows of a table: a name, then a cell for each record


@dataclass(frozen=True)
class Comparison:
    """A comparison of records.

    `measures`: the measures that can be chosen, and whether they are percentages. `samples`: pictures, if any.
    `classes`: scores by class; None if the records have none.
    """

    title: str
    names: list[str]
    measures: dict[str, bool]
    curves: list[Points]
    scores: Lines
    settings: Lines
    commands: list[str]
    classes: Lines | None = None
    samples: tuple[SampleRow, ...] = ()


def available_measures(first: Mapping[str, bool], curves: Sequence[Points]) -> dict[str, bool]:
    """Return the measures with a curve of at least two points: those in `first`, then the losses."""
    losses = dict.fromkeys((name for curve in curves for name in curve if name not in first), False)
    every = {**first, **losses}
    return {name: per_cent for name, per_cent in every.items() if any(len(curve.get(name, ())) > 1 for curve in curves)}


def add(points: Points, step: int, values: Mapping[str, float | None]) -> None:
    """Append a value to each curve; None is skipped."""
    for name, value in values.items():
        if value is not None:
            points.setdefault(name, []).append((step, value))


def title_of(name: str, cards: Mapping[str, MethodCard | TranslatorCard]) -> str:
    """Return the title of a method or translator."""
    return word(cards[name].title) if name in cards else name


def cells(values: Sequence[object]) -> tuple[str, ...]:
    """Format values as cells of a table."""
    return tuple("–" if value is None else str(value) or "–" for value in values)
