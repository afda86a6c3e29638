"""What the table of runs shows of each: its columns, and how values are told."""

import math
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor

from workbench.core.gained import Gained, signed
from workbench.gui.theme import Tokens
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
    gained: Gained | None = None  # what the shots bought
    seconds: float | None = None
    tags: tuple[str, ...] = ()
    harm: str = ""  # why the run is worse than no adaptation


@dataclass(frozen=True)
class Column:
    """A heading, the field of RunRow below it, and what a heading alone does not say."""

    title: str
    field: str
    tip: str = ""


COLUMNS = (
    Column("run", "number"),
    Column("method", "method"),
    Column("source", "source_accuracy", "Accuracy on held-out source samples, %"),
    Column("target", "target_accuracy", "Accuracy on target samples with a label, shots left out, %"),
    Column("score", "score", "Label-free score, %: higher is better, comparable between runs on the same domains"),
    Column("shots", "shots", "Labelled target samples that the run learned from"),
    Column("bought", "gained", "What more shots bought, in points, against an earlier run of these domains with fewer"),
    Column("status", "status"),
    Column("tags", "tags", "Words of your own, with commas between them; double-click or F2 to change"),
    Column("time", "seconds"),
    Column("backbone", "backbone"),
    Column("trained", "tune", "head: fast, on a frozen backbone; all: the whole network"),
)
_SHARES = ("source_accuracy", "target_accuracy", "score")
_NUMBERS = (*_SHARES, "number", "shots", "gained", "seconds")
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
SORT_ROLE = Qt.ItemDataRole.UserRole


class RunModel(QAbstractTableModel):
    """The runs as rows. Signal tagged(id, tags): a person gave a run these tags."""

    tagged = Signal(str, tuple)

    def __init__(self, tokens: Tokens, parent: QObject) -> None:
        super().__init__(parent)
        self.tokens = tokens
        self.rows: list[RunRow] = []

    def set_rows(self, rows: list[RunRow]) -> None:
        """Hold these runs."""
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def update_row(self, row: RunRow) -> None:
        """Hold this run in place of the one with its id, or besides the others."""
        for at, known in enumerate(self.rows):
            if known.id == row.id:
                self.rows[at] = row
                self.dataChanged.emit(self.index(at, 0), self.index(at, len(COLUMNS) - 1))
                return
        self.beginInsertRows(QModelIndex(), len(self.rows), len(self.rows))
        self.rows.append(row)
        self.endInsertRows()

    # -- Qt --------------------------------------------------------------------------------------------------------

    def flags(self, index: Index) -> Qt.ItemFlag:
        editable = COLUMNS[index.column()].field == "tags"
        return super().flags(index) | (Qt.ItemFlag.ItemIsEditable if editable else Qt.ItemFlag.NoItemFlags)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole:
            return False
        self.tagged.emit(self.rows[index.row()].id, tuple(w for word in str(value).split(",") if (w := word.strip())))
        return True

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return None
        column = COLUMNS[section]
        return {
            Qt.ItemDataRole.DisplayRole: column.title,
            Qt.ItemDataRole.ToolTipRole: column.tip or None,
            Qt.ItemDataRole.TextAlignmentRole: _RIGHT if column.field in _NUMBERS else _LEFT,
        }.get(Qt.ItemDataRole(role))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, field = self.rows[index.row()], COLUMNS[index.column()].field
        value = getattr(row, field)
        if role == Qt.ItemDataRole.DisplayRole:
            return "did harm" if field == "status" and row.harm else _text(field, value)
        if role == Qt.ItemDataRole.EditRole:
            return _text(field, value)
        if role == Qt.ItemDataRole.ToolTipRole:
            return _tip(row, field)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if field in _NUMBERS else _LEFT
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._ink(row, field, value)
        if role == SORT_ROLE:
            return _order(field, value)
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
    if field == "gained":
        return signed(value.points)
    if field == "seconds":
        return _duration(value)
    if field == "tags":
        return ", ".join(value)
    return f"{value:,}" if isinstance(value, int) else str(value)


def _order(field: str, value: Any) -> Any:
    """What a value is sorted by: unknown ones before all others."""
    if field == "tags":
        return _text(field, value)
    if field == "gained":
        return value.points if value else -math.inf
    return -1.0 if value is None else value


def _tip(row: RunRow, field: str) -> str | None:
    if field != "gained":
        return row.harm or None
    if row.gained is not None:
        return row.gained.sentence
    return "No earlier run of these domains had fewer shots." if row.shots else "This run had no shots."


def _duration(seconds: float) -> str:
    return f"{seconds:.0f} s" if round(seconds) < 60 else duration(seconds)
