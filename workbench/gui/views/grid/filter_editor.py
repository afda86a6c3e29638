"""The editor of a part of the filter: which names, or between which numbers."""

import math
from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QValidator
from PySide6.QtWidgets import QDoubleSpinBox, QLineEdit, QListWidget, QListWidgetItem, QWidget

from workbench.gui.kit.floating_panel import FloatingPanel
from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import whole
from workbench.gui.kit.widgets import column, label, row
from workbench.gui.views.grid.filter_words import FilterField, value_words
from workbench.gui.views.grid.query import Bound, Clause

_WIDTH, _ROW, _MOST = 260, 28, 12  # pixels of the editor and of a row; rows before it scrolls
_ROLE = Qt.ItemDataRole.UserRole
NO_LIMIT = tr("no limit")


class LimitBox(QDoubleSpinBox):
    """A number, or no limit at one end of its range: the lowest number, or the highest."""

    def __init__(self, name: str, highest: bool) -> None:
        super().__init__()
        self._highest = highest
        self.setAccessibleName(name)
        self.setFixedWidth(120)

    @property
    def limit(self) -> float | None:
        """The number; None for no limit."""
        return None if self.value() == self._open() else self.value()

    def offer(self, low: float, high: float, limit: float | None) -> None:
        """Offer numbers from `low` to `high`, and choose one; None: no limit."""
        low, high = (min(low, 0.0), max(high, 1.0)) if 0 <= low <= high <= 1 else (low, high)
        known = [low, high] if limit is None else [low, high, limit]
        exponent = math.floor(math.log10((max(known) - min(known)) / 20 or 0.05))
        with QSignalBlocker(self):
            self.setDecimals(max(1 - exponent, _decimals(limit or 0.0)))
            self.setSingleStep(10.0**exponent)
            self.setRange(min(known) - 10.0**exponent, max(known) + 10.0**exponent)
            self.setValue(self._open() if limit is None else limit)

    def _open(self) -> float:
        return self.maximum() if self._highest else self.minimum()

    # -- Qt --------------------------------------------------------------------------------------------------------

    def textFromValue(self, value: float) -> str:
        return NO_LIMIT if value == self._open() else f"{value:g}"

    def valueFromText(self, text: str) -> float:
        return self._open() if text == NO_LIMIT else super().valueFromText(text)

    def validate(self, text: str, place: int) -> tuple[QValidator.State, str, int]:
        return (QValidator.State.Acceptable, text, place) if text == NO_LIMIT else super().validate(text, place)


def _decimals(number: float) -> int:
    """Return the number of decimals of a number as it is written."""
    exponent = Decimal(repr(number)).as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


class FilterEditor(FloatingPanel):
    """Each change is applied at once; Enter and Esc close it.

    Signals: changed(object): the Clause as it is now; without values and bounds if nothing is chosen.
    """

    changed = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.clause = Clause()
        self.title, self.number = label("", "heading"), label("", "dim")
        self.list = QListWidget()
        self.list.itemChanged.connect(lambda _item: self._chosen())
        self.list.itemActivated.connect(lambda _item: self.hide())
        self.low, self.high = LimitBox(tr("At least"), False), LimitBox(tr("Less than"), True)
        for box in (self.low, self.high):
            box.valueChanged.connect(lambda _value: self._bounded())
        self.low_name, self.high_name = label(tr("At least"), "dim"), label(tr("Less than"), "dim")
        self.word = QLineEdit()
        self.word.setAccessibleName(tr("Word in the path or in a name"))
        self.word.textEdited.connect(lambda text: self._take(Clause("", (text.strip(),) if text.strip() else ())))
        self.word.returnPressed.connect(self.hide)
        limits = (row(self.low_name, -1, self.low), row(self.high_name, -1, self.high))
        self.setLayout(column(self.title, self.list, self.word, *limits, self.number, margin=12, spacing=8))
        self.setFixedWidth(_WIDTH)

    def show_names(self, field: FilterField, clause: Clause, counts: Sequence[tuple[str, int]]) -> None:
        """Offer the values of a column with their counts."""
        self._begin(field, clause, self.list)
        chosen = {value.casefold(): value for value in clause.values}
        known = {name.casefold() for name, _ in counts}
        offered = [*counts, *((value, 0) for folded, value in chosen.items() if folded not in known)]
        with QSignalBlocker(self.list):
            self.list.clear()
            for name, count in offered:
                item = QListWidgetItem(f"{value_words(field.column, name)}   {whole(count)}")
                item.setData(_ROLE, name)
                checked = name.casefold() in chosen
                item.setCheckState(Qt.CheckState.Checked if checked else Qt.CheckState.Unchecked)
                self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.setFixedHeight(_ROW * min(max(self.list.count(), 1), _MOST) + 8)

    def show_numbers(self, field: FilterField, clause: Clause, span: tuple[float, float] | None) -> None:
        """Offer the range of a column of numbers. `span`: the smallest and the largest number."""
        self._begin(field, clause, self.low)
        low, high = span or (0.0, 1.0)
        for box, operators in ((self.low, (">", ">=")), (self.high, ("<", "<="))):
            limit = next((bound.number for bound in clause.bounds if bound.operator in operators), None)
            box.offer(low, high, limit)
        self.number.setText(
            tr("{low} to {high} in these images", low=f"{low:g}", high=f"{high:g}")
            if span
            else tr("No image has a number")
        )

    def show_words(self, clause: Clause) -> None:
        """Offer a word."""
        self._begin(FilterField("", tr("Word in the path or in a name")), clause, self.word)
        self.word.setText(" ".join(clause.values))
        self.word.selectAll()

    def tell(self, words: str) -> None:
        """Show how many images are left."""
        self.number.setText(words)

    def open_beside(self, widget: QWidget) -> None:
        """Open below a widget."""
        self.open_below(widget, self._first)

    def _begin(self, field: FilterField, clause: Clause, first: QWidget) -> None:
        self.clause, self._first = clause._replace(column=field.column), first
        self.title.setText(field.title)
        self.number.setText("")
        self.list.setVisible(first is self.list)
        self.word.setVisible(first is self.word)
        for widget in (self.low, self.high, self.low_name, self.high_name):
            widget.setVisible(first is self.low)

    def _chosen(self) -> None:
        items: list[QListWidgetItem] = [self.list.item(place) for place in range(self.list.count())]
        chosen = (item.data(_ROLE) for item in items if item.checkState() is Qt.CheckState.Checked)
        self._take(Clause(self.clause.column, tuple(chosen)))

    def _bounded(self) -> None:
        limits = ((">=", self.low.limit), ("<", self.high.limit))
        bounds = (Bound(operator, limit) for operator, limit in limits if limit is not None)
        self._take(Clause(self.clause.column, bounds=tuple(bounds)))

    def _take(self, clause: Clause) -> None:
        self.clause = clause
        self.changed.emit(clause)

    # -- Qt --------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.hide()
        else:
            super().keyPressEvent(event)
