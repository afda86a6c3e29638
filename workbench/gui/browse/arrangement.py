"""Sort order and filter of the grid: columns from labels, predictions and the inspection."""

import posixpath
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import TypeVar

from workbench.core.domain import Side
from workbench.gui.kit.core_words import word
from workbench.gui.kit.language import tr
from workbench.gui.session.inspection_controller import InspectionController
from workbench.gui.session.session import Session
from workbench.gui.views.grid.item_table import NameOf, NumberOf
from workbench.gui.views.grid.query import Clause, parsed

BY_NAME, CONFIDENCE, SUSPICION = "", "confidence", "suspicion"
CLASS, PREDICTION, LABELLED, AGREEMENT, ROLE, MARK = "class", "prediction", "labelled", "agreement", "role", "mark"
DOMAIN, FOLDER = "domain", "folder"
ERROR = "error"  # of an inspected model
OF_LABELS = (CLASS, PREDICTION, LABELLED, AGREEMENT, ROLE, MARK, CONFIDENCE, ERROR)  # columns that change with a label
UNSEARCHED = (LABELLED, AGREEMENT, ROLE, DOMAIN, FOLDER)  # columns whose names no word finds
GROUP = "group:"
Value = TypeVar("Value")


class Arrangement:
    """A sort column, its direction, and the columns to filter by. Call `forget` when the data of columns change."""

    def __init__(self, session: Session, inspections: InspectionController) -> None:
        self.session, self.inspections = session, inspections
        self.sort, self.descending = BY_NAME, False
        self.chosen = False  # whether the user chose the sort column

    def forget(self) -> None:
        """Drop the cached columns, because predictions or the inspection changed."""
        for name in ("named", "numbers"):
            self.__dict__.pop(name, None)

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """The parts of the current filter."""
        return parsed(self.session.filter.text, list(self.named), [*self.numbers])

    @property
    def sorts(self) -> list[tuple[str, str]]:
        """The columns to sort by: names and titles."""
        titles = {BY_NAME: tr("Sort: name")}
        if self.session.predictions.by_path:
            titles[CONFIDENCE] = tr("Sort: confidence")
        if self.inspections.listed_suspects:
            titles[SUSPICION] = tr("Sort: label suspicion")
        titles |= {
            name: tr("Sort: {title}", title=title.lower())
            for name, title in self.measures.items()
            if name not in titles
        }
        return list(titles.items())

    @property
    def order_words(self) -> str:
        """The order of the images in words; empty if the names of columns say it."""
        if self.sort == BY_NAME:
            return tr("target first")
        if self.sort != CONFIDENCE:
            return ""
        return tr("most certain first") if self.descending else tr("least certain first")

    @property
    def measures(self) -> dict[str, str]:
        """The titles of the measured columns of numbers, by name."""
        columns = [column for side in Side for column in self.inspections.columns(side) if not column.names]
        return {column.name: word(column.title) for column in reversed(columns)}

    def settle(self) -> None:
        """Set the default order, unless the user chose a column that still exists.

        The default is the least certain first if there are predictions, else the order of the folders.
        """
        known = [name for name, _ in self.sorts]
        if not self.chosen or self.sort not in known:
            self.sort = CONFIDENCE if self.session.predictions.by_path else BY_NAME
            self.descending, self.chosen = False, False

    @cached_property
    def named(self) -> dict[str, NameOf]:
        """Columns of names: functions from a path to a name."""
        session = self.session
        labels = {sample.path: sample.label for sample in session.domains.samples(Side.SOURCE)}
        suspects = {suspect.path for suspect in self.inspections.listed_suspects}
        columns: dict[str, dict[Side, Callable[[str], str | None]]] = {
            CLASS: {Side.SOURCE: labels.get, Side.TARGET: self._given},
            LABELLED: {Side.SOURCE: lambda path: "yes" if labels.get(path) else "no", Side.TARGET: self._labelled},
            ROLE: {Side.TARGET: self._role},
            MARK: {Side.TARGET: lambda path: "unsure" if path in session.labels.unsure else None},
            DOMAIN: {side: lambda _path, side=side: side.value for side in Side},  # type: ignore[misc]  # mypy: default
            FOLDER: dict.fromkeys(Side, lambda path: posixpath.dirname(path) or None),
        }
        if session.predictions.by_path:
            columns[PREDICTION] = {Side.TARGET: self._predicted}
            columns[AGREEMENT] = {Side.TARGET: self._agreement}
        if suspects:
            differs: Callable[[str], str | None] = lambda path: "differs" if path in suspects else None  # noqa: E731
            columns.setdefault(AGREEMENT, {})[Side.SOURCE] = differs
        for side in Side:
            paths = self.inspections.table(side).paths
            for name, values in self.inspections.named(side).items():
                short = name.removeprefix(GROUP)
                if short not in ("label", PREDICTION):
                    of = dict(zip(paths, values, strict=True))
                    hidden = short == ERROR and side is Side.TARGET
                    columns.setdefault(short, {})[side] = _Unblinded(session, of).get if hidden else of.get
        return dict(columns)

    @cached_property
    def numbers(self) -> dict[str, NumberOf]:
        """Columns of numbers."""
        columns: dict[str, dict[Side, Mapping[str, float]]] = {}
        for side in Side:
            paths = self.inspections.table(side).paths
            for name, values in self.inspections.numbers(side).items():
                of = dict(zip(paths, values.tolist(), strict=True))
                hidden = name == CONFIDENCE and side is Side.TARGET
                columns.setdefault(name, {})[side] = _Unblinded(self.session, of) if hidden else of
        suspects = self.inspections.listed_suspects
        if suspects:
            columns[SUSPICION] = {Side.SOURCE: {one.path: one.likely_share - one.share for one in suspects}}
        if self.session.predictions.by_path:
            known = self.session.predictions.by_path
            confidences = {path: prediction.confidence for path, prediction in known.items()}
            columns[CONFIDENCE] = {Side.TARGET: _Unblinded(self.session, confidences)}  # of the shown run
        return dict(columns)

    def _given(self, path: str) -> str | None:
        return self.session.labels.by_path.get(path)

    def _labelled(self, path: str) -> str:
        labels = self.session.labels
        return "yes" if path in labels.by_path or path in labels.painted else "no"

    def _role(self, path: str) -> str | None:
        labels = self.session.labels
        return "measure" if path in labels.drawn else "teach" if path in labels.by_path else None

    def _predicted(self, path: str) -> str | None:
        prediction = self.session.predictions.by_path.get(path)
        return prediction.predicted if prediction and not self.session.labels.is_blind(path) else None

    def _agreement(self, path: str) -> str | None:
        label, prediction = self.session.labels.by_path.get(path), self.session.predictions.by_path.get(path)
        if label is None or prediction is None:
            return None
        return "agrees" if label == prediction.predicted else "differs"


class _Unblinded(Mapping[str, Value]):
    """A model's opinions on target samples, by path, without those that are blind now."""

    def __init__(self, session: Session, opinions: Mapping[str, Value]) -> None:
        self.session, self.opinions = session, opinions

    def __getitem__(self, path: str) -> Value:
        if self.session.labels.is_blind(path):
            raise KeyError(path)
        return self.opinions[path]

    def __iter__(self) -> Iterator[str]:
        return (path for path in self.opinions if not self.session.labels.is_blind(path))

    def __len__(self) -> int:
        return sum(1 for _ in self)
