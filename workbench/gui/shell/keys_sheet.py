"""The sheet that explains the keys."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from workbench.gui.kit.sheet import Sheet
from workbench.gui.kit.widgets import column, label
from workbench.gui.shell.actions import IN_PAINTING, IN_PICTURES, Shortcut

KEYS = 132  # pixels


class KeysSheet(Sheet):
    """Every key and what it does; over the painter, what it does there."""

    def __init__(self, over: QWidget, shortcuts: Sequence[Shortcut]) -> None:
        self.pictures, self.painting = _listed(IN_PICTURES), _listed(IN_PAINTING)
        self.painting.hide()
        commands = _listed((" or ".join(one.keys), one.words) for one in shortcuts)
        super().__init__(over, "Keys", column(self.pictures, self.painting, commands))

    def show_painting(self, on: bool) -> None:
        """Explain the keys of the painter in place of those of the pictures."""
        self.pictures.setVisible(not on)
        self.painting.setVisible(on)
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
