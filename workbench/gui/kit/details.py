"""A heading “Details” that shows and hides the statistics below it."""

from collections.abc import Iterable

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QWidget

from workbench.gui.kit.inspector import fold_button
from workbench.gui.kit.language import tr
from workbench.gui.kit.widgets import column, label


class Details(QWidget):
    """Lines of text and other widgets, folded at first. It is hidden while there is nothing to show.

    `name`: under which `remember` and `restore` keep whether it is open.
    """

    def __init__(self, name: str, *parts: QWidget) -> None:
        super().__init__()
        self.name, self.parts = name, parts
        self.head = fold_button(tr("Details"))
        self.head.setAccessibleName(tr("Details"))
        self.words = label("", "dim", wrap=True)
        self.inside = QWidget()
        self.inside.setLayout(column(self.words, *parts, spacing=4))
        self.inside.hide()
        self.setLayout(column(self.head, self.inside, spacing=4))
        self.head.toggled.connect(self._fold)
        self.hide()

    @property
    def open(self) -> bool:
        """Whether the lines are shown."""
        return self.head.isChecked()

    def show_lines(self, lines: Iterable[str]) -> None:
        """Replace the lines; without any, and without other widgets, the heading is hidden as well."""
        self.words.setText("\n".join(lines))
        self.words.setVisible(bool(self.words.text()))
        self.setVisible(bool(self.words.text()) or bool(self.parts))

    def _fold(self, open_: bool) -> None:
        self.head.setArrowType(Qt.ArrowType.DownArrow if open_ else Qt.ArrowType.RightArrow)
        self.inside.setVisible(open_)


def remember_details(settings: QSettings, window: QWidget) -> None:
    """Save which details of a window are open."""
    for part in window.findChildren(Details):
        settings.setValue(f"details/{part.name}", part.open)


def restore_details(settings: QSettings, window: QWidget) -> None:
    """Open the details that were open."""
    for part in window.findChildren(Details):
        part.head.setChecked(bool(settings.value(f"details/{part.name}", False, bool)))
