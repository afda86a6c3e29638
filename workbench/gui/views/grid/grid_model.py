"""The samples of the thumbnail grid as a Qt model."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from typing import Any

import msgspec
from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from workbench.core.domain import Side
from workbench.gui.kit.sample_ids import Id

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class GridItem(msgspec.Struct, frozen=True, gc=False):
    """One sample in the grid. `file` is absolute; `confidence` of `predicted` in [0, 1].

    `unsure`: a person looked, and could not tell.
    """

    side: Side
    path: str
    file: str
    label: str | None = None
    predicted: str | None = None
    confidence: float | None = None
    unsure: bool = False

    @property
    def id(self) -> Id:
        """What the sample is known by everywhere."""
        return (self.side, self.path)

    def sentence(self) -> str:
        """The sample in words, for a tooltip and for those who listen."""
        parts = [self.path, self.side.value]
        if self.label is not None:
            parts.append(f"labelled {self.label}")
        if self.unsure:
            parts.append("marked unsure")
        if self.predicted is not None:
            sure = "" if self.confidence is None else f" {self.confidence:.2f}"
            parts.append(f"predicted {self.predicted}{sure}")
        return " · ".join(parts)


class GridModel(QAbstractListModel):
    """Rows are samples in the order given. Labels and predictions of target samples are laid over them when they are
    drawn, so that 100,000 of them change at once; a view need only repaint.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.items: list[GridItem] = []
        self._rows: dict[Id, int] | None = None
        self.notes: Mapping[str, str] = {}  # what else there is to say of samples, by path
        self._labels: Mapping[str, str] = {}
        self._unsure: AbstractSet[str] = frozenset()
        self._predictions: Mapping[str, tuple[str | None, float]] = {}

    def set_items(self, items: list[GridItem]) -> None:
        """Show these instead."""
        self.beginResetModel()
        self.items = list(items)
        self._rows = None
        self.endResetModel()

    def set_labels(self, labels: Mapping[str, str], unsure: AbstractSet[str] = frozenset()) -> None:
        """The labels of target samples by path, and which somebody was unsure of; others keep what their item says.

        They are not copied: with 100,000 of them, that would be felt at each key.
        """
        self._labels, self._unsure = labels, unsure

    def set_predictions(self, predictions: Mapping[str, tuple[str | None, float]]) -> None:
        """What is predicted of target samples by path, and how surely; others keep what their item says."""
        self._predictions = predictions

    @property
    def rows(self) -> dict[Id, int]:
        """Where each sample stands."""
        if self._rows is None:
            self._rows = {(item.side, item.path): row for row, item in enumerate(self.items)}
        return self._rows

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.UserRole:
            return self.item(index.row())
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            item = self.item(index.row())
            return " · ".join(filter(None, (item.sentence(), self.notes.get(item.path))))
        return None

    def item(self, row: int) -> GridItem:
        """The sample in a row, with its newest label and prediction."""
        item = self.items[row]
        if item.side is not Side.TARGET:
            return item
        predicted, confidence = self._predictions.get(item.path, (item.predicted, item.confidence))
        label = self._labels.get(item.path, item.label)
        unsure = item.path in self._unsure
        return GridItem(item.side, item.path, item.file, label, predicted, confidence, unsure)

    def first_open(self, rows: Iterable[int]) -> int | None:
        """The first of these rows with a target sample of which nobody has said anything."""
        items, labels, unsure = self.items, self._labels, self._unsure
        for row in rows:
            item = items[row]
            if item.side is Side.TARGET and item.label is None and item.path not in labels and item.path not in unsure:
                return row
        return None
