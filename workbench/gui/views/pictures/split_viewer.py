"""A viewer of an image before and after, with its name and buttons to step and close."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

from workbench.gui.kit.language import tr
from workbench.gui.kit.plain_text import plain_tip
from workbench.gui.kit.widgets import column, label, row
from workbench.gui.theme import DARK, Tokens
from workbench.gui.views.pictures.large_view import LargeView
from workbench.gui.views.pictures.split_picture import SplitPicture


class SplitViewer(LargeView):
    """Drag the divider, or move it with , and . ; Left and Right step; Esc or Space closes."""

    def __init__(self, parent: QWidget | None = None, tokens: Tokens = DARK) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Before and after"))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.name, self.facts = label("", "heading"), label("", "dim")
        self.name.setMinimumWidth(40)
        self.picture = SplitPicture(tokens)
        self.hint = label(tr("Drag the divider, or press , and ."), "faint")
        heading = row(self.name, self.facts, -1, self.hint, spacing=12)
        for text, name, tip, action in (
            ("‹", tr("Previous image"), tr("Previous (Left)"), lambda: self.stepped.emit(-1)),
            ("›", tr("Next image"), tr("Next (Right)"), lambda: self.stepped.emit(1)),
            (tr("Close  Esc"), tr("Close"), tr("Back to the samples (Esc)"), self.closed.emit),
        ):
            button = QPushButton(text)
            button.setAccessibleName(name)
            button.setToolTip(plain_tip(tip))
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keys do the same
            button.clicked.connect(action)
            heading.addWidget(button)
        layout = column(heading, self.picture, spacing=8)
        layout.setContentsMargins(12, 8, 12, 12)
        self.setLayout(layout)
        self.set_theme(tokens)

    def show_image(
        self, name: str, facts: str, before: QImage, after: QImage, names: tuple[str, str], notice: str = ""
    ) -> None:
        """Show an image. If `after` is null, `notice` tells whether it is pending or failed."""
        self.name.setText(name)
        self.facts.setText(facts)
        self.picture.show_images(before, after, names, notice)

    def set_theme(self, tokens: Tokens) -> None:
        """Apply the colours of a theme."""
        self.setStyleSheet(f"SplitViewer {{ background: {tokens.background}; }}")
        self.picture.set_theme(tokens)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.press(event):
            return
        match event.key():
            case Qt.Key.Key_Comma:
                self.picture.nudge(-1)
            case Qt.Key.Key_Period:
                self.picture.nudge(1)
            case _:
                event.ignore()
