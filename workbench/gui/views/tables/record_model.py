"""What a table of records shows of each: its columns, and how values are told."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor

from workbench.gui.kit.number_format import duration
from workbench.gui.theme import Tokens

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_UNKNOWN = "–"
_INKS = {"finished": "good", "failed": "bad", "running": "accent"}


@dataclass(frozen=True)
class RecordRow:
    """A record as the table shows it; a subclass adds fields. `harm`: why it is worse than what was there before."""

    id: str
    number: int
    status: str
    seconds: float | None = None
    tags: tuple[str, ...] = ()
    harm: str = ""

    def text(self, field: str) -> str:
        """What stands in a cell where its column does not say; empty where it does."""
        return "did harm" if field == "status" and self.harm else ""

    def tip(self, field: str) -> str:
        """What is told of a cell."""
        return self.harm

    def ink(self, field: str) -> str:
        """The colour token of a cell; empty for that of text."""
        if field == "status":
            return "caution" if self.harm else _INKS.get(self.status, "dim")
        return "faint" if getattr(self, field) is None else ""


def _same(value: Any) -> Any:
    return value


@dataclass(frozen=True)
class RecordColumn:
    """A heading, the field of a row below it, and what a heading alone does not say.

    `text` tells a value, `order` is what it is sorted by; `number`: it stands on the right; `rare`: it is shown once a
    record has a value there.
    """

    title: str
    field: str
    tip: str = ""
    text: Callable[[Any], str] = str
    order: Callable[[Any], Any] = _same
    number: bool = False
    rare: bool = False


def tag_words(tags: Sequence[str]) -> str:
    """Tags as they are typed."""
    return ", ".join(tags)


def time_words(seconds: float) -> str:
    """12 as “12 s”, 75 as “1:15”."""
    return f"{seconds:.0f} s" if round(seconds) < 60 else duration(seconds)


def whole(number: int) -> str:
    """1200 as “1,200”."""
    return f"{number:,}"


def share(value: float) -> str:
    """0.5 as “50.0”, under a heading that says %."""
    return f"{100 * value:.1f}"


STATUS = RecordColumn("status", "status")
TAGS = RecordColumn(
    "tags", "tags", "Words of your own, with commas between them; double-click or F2 to change", tag_words, tag_words
)
TIME = RecordColumn("time", "seconds", text=time_words, number=True)
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
SORT_ROLE = Qt.ItemDataRole.UserRole


class RecordModel(QAbstractTableModel):
    """The records as rows. Signal tagged(id, tags): a person gave one these tags."""

    tagged = Signal(str, tuple)

    def __init__(self, columns: Sequence[RecordColumn], tokens: Tokens, parent: QObject) -> None:
        super().__init__(parent)
        self.columns, self.tokens = columns, tokens
        self.rows: list[RecordRow] = []

    def set_rows(self, rows: Sequence[RecordRow]) -> None:
        """Hold these records."""
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    # -- Qt --------------------------------------------------------------------------------------------------------

    def flags(self, index: Index) -> Qt.ItemFlag:
        editable = self.columns[index.column()] is TAGS
        return super().flags(index) | (Qt.ItemFlag.ItemIsEditable if editable else Qt.ItemFlag.NoItemFlags)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole:
            return False
        self.tagged.emit(self.rows[index.row()].id, tuple(w for word in str(value).split(",") if (w := word.strip())))
        return True

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return None
        column = self.columns[section]
        return {
            Qt.ItemDataRole.DisplayRole: column.title,
            Qt.ItemDataRole.ToolTipRole: column.tip or None,
            Qt.ItemDataRole.TextAlignmentRole: _RIGHT if column.number else _LEFT,
        }.get(Qt.ItemDataRole(role))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = self.rows[index.row()], self.columns[index.column()]
        value = getattr(row, column.field)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return row.text(column.field) or (_UNKNOWN if value is None else column.text(value))
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.tip(column.field) or None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column.number else _LEFT
        if role == Qt.ItemDataRole.ForegroundRole:
            ink = row.ink(column.field)
            return QColor(getattr(self.tokens, ink)) if ink else None
        if role == SORT_ROLE:
            return -math.inf if value is None else column.order(value)  # unknown ones before all others
        return None
