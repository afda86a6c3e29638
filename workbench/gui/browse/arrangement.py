"""What is known of samples by which the grid can be sorted and filtered: labels, predictions, and an inspection."""

from collections.abc import Mapping
from functools import cached_property

from workbench.core.domain import Side
from workbench.gui.session.inspection_controller import InspectionController
from workbench.gui.session.session import Session
from workbench.gui.views.grid.query import Named, Numbers, filtered, ordered, parsed
from workbench.gui.views.grid.thumbnail_grid import GridItem

BY_NAME, CONFIDENCE = "", "confidence"
CLASS, PREDICTION, MARK = "class", "prediction", "mark"
GROUP = "group:"


class Arrangement:
    """A sort, its direction and a filter over the samples. `forget` what is known when any of it changes."""

    def __init__(self, session: Session, inspecting: InspectionController) -> None:
        self.session, self.inspecting = session, inspecting
        self.sort, self.descending, self.text = BY_NAME, False, ""
        self.chosen = False  # whether a person chose the sort

    def forget(self) -> None:
        """Labels, predictions or the inspection changed."""
        for name in ("named", "numbers"):
            self.__dict__.pop(name, None)

    @property
    def sorts(self) -> list[tuple[str, str]]:
        """What can be sorted by: names and titles."""
        titles = {BY_NAME: "Sort: name"}
        if self.session.predictions.by_path:
            titles[CONFIDENCE] = "Sort: confidence"
        for side in Side:
            for column in self.inspecting.columns(side):
                if not column.names:
                    titles.setdefault(column.name, f"Sort: {column.title.lower()}")
        return list(titles.items())

    def settle(self) -> None:
        """Until a person chooses: the least certain first where anything is predicted; and never what is gone."""
        known = [name for name, _ in self.sorts]
        if not self.chosen or self.sort not in known:
            self.sort = CONFIDENCE if self.session.predictions.by_path else BY_NAME
            self.descending, self.chosen = False, False

    def arranged(self, items: list[GridItem]) -> list[GridItem]:
        """These samples, filtered and in order."""
        if self.text:
            items = filtered(items, parsed(self.text, list(self.named)), self.named)
        return ordered(items, self.sort, self.descending, self.numbers)

    @cached_property
    def named(self) -> Named:
        """Columns that hold names."""
        session = self.session
        labels = {sample.path: sample.label for sample in session.domains.samples(Side.SOURCE)}
        found: dict[str, dict[Side, Mapping[str, str | None]]] = {
            CLASS: {Side.SOURCE: labels, Side.TARGET: session.labels.by_path}
        }
        if session.labels.unsure:
            found[MARK] = {Side.TARGET: dict.fromkeys(session.labels.unsure, "unsure")}
        if session.predictions.by_path:
            said = {path: one.predicted for path, one in session.predictions.by_path.items()}
            found[PREDICTION] = {Side.TARGET: said}
        for side in Side:
            paths = self.inspecting.table(side).paths
            for name, values in self.inspecting.named(side).items():
                short = name.removeprefix(GROUP)
                if short not in ("label", PREDICTION):
                    found.setdefault(short, {})[side] = dict(zip(paths, values, strict=True))
        return found

    @cached_property
    def numbers(self) -> Numbers:
        """Columns that hold numbers."""
        found: dict[str, dict[Side, Mapping[str, float]]] = {}
        for side in Side:
            paths = self.inspecting.table(side).paths
            for name, values in self.inspecting.numbers(side).items():
                found.setdefault(name, {})[side] = dict(zip(paths, values.tolist(), strict=True))
        if self.session.predictions.by_path:
            sure = {path: one.confidence for path, one in self.session.predictions.by_path.items()}
            found[CONFIDENCE] = {Side.TARGET: sure}  # of the run that is shown, not of what was inspected
        return found
