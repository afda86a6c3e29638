"""What a file says of itself: format, bits, camera, exposure and time; the place only when it is asked for."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget

from workbench.gui.kit.language import tr
from workbench.gui.kit.widgets import clear, column, label, row

NO_PLACE = tr("The coordinates in this file cannot be read.")


class FileFacts(QWidget):
    """Shows names and values as plain text, which can be selected and copied."""

    def __init__(self) -> None:
        super().__init__()
        self.facts: list[tuple[str, str]] = []
        self.place_of: Callable[[], str] = str  # reads the coordinates; empty if there are none
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(12)
        self.grid.setVerticalSpacing(4)
        self.grid.setColumnStretch(1, 1)
        self.place_button = QPushButton(tr("Show the place"))
        self.place_button.setToolTip(tr("The file has coordinates. They are shown only when you ask for them"))
        self.place_button.clicked.connect(self._show_place)
        self.place = _value("")
        self.place.hide()
        self.setLayout(column(self.grid, row(self.place_button, -1), self.place))

    def show_facts(self, facts: Sequence[tuple[str, str]], located: bool, place_of: Callable[[], str]) -> None:
        """Show names and values. `located`: whether the file has coordinates, which `place_of` reads."""
        self.facts, self.place_of = list(facts), place_of
        clear(self.grid)
        for line, (name, value) in enumerate(self.facts):
            self.grid.addWidget(label(name, "dim"), line, 0, Qt.AlignmentFlag.AlignTop)
            self.grid.addWidget(_value(value), line, 1)
        self.place.hide()
        self.place_button.setVisible(located)

    def _show_place(self) -> None:
        self.place.setText(self.place_of() or NO_PLACE)
        self.place.show()
        self.place_button.hide()


def _value(text: str) -> QLabel:
    widget = label(text, wrap=True)
    widget.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return widget
