"""Keys pressed over the pictures: they name the selection and move on."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from workbench.core.domain import UNKNOWN
from workbench.gui.keys import NEW_KEY, UNKNOWN_KEY
from workbench.gui.panels.pictures import Pictures
from workbench.gui.session import Session

ACCEPT = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
REMOVE = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class LabellingKeys(QObject):
    """Listens to the keys of the grid, the scatter and the viewer before they do.

    Signals: new_wanted(): the selection is of a class that is not there yet.
    """

    new_wanted = Signal()

    def __init__(self, session: Session, pictures: Pictures, viewer: QWidget) -> None:
        super().__init__(pictures)
        self.session, self.pictures, self.viewer = session, pictures, viewer
        for view in (pictures.grid, pictures.scatter, viewer):
            for one in (view, view.focusProxy()):
                if one is not None:
                    one.installEventFilter(self)

    def name(self, label: str | None) -> None:
        """Give the selection a class, or take its label away, and move on."""
        if self.session.label_selection(label):
            self.pictures.advance()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._pressed(event):
            return True
        return super().eventFilter(watched, event)

    def _pressed(self, event: QKeyEvent) -> bool:
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if event.key() in ACCEPT:
            if self.session.accept_predictions():
                self.pictures.advance()
            return True
        if event.key() in REMOVE:
            self.name(None)
            return True
        names = {key: name for name, key in self.session.keys.items()} | {UNKNOWN_KEY: UNKNOWN}
        if event.text().lower() == NEW_KEY:
            self.new_wanted.emit()
            return True
        wanted = names.get(event.text().lower())
        if wanted is None:
            return False
        self.name(wanted)
        return True
