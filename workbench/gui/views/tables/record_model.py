"""The Qt model of a table of records: its rows, columns and number formats."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor

from workbench.gui.kit.core_words import word
from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import decimal, duration, whole
from workbench.gui.kit.plain_text import plain_tip
from workbench.gui.theme import Tokens

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_UNKNOWN = "–"
_INKS = {"finished": "good", "failed": "bad", "running": "accent"}


@dataclass(frozen=True)
class RecordRow:
    """A row of the table; a subclass adds fields. `degradation`: why the record is worse than its starting point."""

    id: str
    number: int
    status: str
    seconds: float | None = None
    tags: tuple[str, ...] = ()
    degradation: str = ""

    def text(self, field: str) -> str:
        """Return a text that replaces the one of the column; empty to keep it."""
        return tr("worse") if field == "status" and self.degradation else ""

    def tip(self, field: str) -> str:
        """Return the tooltip of a cell."""
        return self.degradation

    def ink(self, field: str) -> str:
        """Return the colour token of a cell; empty for the default text colour."""
        if field == "status":
            return "caution" if self.degradation else _INKS.get(self.status.partition(" ")[0], "dim")
        return "faint" if getattr(self, field) is None else ""


def _same(value: Any) -> Any:
    return value


@dataclass(frozen=True)
class RecordColumn:
    """A column: its title, the field of a row that it shows, and its tooltip.

    `text` formats a value and `order` returns its sort key. `number`: aligned to the right. `rare`: hidden until a
    record has a value.
    """

    title: str
    field: str
    tip: str = ""
    text: Callable[[Any], str] = str
    order: Callable[[Any], Any] = _same
    number: bool = False
    rare: bool = False


def tag_words(tags: Sequence[str]) -> str:
    """Format tags as the user types them."""
    return ", ".join(tags)


def time_words(seconds: float) -> str:
    """Format seconds: 12 as “12 s”, 75 as “1:15”."""
    return f"{seconds:.0f} s" if round(seconds) < 60 else duration(seconds)


def integer(number: int) -> str:
    """Format an integer: 1200 as “1,200”."""
    return whole(number)


def share(value: float) -> str:
    """Format a share as a percentage without its sign: 0.5 as “50.0”."""
    return decimal(100 * value, 1)


def status_words(status: str) -> str:
    """Format a status and where the record is executed, as in “running on HOST”."""
    name, _, place = status.partition(" on ")
    return tr("{status} on {place}", status=word(name), place=place) if place else word(name)


STATUS = RecordColumn(tr("status"), "status", text=status_words)
TAGS = RecordColumn(
    tr("tags"),
    "tags",
    tr("Your own words, separated by commas. Double-click or press F2 to edit"),
    tag_words,
    tag_words,
)
TIME = RecordColumn(tr("time"), "seconds", text=time_words, number=True)
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
SORT_ROLE = Qt.ItemDataRole.UserRole


class RecordModel(QAbstractTableModel):
    """The records as rows.

    Signals: tagged(id, tags): the user edited the tags of a record.
    """

    tagged = Signal(str, tuple)

    def __init__(self, columns: Sequence[RecordColumn], tokens: Tokens, parent: QObject) -> None:
        super().__init__(parent)
        self.columns, self.tokens = columns, tokens
        self.rows: list[RecordRow] = []

    def set_rows(self, rows: Sequence[RecordRow]) -> None:
        """Replace the records."""
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
            return plain_tip(row.tip(column.field) or "") or None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column.number else _LEFT
        if role == Qt.ItemDataRole.ForegroundRole:
            ink = row.ink(column.field)
            return QColor(getattr(self.tokens, ink)) if ink else None
        if role == SORT_ROLE:
            return -math.inf if value is None else column.order(value)  # unknown values sort first
        return None
