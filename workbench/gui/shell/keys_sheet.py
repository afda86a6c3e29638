"""The sheet that lists the keyboard shortcuts."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QLabel, QPushButton, QWidget

from workbench.gui.kit.language import tr
from workbench.gui.kit.sheet import Sheet
from workbench.gui.kit.widgets import column, label, row
from workbench.gui.shell.actions import Shortcut
from workbench.gui.tasks.contract import PICTURE_KEYS, Keys

KEYS = 132  # width of the column of keys in pixels
WIDE = 1240  # from this width of the window in pixels on, both lists stand side by side, so that a low window shows all


class KeysSheet(Sheet):
    """Lists the keys of the current task and the shortcuts of the window."""

    def __init__(self, over: QWidget, shortcuts: Sequence[Shortcut]) -> None:
        self.keys: Keys = PICTURE_KEYS
        self.pictures = _listed(self.keys)
        commands = _listed((tr(" or ").join(shortcut.keys), shortcut.words) for shortcut in shortcuts)
        self.report = QPushButton(tr("Report a problem…"))
        self.tour = QPushButton(tr("Take the tour"))
        self.manual = QPushButton(tr("Documentation"))
        window = column(commands, -1, row(-1, self.manual, self.tour, self.report))
        self.parts = row(self.pictures, window, spacing=24)
        super().__init__(over, tr("Keys"), self.parts)

    def show_keys(self, keys: Keys) -> None:
        """Replace the keys of the task."""
        if keys != self.keys:
            self.keys, before, self.pictures = keys, self.pictures, _listed(keys)
            self.parts.replaceWidget(before, self.pictures)
            before.deleteLater()
            self.adjustSize()

    def _place(self) -> None:
        wide = self.over.width() >= WIDE
        self.parts.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        super()._place()


def _listed(rows: Iterable[tuple[str, str]]) -> QWidget:
    widget, grid = QWidget(), QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(8)
    grid.setColumnMinimumWidth(0, KEYS)
    grid.setColumnStretch(1, 1)
    for index, (keys, words) in enumerate(rows):
        cap = QLabel(keys)  # Shift is a key here, no term
        cap.setProperty("role", "keycap")
        cap.setAlignment(Qt.AlignmentFlag.AlignCenter)
        grid.addWidget(cap, index, 0)
        grid.addWidget(label(words), index, 1)
    widget.setLayout(grid)
    return widget
