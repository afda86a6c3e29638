"""Which samples the grid and the scatter plot show: by domain, role, class, lasso and filter."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from workbench.core.domain import Side
from workbench.gui.browse.arrangement import (
    AGREEMENT,
    CLASS,
    CONFIDENCE,
    FOLDER,
    LABELLED,
    MARK,
    OF_LABELS,
    PREDICTION,
    ROLE,
    SUSPICION,
    UNSEARCHED,
    Arrangement,
)
from workbench.gui.kit.language import tr
from workbench.gui.kit.sample_ids import NONE, Ids
from workbench.gui.session.inspection_controller import InspectionController
from workbench.gui.session.session import Session
from workbench.gui.views.grid.filter_words import TITLES, FilterField
from workbench.gui.views.grid.grid_model import GridItem
from workbench.gui.views.grid.item_table import ItemTable, Rows
from workbench.gui.views.grid.query import Clause

MARKED = {"shots": (LABELLED, "yes"), "unsure": (MARK, "unsure"), "measuring": (ROLE, "measure")}
FOLLOWED = {CLASS, LABELLED, AGREEMENT, ROLE, MARK}  # a filter by these is applied again after each label


class ShownSamples:
    """The samples of both domains, and what restricts them.

    Attributes:
        shown: the checked boxes of the rail.
        only: samples inside the lasso, or of a finding; empty: no restriction.
        why: the description of these samples.
        of_class: the class that was chosen in the rail; empty: all classes.
    """

    def __init__(self, session: Session, inspections: InspectionController) -> None:
        self.session = session
        self.arrangement = Arrangement(session, inspections)
        self.table = ItemTable()
        self._target: dict[str, GridItem] = {}  # the samples of the target, by path
        self.shown = {"source", "target"}
        self.only, self.why, self.of_class = NONE, "", ""
        self._ranked: tuple[Ids, tuple[str, ...]] = (NONE, ())

    @property
    def ranking(self) -> tuple[str, ...]:
        """The paths of the only samples of the target that are shown, in this order; empty without an order."""
        ids, paths = self._ranked
        return paths if self.only is ids else ()

    def rank(self, paths: Sequence[str], why: str) -> None:
        """Show only these samples of the target, in this order, until others are shown; none shows all."""
        self.only = Ids((), paths) if paths else NONE
        self._ranked, self.why = (self.only, tuple(paths)), why

    def fill(self, items: Mapping[Side, Sequence[GridItem]]) -> None:
        """Replace the samples. Those of the target come first."""
        self._target = {item.path: item for item in items[Side.TARGET]}
        self.table = ItemTable([*items[Side.TARGET], *items[Side.SOURCE]], (FOLDER,), UNSEARCHED)
        self.forget()

    def forget(self) -> None:
        """Read all columns again, because predictions or the inspection changed."""
        self.arrangement.forget()
        self.arrangement.settle()
        self.table.name_of, self.table.number_of = self.arrangement.named, self.arrangement.numbers
        self.table.forget()

    def relabel(self, paths: Sequence[str]) -> bool:
        """Take changed labels of target samples. Returns whether the shown samples or their order may have changed."""
        self.table.update(OF_LABELS, paths)
        followed = any(clause.column in FOLLOWED for clause in self.arrangement.clauses)
        blind = bool(self.session.labels.drawn) and any(map(self.session.labels.is_blind, paths))
        return bool(followed or blind or self.of_class or self.shown & MARKED.keys())

    @property
    def restricted(self) -> bool:
        """Whether a filter, a class or a lasso restricts what is shown."""
        return bool(self.only or self.of_class or self.session.filter.text)

    def within(self) -> Rows:
        """Return which samples are of the chosen domains, class and set, before filtering, (N,)."""
        table, marks = self.table, self.shown & MARKED.keys()
        if marks:
            rows: Rows = np.logical_or.reduce([table.called(*MARKED[mark]) for mark in marks]) & table.is_target
        else:
            rows = (table.is_target & ("target" in self.shown)) | (~table.is_target & ("source" in self.shown))
        if self.of_class:
            rows = rows & self._of_class()
        if self.only:
            rows = rows & table.within({side: self.only.paths(side) for side in Side})
        return rows

    def rows(self, without: Clause | None = None) -> Rows:
        """Return which samples are shown, (N,). `without`: a part of the filter that does not count."""
        return self.within() & self.table.matching(one for one in self.arrangement.clauses if one != without)

    def items(self) -> list[GridItem]:
        """Return the shown samples in their order."""
        if ranking := self.ranking:
            return [self._target[path] for path in ranking if path in self._target]
        arrangement = self.arrangement
        return self.table.at(self.table.ordered(self.rows(), arrangement.sort, arrangement.descending))

    def target_paths(self) -> list[str]:
        """Return the paths of the shown samples of the target, in the order of the target."""
        rows = self.rows() & self.table.is_target
        return [item.path for item in self.table.at(np.flatnonzero(rows))]

    def drawn(self) -> Ids | None:
        """Return the samples that the scatter plot draws: those of the filter and the class; None for all."""
        clauses = self.arrangement.clauses
        if not clauses and not self.of_class:
            return None
        rows = self.table.matching(clauses)
        if self.of_class:
            rows &= self._of_class()
        return ids(self.table.at(np.flatnonzero(rows)))

    def _of_class(self) -> Rows:
        """Return which samples are labelled, or else predicted, as the chosen class."""
        table, (codes, _) = self.table, self.table.names(CLASS)
        rows: Rows = table.called(CLASS, self.of_class) | ((codes < 0) & table.called(PREDICTION, self.of_class))
        return rows

    # -- the facts that the bar above the grid shows -----------------------------------------------------------------

    def fields(self) -> list[FilterField]:
        """Return the columns to filter by, in the order of the menu."""
        known = [column for column in self.arrangement.named if column not in TITLES]
        fields = [FilterField(column, title) for column, title in TITLES.items() if column in self.arrangement.named]
        fields += [FilterField(column, column.capitalize()) for column in known]
        titles = {CONFIDENCE: tr("Confidence"), SUSPICION: tr("Label suspicion")} | self.arrangement.measures
        numbers = [FilterField(name, titles.get(name, name), True) for name in self.arrangement.numbers]
        return sorted(fields, key=lambda field: field.column == MARK) + numbers

    def counts(self, column: str, without: Clause | None = None) -> list[tuple[str, int]]:
        """Count the values of a column among the shown samples. `without`: a part of the filter that does not count."""
        return self.table.counts(column, self.rows(without))

    def span(self, column: str, without: Clause | None = None) -> tuple[float, float] | None:
        """Return the smallest and the largest number of a column among the shown samples."""
        return self.table.span(column, self.rows(without))


def ids(items: Iterable[GridItem]) -> Ids:
    """Return the ids of samples."""
    of_side: dict[Side, list[str]] = {side: [] for side in Side}
    for item in items:
        of_side[item.side].append(item.path)
    return Ids(of_side[Side.SOURCE], of_side[Side.TARGET])
