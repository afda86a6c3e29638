"""The sheet that explains the keys."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QWidget

from workbench.gui.actions import COMMANDS, IN_PICTURES
from workbench.gui.widgets import column, label


class KeysHelp(QDialog):
    """Every key and what it does."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keys")
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        rows = [*IN_PICTURES, *((" or ".join(one.keys), one.words) for one in COMMANDS)]
        for index, (keys, words) in enumerate(rows):
            cap = label(keys, "keycap")
            cap.setAlignment(Qt.AlignmentFlag.AlignCenter)
            grid.addWidget(cap, index, 0)
            grid.addWidget(label(words), index, 1)
        self.setLayout(column(label("Keys", "title"), grid, margin=20, spacing=16))
