"""The sheet that explains the keys."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from workbench.gui.actions import COMMANDS, IN_PICTURES
from workbench.gui.widgets import button, column, label, row

MARGIN = 12  # pixels from the corner of the window


class KeysHelp(QFrame):
    """Every key and what it does, over the lower right corner of the window; Esc or the same key closes it."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self.setObjectName("keys")
        self.setProperty("sheet", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        rows = [*IN_PICTURES, *((" or ".join(one.keys), one.words) for one in COMMANDS)]
        for index, (keys, words) in enumerate(rows):
            cap = label(keys, "keycap")
            cap.setAlignment(Qt.AlignmentFlag.AlignCenter)
            grid.addWidget(cap, index, 0)
            grid.addWidget(label(words), index, 1)
        head = row(label("Keys", "heading"), -1, button("Close  Esc", self.hide, flat=True))
        self.setLayout(column(head, grid, margin=16, spacing=12))
        self.over = over
        self.before: QWidget | None = None
        self.hide()
        over.installEventFilter(self)

    def toggle(self) -> None:
        """Show the sheet, or put it away."""
        if self.isVisible():
            self.hide()
            return
        self.before = self.window().focusWidget()
        self._place()
        self.show()
        self.raise_()
        self.setFocus()

    def _place(self) -> None:
        self.adjustSize()
        over = self.over.rect()
        self.move(over.right() - self.width() - MARGIN, over.bottom() - self.height() - MARGIN)

    # -- Qt --------------------------------------------------------------------------------------------------------

    def hideEvent(self, _event: QHideEvent) -> None:
        if self.before is not None:
            self.before.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False
