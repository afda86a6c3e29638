"""What all inspectors share: the question at the top, the answer as one sentence, and the parts of their forms."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFrame, QLabel, QSpinBox, QToolButton

from workbench.gui.kit.form import pad
from workbench.gui.kit.widgets import card, label


def answer_card(question: str) -> tuple[QFrame, QLabel, QLabel]:
    """A card with a question, a figure and a sentence; the last two are returned to be filled."""
    figure = label("", "number")
    sentence = label("", "dim", wrap=True)
    return card(label(question, "dim"), figure, sentence), figure, sentence


def offer(box: QComboBox, choices: Iterable[tuple[str, object]]) -> None:
    """Add choices, by title and value."""
    for title, value in choices:
        box.addItem(title, value)


def fold_button(text: str) -> QToolButton:
    """A heading that unfolds what is below it; its signal is `toggled`."""
    made = QToolButton()
    made.setText(text)
    made.setArrowType(Qt.ArrowType.RightArrow)
    made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    made.setCheckable(True)
    made.setProperty("fold", True)
    return made


def spin(value: int, low: int, high: int) -> QSpinBox:
    """A whole number in a range."""
    made = QSpinBox()
    made.setRange(low, high)
    made.setGroupSeparatorShown(True)
    made.setValue(value)
    pad(made)
    return made
