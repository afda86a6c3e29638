"""A read-only table of text and numbers. Columns of numbers are aligned to the right, but never the first column."""

import re
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from workbench.gui.kit.plain_text import plain_tip

_NUMBER = re.compile(r"[-+−]?[\d,]*\.?\d+")


class SheetTable(QTableWidget):
    """A click on a heading sorts; a click on a row chooses it.

    Signals: chosen(int): the index of the chosen row, in the order in which the rows were given.
    """

    chosen = Signal(int)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(26)
        self.horizontalHeader().setHighlightSections(False)
        self.itemSelectionChanged.connect(self._tell)

    def show_rows(self, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Replace the headings and rows."""
        self.blockSignals(True)
        self.setSortingEnabled(False)
        self.clear()
        self.setColumnCount(len(heads))
        self.setRowCount(len(rows))
        sides = [_side(x, [line[x] for line in rows]) for x in range(len(heads))]
        for x, head in enumerate(heads):
            item = QTableWidgetItem(head)
            item.setTextAlignment(sides[x] | Qt.AlignmentFlag.AlignVCenter)
            self.setHorizontalHeaderItem(x, item)
        for y, line in enumerate(rows):
            for x, text in enumerate(line):
                cell = _Cell(text)
                cell.setTextAlignment(sides[x] | Qt.AlignmentFlag.AlignVCenter)
                cell.setToolTip(plain_tip(text))
                cell.setData(Qt.ItemDataRole.UserRole, y)
                self.setItem(y, x, cell)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        self.blockSignals(False)

    def headings(self) -> list[str]:
        """Return the names of the columns."""
        items = (self.horizontalHeaderItem(at) for at in range(self.columnCount()))
        return [item.text() for item in items if item is not None]

    def chosen_row(self) -> int | None:
        """Return the index of the chosen row in the order given."""
        chosen = self.selectedItems()
        return chosen[0].data(Qt.ItemDataRole.UserRole) if chosen else None

    def _tell(self) -> None:
        if (row := self.chosen_row()) is not None:
            self.chosen.emit(row)


class _Cell(QTableWidgetItem):
    """A cell that sorts numbers by value; cells without a number come last."""

    def __lt__(self, other: QTableWidgetItem) -> bool:
        ours, theirs = _NUMBER.match(self.text()), _NUMBER.match(other.text())
        if ours and theirs:
            return _value(ours) < _value(theirs)
        return bool(ours) if ours or theirs else self.text().casefold() < other.text().casefold()


def _value(number: "re.Match[str]") -> float:
    return float(number.group().replace(",", "").replace("−", "-"))


def _side(x: int, cells: Sequence[str]) -> Qt.AlignmentFlag:
    """Return the side of a column: the right if most of its cells begin with a number."""
    numbers = sum(_NUMBER.match(cell) is not None for cell in cells)
    return Qt.AlignmentFlag.AlignRight if x and 2 * numbers > len(cells) else Qt.AlignmentFlag.AlignLeft
