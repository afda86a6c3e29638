"""What stands side by side on the sheet of comparison, for runs or translations alike: plain values, told already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workbench.core.catalogue import MethodCard, TranslatorCard
from workbench.gui.views.pictures.preview_grid import SampleRow

Points = dict[str, list[tuple[int, float]]]  # of one record: step and value, by measure
Lines = list[tuple[str, ...]]  # of a table: a name, then a cell for each record


@dataclass(frozen=True)
class Comparison:
    """`measures`: those that are offered, and whether they are in per cent. `samples`: pictures, where there are any.

    `classes` is None where nothing is told by class.
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


def offered(first: Mapping[str, bool], curves: Sequence[Points]) -> dict[str, bool]:
    """The measures of which any record has a curve, two points at least: these first, then the losses."""
    losses = dict.fromkeys((name for curve in curves for name in curve if name not in first), False)
    every = {**first, **losses}
    return {name: per_cent for name, per_cent in every.items() if any(len(one.get(name, ())) > 1 for one in curves)}


def add(points: Points, step: int, found: Mapping[str, float | None]) -> None:
    """Put one value on each curve; None is no value."""
    for name, value in found.items():
        if value is not None:
            points.setdefault(name, []).append((step, value))


def title_of(name: str, cards: Mapping[str, MethodCard | TranslatorCard]) -> str:
    """What a method or translator is called on screen."""
    return cards[name].title if name in cards else name


def said(values: Sequence[object]) -> tuple[str, ...]:
    """Values as cells."""
    return tuple("–" if value is None else str(value) or "–" for value in values)
