"""The frame around an image before and after: its name, what made it, and the way back."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from workbench.gui.kit.widgets import column, label, row
from workbench.gui.theme import DARK, Tokens
from workbench.gui.views.pictures.split_picture import SplitPicture


class SplitViewer(QFrame):
    """Drag the divider, or move it with , and . ; Left and Right step; Esc or Space closes.

    Signals: closed(), stepped(-1 or 1).
    """

    closed = Signal()
    stepped = Signal(int)

    def __init__(self, parent: QWidget | None = None, tokens: Tokens = DARK) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Before and after")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.name, self.facts = label("", "heading"), label("", "dim")
        self.name.setMinimumWidth(40)
        self.picture = SplitPicture(tokens)
        self.hint = label("Drag the divider, or press , and .", "faint")
        heading = row(self.name, self.facts, -1, self.hint, spacing=12)
        for text, name, tip, action in (
            ("‹", "Previous image", "Previous (Left)", lambda: self.stepped.emit(-1)),
            ("›", "Next image", "Next (Right)", lambda: self.stepped.emit(1)),
            ("Close  Esc", "Close", "Back to the samples (Esc)", self.closed.emit),
        ):
            made = QPushButton(text)
            made.setAccessibleName(name)
            made.setToolTip(tip)
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keys do the same
            made.clicked.connect(action)
            heading.addWidget(made)
        whole = column(heading, self.picture, spacing=8)
        whole.setContentsMargins(12, 8, 12, 12)
        self.setLayout(whole)
        self.set_theme(tokens)

    def show_image(
        self, name: str, facts: str, before: QImage, after: QImage, names: tuple[str, str], notice: str = ""
    ) -> None:
        """Show an image; a null `after` is on its way, or will not come: `notice` says which."""
        self.name.setText(name)
        self.facts.setText(facts)
        self.picture.show_images(before, after, names, notice)

    def set_theme(self, tokens: Tokens) -> None:
        """Take other colours."""
        self.setStyleSheet(f"SplitViewer {{ background: {tokens.background}; }}")
        self.picture.set_theme(tokens)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Escape | Qt.Key.Key_Space:
                self.closed.emit()
            case Qt.Key.Key_Left | Qt.Key.Key_Up:
                self.stepped.emit(-1)
            case Qt.Key.Key_Right | Qt.Key.Key_Down:
                self.stepped.emit(1)
            case Qt.Key.Key_Comma:
                self.picture.nudge(-1)
            case Qt.Key.Key_Period:
                self.picture.nudge(1)
            case _:
                event.ignore()
