"""The sheet that explains the keys."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from workbench.gui.actions import COMMANDS, IN_PICTURES
from workbench.gui.sheet import Sheet
from workbench.gui.widgets import label


class KeysHelp(Sheet):
    """Every key and what it does."""

    def __init__(self, over: QWidget) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        rows = [*IN_PICTURES, *((" or ".join(one.keys), one.words) for one in COMMANDS)]
        for index, (keys, words) in enumerate(rows):
            cap = label(keys, "keycap")
            cap.setAlignment(Qt.AlignmentFlag.AlignCenter)
            grid.addWidget(cap, index, 0)
            grid.addWidget(label(words), index, 1)
        super().__init__(over, "Keys", grid)
