"""The parts of the filter as chips: each can be edited and removed."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from workbench.gui.kit.flow_layout import FlowLayout
from workbench.gui.kit.language import tr
from workbench.gui.kit.plain_text import plain_tip
from workbench.gui.views.grid.filter_words import clause_words
from workbench.gui.views.grid.query import Clause

_CROSS = 24  # pixels at the right end of a chip that remove it
_LONGEST = 48  # characters of a chip
_REMOVE = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class FilterChip(QToolButton):
    """A part of the filter. A click edits it, on the cross removes it; so do Enter, and Delete or Backspace.

    Signals:
        edited(): the user asked to edit the part.
        removed(): the user asked to remove it.
        moved(int): the user asked for the chip before (−1) or after (1) it.
    """

    edited = Signal()
    removed = Signal()
    moved = Signal(int)

    def __init__(self, clause: Clause) -> None:
        super().__init__()
        self.clause, words = clause, clause_words(clause)
        shown = words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"
        self.setText(f"{shown.replace('&', '&&')}   ×")
        self.setProperty("chip", True)
        self.setProperty("filter", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Filter: {words}", words=words))
        self.setAccessibleDescription(tr("Enter edits, Delete removes"))
        self.setToolTip(plain_tip(tr("{words}. Click to edit; × or Delete removes", words=words)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in _REMOVE:
            self.removed.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.edited.emit()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.moved.emit(1 if key == Qt.Key.Key_Right else -1)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.setDown(False)
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            (self.removed if event.position().x() >= self.width() - _CROSS else self.edited).emit()


class FilterChips(QWidget):
    """Chips in lines. It is hidden without a filter.

    Signals:
        edit_wanted(object, object): the user asked to edit a Clause; its chip.
        removed(object): the user removed a Clause.
        left(): Esc was pressed.
    """

    edit_wanted = Signal(object, object)
    removed = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chips: list[FilterChip] = []
        self._flow = FlowLayout(self, spacing=4)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(tr("Filters"))
        self.hide()

    def add_end(self, widget: QWidget) -> None:
        """Add a widget after the chips."""
        self._flow.addWidget(widget)

    def show_clauses(self, clauses: Sequence[Clause]) -> None:
        """Show a chip for each clause. The keyboard focus stays at its place."""
        if [chip.clause for chip in self.chips] == list(clauses):
            return
        place = next((place for place, chip in enumerate(self.chips) if chip.hasFocus()), None)
        for chip in self.chips:
            chip.clearFocus()
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.chips = [self._chip(clause) for clause in clauses]
        for index, chip in enumerate(self.chips):
            self._flow.insertWidget(index, chip)
            chip.show()
        self.setVisible(bool(self.chips))
        self.updateGeometry()
        if place is not None:
            if self.chips:
                self.chips[min(place, len(self.chips) - 1)].setFocus()
            else:
                self.left.emit()

    def _chip(self, clause: Clause) -> FilterChip:
        chip = FilterChip(clause)
        chip.edited.connect(lambda: self.edit_wanted.emit(clause, chip))
        chip.removed.connect(lambda: self.removed.emit(clause))
        chip.moved.connect(lambda by: self._move(chip, by))
        return chip

    def _move(self, chip: FilterChip, by: int) -> None:
        place = self.chips.index(chip) + by
        if 0 <= place < len(self.chips):
            self.chips[place].setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
