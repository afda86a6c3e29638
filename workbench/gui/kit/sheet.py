"""A sheet over a corner of the window, used instead of a dialog for contents that are only viewed."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QLayout, QWidget

from workbench.gui.kit.language import tr
from workbench.gui.kit.widgets import button, column, label, row

MARGIN = 12  # pixels from the corner of the window


class Sheet(QFrame):
    """Covers the lower right corner of a widget. Esc or its button closes it and restores the focus."""

    def __init__(self, over: QWidget, title: str, content: "QLayout | QWidget") -> None:
        super().__init__(over)
        self.setProperty("sheet", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.title = label(title, "heading")
        head = row(self.title, -1, button(tr("Close  Esc"), self.hide, flat=True))
        self.setLayout(column(head, content, margin=16, spacing=12))
        self.over = over
        self.before: QWidget | None = None
        self.hide()
        over.installEventFilter(self)

    def toggle(self) -> None:
        """Show the sheet, or hide it if it is visible."""
        if self.isVisible():
            self.hide()
        else:
            self.open()

    def open(self) -> None:
        """Show the sheet."""
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
