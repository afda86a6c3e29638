"""The sheet that explains the keys."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from workbench.gui.kit.sheet import Sheet
from workbench.gui.kit.widgets import column, label, row
from workbench.gui.shell.actions import Shortcut
from workbench.gui.tasks.contract import PICTURE_KEYS, Keys

KEYS = 132  # pixels


class KeysSheet(Sheet):
    """Every key and what it does; over the pictures, what the task says."""

    def __init__(self, over: QWidget, shortcuts: Sequence[Shortcut]) -> None:
        self.keys: Keys = PICTURE_KEYS
        self.pictures = _listed(self.keys)
        commands = _listed((" or ".join(one.keys), one.words) for one in shortcuts)
        self.report = QPushButton("Report a problem…")
        self.parts = column(self.pictures, row(commands, column(-1, self.report)))
        super().__init__(over, "Keys", self.parts)

    def show_keys(self, keys: Keys) -> None:
        """Explain other keys of the pictures."""
        if keys != self.keys:
            self.keys, before, self.pictures = keys, self.pictures, _listed(keys)
            self.parts.replaceWidget(before, self.pictures)
            before.deleteLater()
            self.adjustSize()


def _listed(rows: Iterable[tuple[str, str]]) -> QWidget:
    made, grid = QWidget(), QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(8)
    grid.setColumnMinimumWidth(0, KEYS)
    grid.setColumnStretch(1, 1)
    for index, (keys, words) in enumerate(rows):
        cap = label(keys, "keycap")
        cap.setAlignment(Qt.AlignmentFlag.AlignCenter)
        grid.addWidget(cap, index, 0)
        grid.addWidget(label(words), index, 1)
    made.setLayout(grid)
    return made
