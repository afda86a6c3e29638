"""A small panel over the window, below the widget that opened it. It is no window of its own."""

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QWidget

_GAP = 4  # pixels below the widget


class FloatingPanel(QFrame):
    """Esc closes it, and so does a click or the keyboard focus elsewhere in the window.

    Signals: closed(): the panel was closed.
    """

    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("sheet", True)
        self.hide()

    def open_below(self, widget: QWidget, first: QWidget) -> None:
        """Open below a widget, within its window, and give the focus to a part of the panel."""
        over = widget.window()
        self.setParent(over)
        self.adjustSize()
        place = widget.mapTo(over, QPoint(0, widget.height() + _GAP))
        x = max(min(place.x(), over.width() - self.width() - _GAP), 0)
        self.move(x, max(min(place.y(), over.height() - self.height() - _GAP), 0))
        self.show()
        self.raise_()
        first.setFocus(Qt.FocusReason.PopupFocusReason)
        if isinstance(application := QApplication.instance(), QApplication):
            application.installEventFilter(self)
            application.focusChanged.connect(self._focus_changed, Qt.ConnectionType.UniqueConnection)

    def _focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and new.window() is self.window() and not self._has(new):
            self.hide()

    def _has(self, widget: QObject) -> bool:
        return widget is self or (isinstance(widget, QWidget) and self.isAncestorOf(widget))

    # -- Qt --------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        application = QApplication.instance()
        if isinstance(application, QApplication) and not self.isVisible():
            application.removeEventFilter(self)
            self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        pressed = event.type() == QEvent.Type.MouseButtonPress and isinstance(watched, QWidget)
        if pressed and isinstance(watched, QWidget) and watched.window() is self.window() and not self._has(watched):
            self.hide()
        return False
