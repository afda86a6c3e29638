"""Widgets that all inspectors share: the card with question and answer, and parts of forms."""

from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QComboBox, QFrame, QLabel, QSpinBox, QToolButton

from workbench.gui.kit.form import pad
from workbench.gui.kit.plain_text import plain_tip
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


def enable_fitting(box: QComboBox, reason: Callable[[Any], str], tip: Callable[[Any], str] = lambda _value: "") -> None:
    """Disable the choices that have a reason against them. Their tooltips give the reason; those of others, `tip`."""
    items = box.model()
    assert isinstance(items, QStandardItemModel)
    for row in range(items.rowCount()):
        value = box.itemData(row)
        against = reason(value)
        items.item(row).setEnabled(not against)
        items.item(row).setToolTip(plain_tip(against or tip(value)))


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
