"""Widgets that all inspectors share: the card with question and answer, and parts of forms."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFrame, QLabel, QSpinBox, QToolButton

from workbench.gui.kit.form import pad
from workbench.gui.kit.widgets import card, label


def answer_card(question: str) -> tuple[QFrame, QLabel, QLabel]:
    """Return a card with a question, and its labels for a figure and a sentence."""
    figure = label("", "number")
    sentence = label("", "dim", wrap=True)
    return card(label(question, "dim"), figure, sentence), figure, sentence


def offer(box: QComboBox, choices: Iterable[tuple[str, object]]) -> None:
    """Add choices to a box, by title and value."""
    for title, value in choices:
        box.addItem(title, value)


def fold_button(text: str) -> QToolButton:
    """Return a heading that shows and hides the widgets below it. It emits `toggled`."""
    button = QToolButton()
    button.setText(text)
    button.setArrowType(Qt.ArrowType.RightArrow)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setCheckable(True)
    button.setProperty("fold", True)
    return button


def spin(value: int, low: int, high: int) -> QSpinBox:
    """Return a spin box for an integer in a range."""
    box = QSpinBox()
    box.setRange(low, high)
    box.setGroupSeparatorShown(True)
    box.setValue(value)
    pad(box)
    return box
