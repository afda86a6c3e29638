"""The samples of the thumbnail grid as a Qt model."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from workbench.core.domain import Side
from workbench.gui.views.points import Id

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


@dataclass(frozen=True)
class GridItem:
    """One sample in the grid. `file` is absolute; `confidence` of `predicted` in [0, 1]."""

    side: Side
    path: str
    file: str
    label: str | None = None
    predicted: str | None = None
    confidence: float | None = None

    @property
    def id(self) -> Id:
        """What the sample is known by everywhere."""
        return (self.side, self.path)

    def sentence(self) -> str:
        """The sample in words, for a tooltip and for those who listen."""
        parts = [self.path, self.side.value]
        if self.label is not None:
            parts.append(f"labelled {self.label}")
        if self.predicted is not None:
            sure = "" if self.confidence is None else f" {self.confidence:.2f}"
            parts.append(f"predicted {self.predicted}{sure}")
        return " · ".join(parts)


class GridModel(QAbstractListModel):
    """Rows are samples in the order given."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.items: list[GridItem] = []
        self.rows: dict[Id, int] = {}
        self._predictions: dict[str, tuple[str, float]] = {}  # laid over items when they are drawn: 100,000 at once

    def set_items(self, items: list[GridItem]) -> None:
        """Show these instead."""
        self.beginResetModel()
        self.items = list(items)
        self._predictions = {}
        self.rows = {(item.side, item.path): row for row, item in enumerate(self.items)}
        self.endResetModel()

    def set_label(self, one: Id, label: str | None) -> None:
        """Change the label of one sample, if it is here."""
        if (row := self.rows.get(one)) is not None and self.items[row].label != label:
            self.items[row] = replace(self.items[row], label=label)
            self.dataChanged.emit(self.index(row), self.index(row))

    def set_predictions(self, predictions: Mapping[str, tuple[str, float]]) -> None:
        """Change the predictions of target samples by path; others keep theirs.

        Emits nothing: the view would lay out 100,000 rows anew (0.2 s) where a repaint does.
        """
        self._predictions.update(predictions)

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.UserRole:
            return self.item(index.row())
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.item(index.row()).sentence()
        return None

    def item(self, row: int) -> GridItem:
        """The sample in a row, with its newest prediction."""
        item = self.items[row]
        if item.side is Side.TARGET and item.path in self._predictions:
            predicted, confidence = self._predictions[item.path]
            return replace(item, predicted=predicted, confidence=confidence)
        return item
