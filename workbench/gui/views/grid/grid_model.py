"""The samples of the thumbnail grid as a Qt model."""

from collections.abc import Container, Iterable, Mapping
from collections.abc import Set as AbstractSet
from itertools import islice
from typing import Any

import msgspec
from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from workbench.core.domain import Side
from workbench.gui.kit.core_words import word
from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import decimal
from workbench.gui.kit.plain_text import plain_tip
from workbench.gui.kit.sample_ids import Id

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class GridItem(msgspec.Struct, frozen=True, gc=False):
    """One sample in the grid. `file` is absolute; `confidence` of `predicted` in [0, 1].

    `unsure`: the user marked the sample as unsure. `measures`: its label measures models. `given`: the label that the
    folder gives, if the user corrected it.
    """

    side: Side
    path: str
    file: str
    label: str | None = None
    predicted: str | None = None
    confidence: float | None = None
    unsure: bool = False
    measures: bool = False
    given: str | None = None

    @property
    def id(self) -> Id:
        """The id of the sample: its side and path."""
        return (self.side, self.path)

    def sentence(self) -> str:
        """Describe the sample in a sentence, for the tooltip and for screen readers."""
        parts = [self.path, word(self.side)]
        if self.label is not None:
            parts.append(tr("labelled {label}", label=self.label))
        if self.given is not None:
            parts.append(tr("corrected from {given}", given=self.given))
        if self.unsure:
            parts.append(tr("marked unsure"))
        if self.measures:
            parts.append(tr("measures"))
        if self.predicted is not None:
            sure = "" if self.confidence is None else f" {decimal(self.confidence, 2)}"
            verb = tr("predicted") if self.side is Side.TARGET else tr("looks like")
            parts.append(f"{verb} {self.predicted}{sure}")
        return " · ".join(parts)


class GridModel(QAbstractListModel):
    """Rows are samples in the order given.

    Labels and predictions of target samples are looked up when a row is drawn, so that 100,000 of them can change
    at once; the view only has to repaint.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.items: list[GridItem] = []
        self._rows: dict[Id, int] | None = None
        self.notes: Mapping[str, str] = {}  # additional tooltips of samples, by path
        self._labels: Mapping[str, str] = {}
        self._unsure: AbstractSet[str] = frozenset()
        self._drawn: Container[str] = frozenset()
        self._predictions: Mapping[str, tuple[str | None, float]] = {}

    def set_items(self, items: list[GridItem], row: int = -1) -> tuple[int, int]:
        """Replace the samples.

        Returns where the sample of a row is now, −1 if it is gone; and where the first of those that followed it is.
        """
        old, alone = self.items, row >= 0 and len(items) == len(self.items) - 1
        alone = alone and items[:row] == old[:row] and items[row:] == old[row + 1 :]  # as after a label under a filter
        self.beginResetModel()
        self.items = list(items)
        self._rows = None
        self.endResetModel()
        if row < 0 or alone:  # the rows of 100,000 samples are not needed
            return -1, max(row, 0)
        followed = next((self.rows[item.id] for item in islice(old, row, None) if item.id in self.rows), 0)
        return self.rows.get(old[row].id, -1), followed

    def set_labels(self, labels: Mapping[str, str], unsure: AbstractSet[str] = frozenset()) -> None:
        """Set the labels of target samples by path, and the paths marked as unsure. Other samples keep their own label.

        The mappings are not copied: a copy of 100,000 labels at each key would be slow.
        """
        self._labels, self._unsure = labels, unsure

    def set_drawn(self, drawn: Container[str]) -> None:
        """Set the paths of the target samples whose labels measure.

        Until such a sample has a label or a mark, no prediction is shown of it.
        """
        self._drawn = drawn

    def set_predictions(self, predictions: Mapping[str, tuple[str | None, float]]) -> None:
        """Set class and confidence of target samples by path. Other samples keep their own prediction."""
        self._predictions = predictions

    @property
    def rows(self) -> dict[Id, int]:
        """The row of each sample, by id."""
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
            sentence = " · ".join(filter(None, (item.sentence(), self.notes.get(item.path))))
            return plain_tip(sentence) if role == Qt.ItemDataRole.ToolTipRole else sentence
        return None

    def item(self, row: int) -> GridItem:
        """Return the sample in a row with its current label and prediction."""
        item = self.items[row]
        if item.side is not Side.TARGET:
            return item
        predicted, confidence = self._predictions.get(item.path, (item.predicted, item.confidence))
        label = self._labels.get(item.path, item.label)
        unsure, measures = item.path in self._unsure, item.measures or item.path in self._drawn
        if measures and label is None and not unsure:
            predicted, confidence = None, None
        return GridItem(item.side, item.path, item.file, label, predicted, confidence, unsure, measures)

    def first_open(self, rows: Iterable[int]) -> int | None:
        """Return the first of the rows whose target sample has neither a label nor a mark; None if there is none."""
        items, labels, unsure = self.items, self._labels, self._unsure
        for row in rows:
            item = items[row]
            if item.side is Side.TARGET and item.label is None and item.path not in labels and item.path not in unsure:
                return row
        return None
