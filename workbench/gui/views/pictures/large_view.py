"""The base of the views that show images large, over the grid: the keys that they have in common."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame

from workbench.gui.views.pictures.picture import PictureView

CLOSER, FARTHER = 1.25, 0.8  # factors of + and −


class LargeView(QFrame):
    """Esc or Space closes, arrows step; + and − zoom and Home fits where a picture can be zoomed.

    Signals: closed(), stepped(-1 or 1).
    """

    closed = Signal()
    stepped = Signal(int)

    @property
    def zoomed(self) -> PictureView | None:
        """The picture that the keys zoom; None for none."""
        return None

    def press(self, event: QKeyEvent) -> bool:
        """Handle a key that all of these views have. Returns whether it has a meaning."""
        picture = self.zoomed
        match event.key():
            case Qt.Key.Key_Escape | Qt.Key.Key_Space:
                self.closed.emit()
            case Qt.Key.Key_Left | Qt.Key.Key_Up:
                self.stepped.emit(-1)
            case Qt.Key.Key_Right | Qt.Key.Key_Down:
                self.stepped.emit(1)
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal if picture is not None:
                picture.zoom(CLOSER)
            case Qt.Key.Key_Minus if picture is not None:
                picture.zoom(FARTHER)
            case Qt.Key.Key_Home if picture is not None:
                picture.fit()
            case _:
                return False
        return True
