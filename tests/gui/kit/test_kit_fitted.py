"""Widgets that fit their room: a scroll area without a needless bar, and a button that cuts its text."""

from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from workbench.gui.kit.elided_button import ElidedButton
from workbench.gui.kit.fitted_area import FittedArea
from workbench.gui.kit.widgets import column

LONG = "delamination of the outer coating near the upper weld seam A"


def test_that_a_scroll_bar_goes_once_there_is_room(qtbot: QtBot) -> None:
    content, words = QWidget(), QLabel("Words of a note that wrap at another place. " * 9)
    words.setWordWrap(True)
    content.setLayout(column(words))
    area = FittedArea(content)
    outside = QWidget()
    qtbot.addWidget(outside)
    outside.setLayout(column(area, -1))
    for width in range(240, 280, 4):  # at some width, the bar costs a line
        outside.resize(width, 80)
        outside.show()
        qtbot.waitUntil(area.verticalScrollBar().isVisible)
        outside.resize(width, 600)
        qtbot.waitUntil(lambda: not area.verticalScrollBar().isVisible())


def test_that_a_long_text_of_a_button_ends_in_dots(qtbot: QtBot) -> None:
    button = ElidedButton(LONG)
    qtbot.addWidget(button)
    button.resize(120, 30)
    assert button.shown_text().startswith("delamin")
    assert button.shown_text().endswith("…")
    assert button.text() == LONG
    button.resize(900, 30)
    assert button.shown_text() == LONG
