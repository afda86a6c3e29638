"""Functions that create the small widgets and layouts of every panel."""

import re
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from workbench.gui.kit.plain_text import plain_tip
from workbench.gui.kit.terms import TermLabel

KEPT_PERCENT = "\N{NO-BREAK SPACE}%"
_BREAK = "\N{ZERO WIDTH SPACE}"  # where a line may end
_LONG = re.compile(r"(\S{16})(?=\S{8})")  # the start of a name that may not fit in a line
SHORTEST = 56  # least width of an elided line in pixels; narrower lines are not drawn


class WrappedLabel(TermLabel):
    """A label of several lines, in which “50 %” is never split, and long names of files and classes are."""

    def setText(self, text: str) -> None:
        copied = self.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse  # as it is
        broken = text if copied else _LONG.sub(rf"\1{_BREAK}", text)
        super().setText(broken.replace(" %", KEPT_PERCENT))

    def text(self) -> str:
        return super().text().replace(KEPT_PERCENT, " %").replace(_BREAK, "")


def label(text: str = "", role: str = "", wrap: bool = False) -> TermLabel:
    """Return a plain text label with a role of the theme. The terms of the glossary in it are explained on a click."""
    widget = WrappedLabel() if wrap else TermLabel()
    widget.setText(text)
    widget.setTextFormat(Qt.TextFormat.PlainText)
    widget.setWordWrap(wrap)
    if role:
        widget.setProperty("role", role)
    if wrap:
        widget.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return widget


class Elided(QLabel):
    """A single line that is elided if space is short. Its tooltip then shows the full text."""

    def __init__(self, text: str = "", role: str = "dim") -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def paintEvent(self, _event: QPaintEvent) -> None:
        area = self.contentsRect()
        short = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, area.width())
        if short != self.text():
            self.setToolTip(plain_tip(self.text()))
            if self.width() < SHORTEST:
                return
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(area, self.alignment(), short)


def set_role(widget: QWidget, role: str) -> None:
    """Change the role of a label and update its style."""
    if widget.property("role") != role:
        widget.setProperty("role", role)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def button(text: str, action: Callable[[], object], *, accent: bool = False, flat: bool = False) -> QPushButton:
    """Return a push button. `accent` marks the main action of a screen."""
    widget = QPushButton(text)
    widget.setProperty("accent", accent)
    widget.setProperty("flat", flat)
    widget.clicked.connect(lambda _checked: action())
    return widget


def action_button(action: QAction) -> QToolButton:
    """Return a button that is checked, enabled and named as an action."""
    widget = QToolButton()
    widget.setDefaultAction(action)
    widget.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return widget


def column(*parts: "QWidget | QLayout | int", margin: int = 0, spacing: int = 8) -> QVBoxLayout:
    """Return a vertical layout. A number is a gap in pixels; −1 is a stretch."""
    layout = QVBoxLayout()
    layout.setContentsMargins(margin, margin, margin, margin)
    layout.setSpacing(spacing)
    _fill(layout, parts)
    return layout


def row(*parts: "QWidget | QLayout | int", margin: int = 0, spacing: int = 8) -> QHBoxLayout:
    """Return a horizontal layout. Numbers are as in `column`."""
    layout = QHBoxLayout()
    layout.setContentsMargins(margin, margin, margin, margin)
    layout.setSpacing(spacing)
    _fill(layout, parts)
    return layout


def card(*parts: "QWidget | QLayout | int", margin: int = 12, spacing: int = 4) -> QFrame:
    """Return a raised frame around a column."""
    frame = QFrame()
    frame.setProperty("card", True)
    frame.setLayout(column(*parts, margin=margin, spacing=spacing))
    return frame


def panel(layout: QLayout) -> QWidget:
    """Return a widget with the background of a panel."""
    widget = QWidget()
    widget.setProperty("panel", True)
    widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
    widget.setLayout(layout)
    return widget


def show_in_area(widget: QWidget) -> None:
    """Scroll the area around a widget, if there is one, so that it can be seen once its layout is up to date."""
    around = widget.parentWidget()
    while around is not None and not isinstance(around, QScrollArea):
        around = around.parentWidget()
    if around is not None:
        QTimer.singleShot(0, widget, partial(around.ensureWidgetVisible, widget))


def clear(layout: QLayout) -> None:
    """Delete all widgets and layouts in a layout."""
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
    """Return a stack of pages that shows the first one."""
    widget = QStackedWidget()
    for page in pages:
        widget.addWidget(page)
    return widget
