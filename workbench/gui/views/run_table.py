"""The table of runs: what was tried, on how many shots, and how good it became."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelection,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from workbench.gui.theme import DARK, Tokens
from workbench.gui.words import duration

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_UNKNOWN = "–"


@dataclass(frozen=True)
class RunRow:
    """A run as the table shows it. Accuracies and score in [0, 1], None where unknown."""

    id: str
    number: int
    method: str
    backbone: str
    tune: str
    status: str
    source_accuracy: float | None = None
    target_accuracy: float | None = None
    score: float | None = None
    shots: int = 0
    seconds: float | None = None
    harm: str = ""  # why the run is worse than no adaptation


@dataclass(frozen=True)
class _Column:
    title: str
    field: str
    tip: str = ""


_COLUMNS = (
    _Column("run", "number"),
    _Column("method", "method"),
    _Column("source", "source_accuracy", "Accuracy on held-out source samples, %"),
    _Column("target", "target_accuracy", "Accuracy on target samples with a label, shots left out, %"),
    _Column("score", "score", "Label-free score, %: higher is better, comparable between runs on the same domains"),
    _Column("shots", "shots", "Labelled target samples that the run learned from"),
    _Column("status", "status"),
    _Column("time", "seconds"),
    _Column("backbone", "backbone"),
    _Column("trained", "tune", "head: fast, on a frozen backbone; all: the whole network"),
)
_SHARES = ("source_accuracy", "target_accuracy", "score")
_NUMBERS = (*_SHARES, "number", "shots", "seconds")
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
SORT_ROLE = Qt.ItemDataRole.UserRole


class RunTable(QTableView):
    """Click a heading to sort; Enter or a double click activates.

    Signals: selected_run(id), when a person chooses a row; activated_run(id).
    """

    selected_run = Signal(str)
    activated_run = Signal(str)

    def __init__(self, tokens: Tokens = DARK, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runs = _RunModel(tokens, self)
        self._sorted = QSortFilterProxyModel(self)
        self._sorted.setSourceModel(self._runs)
        self._sorted.setSortRole(SORT_ROLE)
        self._quiet = False
        self.setModel(self._sorted)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSortingEnabled(True)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName("Runs")
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(28)
        header = _Header(Qt.Orientation.Horizontal, self)
        self.setHorizontalHeader(header)
        header.setSectionsClickable(True)
        header.setHighlightSections(False)
        header.setMinimumSectionSize(36)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        self.sortByColumn(0, Qt.SortOrder.DescendingOrder)
        self.doubleClicked.connect(lambda index: self.activated_run.emit(self._id(index)))

    def set_rows(self, rows: list[RunRow]) -> None:
        """Show these runs; the chosen one stays chosen if it is among them."""
        chosen = self.selected()
        self._quiet = True
        self._runs.set_rows(rows)
        self._quiet = False
        if chosen:
            self.select(chosen)

    def update_row(self, row: RunRow) -> None:
        """Replace the run with this id, or add it."""
        self._runs.update_row(row)

    def selected(self) -> str | None:
        """The id of the chosen run."""
        rows = self.selectionModel().selectedRows()
        return self._id(rows[0]) if rows else None

    def select(self, run: str) -> None:
        """Choose a run; not told back."""
        self._quiet = True
        for row in range(self._sorted.rowCount()):
            if self._id(self._sorted.index(row, 0)) == run:
                self.selectRow(row)
        self._quiet = False

    def set_theme(self, tokens: Tokens) -> None:
        """Take other colours."""
        self._runs.tokens = tokens
        self.viewport().update()

    def _id(self, index: Index) -> str:
        return self._runs.rows[self._sorted.mapToSource(index).row()].id

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        run = self.selected()
        if run is not None and not self._quiet:
            self.selected_run.emit(run)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        run = self.selected()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and run is not None:
            self.activated_run.emit(run)
        elif event.text().isalnum():
            event.ignore()  # naming keys belong to the window
        else:
            super().keyPressEvent(event)


class _Header(QHeaderView):
    """A heading as wide as its words: the sign of the order stands above them, and needs no room beside."""

    def sectionSizeFromContents(self, section: int) -> QSize:
        size = super().sectionSizeFromContents(section)
        words = self.model().headerData(section, self.orientation(), Qt.ItemDataRole.DisplayRole)
        return QSize(self.fontMetrics().horizontalAdvance(str(words)) + 12, size.height())


class _RunModel(QAbstractTableModel):
    def __init__(self, tokens: Tokens, parent: QObject) -> None:
        super().__init__(parent)
        self.tokens = tokens
        self.rows: list[RunRow] = []

    def set_rows(self, rows: list[RunRow]) -> None:
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def update_row(self, row: RunRow) -> None:
        for at, known in enumerate(self.rows):
            if known.id == row.id:
                self.rows[at] = row
                self.dataChanged.emit(self.index(at, 0), self.index(at, len(_COLUMNS) - 1))
                return
        self.beginInsertRows(QModelIndex(), len(self.rows), len(self.rows))
        self.rows.append(row)
        self.endInsertRows()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(_COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return None
        column = _COLUMNS[section]
        return {
            Qt.ItemDataRole.DisplayRole: column.title,
            Qt.ItemDataRole.ToolTipRole: column.tip or None,
            Qt.ItemDataRole.TextAlignmentRole: _RIGHT if column.field in _NUMBERS else _LEFT,
        }.get(Qt.ItemDataRole(role))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, field = self.rows[index.row()], _COLUMNS[index.column()].field
        value = getattr(row, field)
        if role == Qt.ItemDataRole.DisplayRole:
            return "did harm" if field == "status" and row.harm else _text(field, value)
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.harm or None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if field in _NUMBERS else _LEFT
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._ink(row, field, value)
        if role == SORT_ROLE:
            return value if value is not None else -1.0
        return None

    def _ink(self, row: RunRow, field: str, value: object) -> QColor | None:
        if field == "status":
            colours = {"finished": self.tokens.good, "failed": self.tokens.bad, "running": self.tokens.accent}
            return QColor(self.tokens.caution if row.harm else colours.get(row.status, self.tokens.dim))
        return QColor(self.tokens.faint) if value is None else None


def _text(field: str, value: Any) -> str:
    if value is None:
        return _UNKNOWN
    if field in _SHARES:
        return f"{100 * value:.1f}"
    if field == "seconds":
        return _duration(value)
    return f"{value:,}" if isinstance(value, int) else str(value)


def _duration(seconds: float) -> str:
    return f"{seconds:.0f} s" if round(seconds) < 60 else duration(seconds)
