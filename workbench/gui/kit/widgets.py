"""The few small widgets that every panel is made of."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

SHORTEST = 56  # pixels of a line that is cut off; with less, nothing is said


def label(text: str = "", role: str = "", wrap: bool = False) -> QLabel:
    """A label in one of the theme's roles."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if role:
        made.setProperty("role", role)
    if wrap:
        made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return made


class Elided(QLabel):
    """A line that gives way first where there is no room: it ends with an ellipsis then, and is told by its tip."""

    def __init__(self, text: str = "", role: str = "dim") -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def paintEvent(self, _event: QPaintEvent) -> None:
        short = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        if short != self.text():
            self.setToolTip(self.text())
            if self.width() < SHORTEST:
                return
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), self.alignment(), short)


def set_role(widget: QWidget, role: str) -> None:
    """Give a label another role; the style follows at once."""
    if widget.property("role") != role:
        widget.setProperty("role", role)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def button(text: str, action: Callable[[], object], *, accent: bool = False, flat: bool = False) -> QPushButton:
    """A push button; `accent` for the one next thing to do on a screen."""
    made = QPushButton(text)
    made.setProperty("accent", accent)
    made.setProperty("flat", flat)
    made.clicked.connect(lambda _checked: action())
    return made


def set_enabled(widget: QWidget, enabled: bool) -> None:
    """Let it be used or not; the keys that it had then go to nobody, and not to the next one in order."""
    if not enabled and widget.hasFocus():
        widget.clearFocus()
    widget.setEnabled(enabled)


def column(*parts: "QWidget | QLayout | int", margin: int = 0, spacing: int = 8) -> QVBoxLayout:
    """Widgets and layouts one below the other; a number is a gap in pixels, −1 takes the room that is left."""
    layout = QVBoxLayout()
    layout.setContentsMargins(margin, margin, margin, margin)
    layout.setSpacing(spacing)
    _fill(layout, parts)
    return layout


def row(*parts: "QWidget | QLayout | int", margin: int = 0, spacing: int = 8) -> QHBoxLayout:
    """Widgets and layouts side by side; numbers as in `column`."""
    layout = QHBoxLayout()
    layout.setContentsMargins(margin, margin, margin, margin)
    layout.setSpacing(spacing)
    _fill(layout, parts)
    return layout


def card(*parts: "QWidget | QLayout | int", margin: int = 12, spacing: int = 4) -> QFrame:
    """A raised frame around a column."""
    frame = QFrame()
    frame.setProperty("card", True)
    frame.setLayout(column(*parts, margin=margin, spacing=spacing))
    return frame


def panel(layout: QLayout) -> QWidget:
    """A widget with the panel's ground."""
    made = QWidget()
    made.setProperty("panel", True)
    made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
    made.setLayout(layout)
    return made


def clear(layout: QLayout) -> None:
    """Delete everything in a layout."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear(inner)


def _fill(layout: "QVBoxLayout | QHBoxLayout", parts: "tuple[QWidget | QLayout | int, ...]") -> None:
    for part in parts:
        if isinstance(part, int):
            if part < 0:
                layout.addStretch(1)
            else:
                layout.addSpacing(part)
        elif isinstance(part, QLayout):
            layout.addLayout(part)
        else:
            layout.addWidget(part)


def stack(*pages: QWidget) -> QStackedWidget:
    """Pages of which one is shown, the first to begin with."""
    made = QStackedWidget()
    for page in pages:
        made.addWidget(page)
    return made
