"""The bar above the thumbnails: number of images, sort order, filter and size; below them, the filter as chips."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QSlider,
    QToolButton,
    QWidget,
)

from workbench.core.view_settings import ImageDisplay
from workbench.gui.kit.combo_box import ComboBox
from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import count
from workbench.gui.kit.plain_text import plain_tip
from workbench.gui.kit.terms import explain_choices
from workbench.gui.kit.widgets import Elided, action_button, column, label, row
from workbench.gui.views.grid.filter_bar import FilterBar
from workbench.gui.views.grid.query import Clause
from workbench.gui.views.pictures.compare_view import FEWEST, MOST
from workbench.gui.views.pictures.contrast_panel import ContrastPanel, menu_button

SMALLEST, LARGEST = 40, 240  # pixels of a thumbnail
_PAUSE = 150  # ms from the last key to applying the filter
_WIDE = 980  # from this width in pixels on, the bar has one row
COMPARES = tr("Show the selected images side by side, with zoom and pan locked (C)")


class GridBar(QWidget):
    """Emits what the user chooses.

    Signals:
        sort_changed(str, bool): a column, and whether its largest values come first.
        filter_changed(str): the text of the filter.
        size_changed(int): the size of thumbnails in pixels.
        left(): the user left the filter with Esc, Enter or Down, or chose the order.
        all_wanted(): the button "Show all" was clicked.
    """

    sort_changed = Signal(str, bool)
    filter_changed = Signal(str)
    size_changed = Signal(int)
    left = Signal()
    all_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.hint = label(role="heading"), Elided()
        self.everything = QPushButton(tr("Show all"))
        self.everything.setProperty("flat", True)
        self.everything.clicked.connect(self.all_wanted)
        self.sort = ComboBox()
        self.sort.setAccessibleName(tr("Sort by"))
        self.sort.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.sort.activated.connect(lambda _row: self._sort())
        self.sort.activated.connect(lambda _row: self.left.emit())
        self.order = QToolButton()
        self.order.setCheckable(True)
        self.order.setFixedWidth(32)
        self.order.setAccessibleName(tr("Largest first"))
        self.order.setToolTip(tr("Reverse the order"))
        self.order.toggled.connect(self._turn)
        self.filter = _Field()
        self.filter.setPlaceholderText(tr("Filter  /"))
        self.filter.setAccessibleName(tr("Filter images"))
        self.filter.setToolTip(
            tr(
                "Words in the path, class or prediction, column:value or column<number, as in class:bird "
                "confidence<0.9. Esc clears"
            )
        )
        self.filter.setClearButtonEnabled(True)
        self.filter.setMaximumWidth(200)
        self.filter.done.connect(self.left)
        self.timer = QTimer(self, interval=_PAUSE, singleShot=True)
        self.timer.timeout.connect(lambda: self.filter_changed.emit(self.filter.text().strip()))
        self.filter.textChanged.connect(lambda _text: self.timer.start())
        self.parts = FilterBar()
        self.parts.changed.connect(self._choose)
        self.parts.word_wanted.connect(self.filter.setFocus)
        self.parts.left.connect(self.left)
        self.compare = QPushButton(tr("Compare  C"))
        self.offer_comparison(0)
        self.contrast = ContrastPanel()
        self.look = menu_button(self.contrast, tr("Contrast of the thumbnails and of the large view, in this project"))
        self.size_ = QSlider(Qt.Orientation.Horizontal)
        self.size_.setRange(SMALLEST, LARGEST)
        self.size_.setValue(72)
        self.size_.setFixedWidth(84)
        self.size_.setAccessibleName(tr("Size of the thumbnails"))
        self.size_.setToolTip(tr("Size (Ctrl+wheel)"))
        self.size_.valueChanged.connect(lambda pixels: self.size_changed.emit(8 * round(pixels / 8)))
        self._lay_out()
        self._turn(False)

    def set_sorts(self, sorts: Sequence[tuple[str, str]], chosen: str) -> None:
        """Set the columns to sort by, by name and title."""
        self.sort.clear()
        for name, title in sorts:
            self.sort.addItem(title, name)
        self.sort.setCurrentIndex(max(self.sort.findData(chosen), 0))

    def set_sort(self, name: str, descending: bool) -> None:
        """Sort by a column, and emit `sort_changed`."""
        self.sort.setCurrentIndex(max(self.sort.findData(name), 0))
        self.order.setChecked(descending)
        self._sort()

    def offer_order(self, on: bool) -> None:
        """Show or hide what sets the order."""
        self.sort.setVisible(on)
        self.order.setVisible(on)

    def offer_comparison(self, selected: int) -> None:
        """Enable the comparison if two to four images are selected, else say why it is not."""
        self.compare.setEnabled(FEWEST <= selected <= MOST)
        reason = tr(
            "Selected: {images}. Two to four are compared; Ctrl and a click select several",
            images=count(selected, "image"),
        )
        self.compare.setToolTip(plain_tip(COMPARES if self.compare.isEnabled() else reason))

    def describe(self, title: str, hint: str, restricted: bool) -> None:
        """Set the title and the hint. If the grid is `restricted`, the button "Show all" appears."""
        self.title.setText(title)
        self.hint.setText(hint)
        self.hint.setToolTip(plain_tip(hint))
        self.everything.setVisible(restricted)

    def show_display(self, display: ImageDisplay) -> None:
        """Show the display of the images, and mark the button if it alters them."""
        self.contrast.show_display(display)
        self.look.setText(tr("Contrast altered") if display.altered else tr("Contrast"))

    def show_filter(self, text: str, clauses: Sequence[Clause]) -> None:
        """Show a filter in the field and as chips, without emitting `filter_changed`."""
        if text != self.filter.text().strip():
            self.filter.setText(text)
            self.timer.stop()
        self.parts.show_filter(clauses)

    def offer(self, action: QAction) -> None:
        """Add a button for an action at the end of the first row."""
        self.first.addWidget(action_button(action))

    def _lay_out(self) -> None:
        self.first = row(self.title, self.hint, self.everything, self.compare, self.look)
        self.first.setStretch(1, 1)
        choices = row(self.sort, self.order, explain_choices(self.sort), self.filter, self.parts.add)
        self.second = row(choices, -1, self.size_)
        self.head = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self.head.setSpacing(4)
        self.head.addLayout(self.first, 1)
        self.head.addLayout(self.second)
        layout = column(self.head, self.parts, spacing=4)
        layout.setContentsMargins(12, 4, 12, 0)
        self.setLayout(layout)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)  # the grid has the height

    def _sort(self) -> None:
        self.sort_changed.emit(self.sort.currentData() or "", self.order.isChecked())

    def _turn(self, descending: bool) -> None:
        self.order.setText("↓" if descending else "↑")
        if self.sort.count():
            self._sort()

    def _choose(self, text: str) -> None:
        """Type the text of a filter that was chosen with the chips."""
        self.filter.setText(text)
        self.timer.stop()
        self.filter_changed.emit(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= _WIDE
        self.head.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)

    def minimumSizeHint(self) -> QSize:
        below = max(self.first.minimumSize().width(), self.second.minimumSize().width())
        return QSize(below + 24, super().minimumSizeHint().height())


class _Field(QLineEdit):
    """A line edit. Esc clears it, or leaves it if it is empty; Enter and Down leave it.

    Signals: done().
    """

    done = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif key in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.done.emit()
        else:
            super().keyPressEvent(event)
