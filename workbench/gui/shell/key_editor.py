"""A popup in which the user presses a new key for a class."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QCursor, QFocusEvent, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QWidget

from workbench.core.errors import UserError
from workbench.gui.kit.language import tr
from workbench.gui.kit.sheet import MARGIN
from workbench.gui.kit.widgets import column, label, set_role
from workbench.gui.session.class_keys import rekeyed
from workbench.gui.session.session import Session

_MODIFIERS = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta)


class KeyEditor(QFrame):
    """Opens beside the pointer. A free key is assigned and saved at once; for another key, it shows an error."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.session, self.over, self.name = session, parent, ""
        self.setProperty("sheet", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Key of a class"))
        self.setFixedWidth(260)
        self.title = label("", "heading", wrap=True)
        self.words = label("", "dim", wrap=True)
        self.setLayout(column(self.title, self.words, margin=12))
        self.before: QWidget | None = None
        session.labels.key_wanted.connect(self.ask)
        self.hide()

    def ask(self, name: str) -> None:
        """Open the popup for a class. Esc or a click elsewhere keeps the current key."""
        self.name, self.before = name, self.window().focusWidget()
        key = self.session.labels.keys.get(name, "").upper()
        self.title.setText(tr("Press the key for “{name}”", name=name))
        self._say(
            tr(
                "A digit or a letter{rest}. Esc keeps the current key.",
                rest=tr("; the current key is {key}", key=key) if key else "",
            ),
            "dim",
        )
        self.show()
        over, at = self.over.rect(), self.over.mapFromGlobal(QCursor.pos())
        right, below = over.right() - self.width() - MARGIN, over.bottom() - self.height() - MARGIN
        self.move(min(max(at.x(), MARGIN), right), min(max(at.y(), MARGIN), below))
        self.raise_()
        self.setFocus()

    def hideEvent(self, _event: QHideEvent) -> None:
        if self.before is not None and self.hasFocus():
            self.before.setFocus()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        elif event.key() not in _MODIFIERS:
            try:
                labels, taken = self.session.labels, self.session.domains.task.keys
                labels.keep_keys(rekeyed(labels.keys, self.name, event.text(), taken))
            except UserError as error:
                self._say(f"{error.message} {error.hint}", "bad")
            else:
                self.hide()

    def _say(self, words: str, role: str) -> None:
        self.words.setText(words)
        set_role(self.words, role)
        self.adjustSize()
