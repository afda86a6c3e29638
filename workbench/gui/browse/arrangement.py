"""Sort order and filter of the grid: columns from labels, predictions and the inspection."""

from collections.abc import Mapping
from functools import cached_property

from workbench.core.domain import Side
from workbench.gui.session.inspection_controller import InspectionController
from workbench.gui.session.session import Session
from workbench.gui.views.grid.query import Named, Numbers, filtered, ordered, parsed
from workbench.gui.views.grid.thumbnail_grid import GridItem

BY_NAME, CONFIDENCE, SUSPICION = "", "confidence", "suspicion"
CLASS, PREDICTION, MARK, ROLE = "class", "prediction", "mark", "role"
GROUP = "group:"


class Arrangement:
    """A sort column, its direction and a filter. Columns are cached; call `forget` when their data change."""

    def __init__(self, session: Session, inspections: InspectionController) -> None:
        self.session, self.inspections = session, inspections
        self.sort, self.descending, self.text = BY_NAME, False, ""
        self.chosen = False  # whether the user chose the sort column

    def forget(self) -> None:
        """Drop the cached columns, because labels, predictions or the inspection changed."""
        for name in ("named", "numbers"):
            self.__dict__.pop(name, None)

    @property
    def sorts(self) -> list[tuple[str, str]]:
        """The columns to sort by: names and titles."""
        titles = {BY_NAME: "Sort: name"}
        if self.session.predictions.by_path:
            titles[CONFIDENCE] = "Sort: confidence"
        if self.inspections.listed_suspects:
            titles[SUSPICION] = "Sort: label suspicion"
        for side in Side:
            for column in self.inspections.columns(side):
                if not column.names:
                    titles.setdefault(column.name, f"Sort: {column.title.lower()}")
        return list(titles.items())

    def settle(self) -> None:
        """Set the default order, unless the user chose a column that still exists.

        The default is the least certain first if there are predictions, else the order of the folders.
        """
        known = [name for name, _ in self.sorts]
        if not self.chosen or self.sort not in known:
            self.sort = CONFIDENCE if self.session.predictions.by_path else BY_NAME
            self.descending, self.chosen = False, False

    def arranged(self, items: list[GridItem]) -> list[GridItem]:
        """Return the samples filtered and sorted."""
        if self.text:
            items = filtered(items, parsed(self.text, list(self.named)), self.named)
        return ordered(items, self.sort, self.descending, self.numbers)

    @cached_property
    def named(self) -> Named:
        """Columns of names."""
        session = self.session
        labels = {sample.path: sample.label for sample in session.domains.samples(Side.SOURCE)}
        columns: dict[str, dict[Side, Mapping[str, str | None]]] = {
            CLASS: {Side.SOURCE: labels, Side.TARGET: session.labels.by_path}
        }
        if session.labels.unsure:
            columns[MARK] = {Side.TARGET: dict.fromkeys(session.labels.unsure, "unsure")}
        if session.labels.drawn:
            columns[ROLE] = {Side.TARGET: dict.fromkeys(session.labels.drawn, "measure")}
        if session.predictions.by_path:
            blind, every = session.labels.blind, session.predictions.by_path.items()
            predicted = {path: prediction.predicted for path, prediction in every if path not in blind}
            columns[PREDICTION] = {Side.TARGET: predicted}
        for side in Side:
            paths = self.inspections.table(side).paths
            for name, values in self.inspections.named(side).items():
                short = name.removeprefix(GROUP)
                if short not in ("label", PREDICTION):
                    columns.setdefault(short, {})[side] = dict(zip(paths, values, strict=True))
        return columns

    @cached_property
    def numbers(self) -> Numbers:
        """Columns of numbers."""
        columns: dict[str, dict[Side, Mapping[str, float]]] = {}
        for side in Side:
            paths = self.inspections.table(side).paths
            for name, values in self.inspections.numbers(side).items():
                columns.setdefault(name, {})[side] = dict(zip(paths, values.tolist(), strict=True))
        suspects = self.inspections.listed_suspects
        columns[SUSPICION] = {Side.SOURCE: {one.path: one.likely_share - one.share for one in suspects}}
        if self.session.predictions.by_path:
            blind, every = self.session.labels.blind, self.session.predictions.by_path.items()
            confidences = {path: prediction.confidence for path, prediction in every if path not in blind}
            columns[CONFIDENCE] = {Side.TARGET: confidences}  # of the shown run, not of the inspected model
        return columns
