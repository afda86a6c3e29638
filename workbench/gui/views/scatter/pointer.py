"""Translates mouse events on the scatter plot into hover, click and lasso signals; other drags pan the plot."""

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

PAN = "pan"
_CLICK = 4  # a press that moves at most so many pixels is a click
_SPACING = 3  # least distance between corners of a lasso in pixels


class Pointer(QObject):
    """Filters the events of a viewport. While a tool is active, drags with the left button are not passed on.

    Signals: moved(QPointF), left(), clicked(QPointF, modifiers), drawing(list of QPointF), drawn(list, modifiers).
    """

    moved = Signal(object)
    left = Signal()
    clicked = Signal(object, object)
    drawing = Signal(object)
    drawn = Signal(object, object)

    def __init__(self, viewport: QWidget) -> None:
        super().__init__(viewport)
        self._viewport = viewport
        self._tool = PAN
        self._pressed: QPointF | None = None
        self._corners: list[QPointF] = []
        self._at = QPointF()  # position of the last corner
        viewport.setMouseTracking(True)
        viewport.installEventFilter(self)

    @property
    def _draws(self) -> bool:
        return self._tool != PAN

    def set_tool(self, tool: str) -> None:
        """Set what a drag does: "lasso" and "rectangle" draw an outline, "pan" passes drags on to the plot."""
        self._tool = tool
        self.cancel()
        self._viewport.setCursor(Qt.CursorShape.CrossCursor if self._draws else Qt.CursorShape.ArrowCursor)

    def cancel(self) -> None:
        """Discard the outline that is being drawn."""
        self._pressed = None
        self._corners = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self.left.emit()
        if not isinstance(event, QMouseEvent):
            return False
        kind, left = event.type(), event.button() == Qt.MouseButton.LeftButton
        if kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick) and left:
            self._press(event)
            return self._draws
        if kind == QEvent.Type.MouseMove:
            return self._move(event)
        if kind == QEvent.Type.MouseButtonRelease and left:
            self._release(event)
            return self._draws
        return False

    def _press(self, event: QMouseEvent) -> None:
        self._viewport.setFocus(Qt.FocusReason.MouseFocusReason)
        self._pressed = event.position()
        self._corners, self._at = [event.position()] if self._draws else [], event.position()

    def _move(self, event: QMouseEvent) -> bool:
        if event.buttons() == Qt.MouseButton.NoButton:
            self.moved.emit(event.position())
            return False
        if not self._corners:
            return False
        if (event.position() - self._at).manhattanLength() >= _SPACING:
            self._at = event.position()
            self._corners = [*self._corners, self._at] if self._tool == "lasso" else _box(self._corners[0], self._at)
            self.drawing.emit(list(self._corners))
        return True

    def _release(self, event: QMouseEvent) -> None:
        start, corners = self._pressed, self._corners
        self.cancel()
        if start is None:
            return
        if len(corners) >= 3:
            self.drawn.emit(corners, event.modifiers())
        elif (event.position() - start).manhattanLength() <= _CLICK:
            self.clicked.emit(event.position(), event.modifiers())
        else:
            self.drawing.emit([])


def _box(first: QPointF, last: QPointF) -> list[QPointF]:
    return [first, QPointF(last.x(), first.y()), last, QPointF(first.x(), last.y())]
