"""The tour of the sample: shown once, left at any time, led by what a person does or by Next."""

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from pytestqt.qtbot import QtBot

from tests.journeys.use import PATIENCE
from workbench.core.domain import Side
from workbench.gui.shell.tour import SEEN, Tour, beside
from workbench.gui.shell.window import Window

LEFT = Qt.MouseButton.LeftButton


def open_sample(qtbot: QtBot, window: Window) -> Tour:
    qtbot.mouseClick(window.start.sample, LEFT)
    qtbot.waitUntil(lambda: window.session.domains.complete, timeout=PATIENCE)
    return window.help.tour


def test_that_the_tour_goes_on_with_what_a_person_does_and_is_shown_once(qtbot: QtBot, window: Window) -> None:
    tour = open_sample(qtbot, window)
    assert tour.card.isVisible()
    assert tour.count.text() == "Tour: 1 of 5"
    assert tour.next.hasFocus(), "the keyboard goes on with it"
    assert tour.sentence.text() in tour.next.accessibleDescription()
    assert tour.ring.geometry().contains(QRect(window.pictures.mapTo(window, QPoint(0, 0)), window.pictures.size())), (
        "the ring is around what it speaks of"
    )
    window.session.selection.choose({(Side.TARGET, window.session.domains.samples(Side.TARGET)[0].path)})
    assert tour.count.text() == "Tour: 2 of 5"
    assert window.session.step == "inspect"
    qtbot.keyClick(tour.next, Qt.Key.Key_Space)
    assert tour.count.text() == "Tour: 3 of 5"
    assert window.session.step == "adapt"
    qtbot.keyClick(tour.next, Qt.Key.Key_Space)
    qtbot.keyClick(tour.next, Qt.Key.Key_Space)
    assert tour.next.text() == "Done"
    qtbot.mouseClick(window.header.export, LEFT)
    assert not tour.card.isVisible()
    assert not tour.ring.isVisible()
    window.session.close_project()
    assert not open_sample(qtbot, window).card.isVisible(), "it was shown"
    qtbot.keyClick(window, "?")
    qtbot.mouseClick(window.keys_sheet.tour, LEFT)
    assert tour.card.isVisible()
    assert not window.keys_sheet.isVisible()


def test_that_esc_leaves_the_tour_and_the_start_page_begins_it_again(qtbot: QtBot, window: Window) -> None:
    tour = open_sample(qtbot, window)
    qtbot.keyClick(window, Qt.Key.Key_Question)
    assert window.keys_sheet.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.keys_sheet.isVisible()
    assert tour.card.isVisible(), "Esc closes what lies above first"
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not tour.card.isVisible()
    assert window.settings.value(SEEN, False, bool)
    window.session.close_project()
    qtbot.mouseClick(window.start.tour, LEFT)
    assert tour.count.text() == "Tour: 1 of 5"
    qtbot.mouseClick(tour.leave, LEFT)
    assert not tour.card.isVisible()
    tour.start()
    window.session.close_project()
    assert not tour.card.isVisible(), "without a project there is nothing to show"


@pytest.mark.parametrize(
    ("widget", "corner"),
    [
        (QRect(20, 20, 100, 30), QPoint(20, 61)),  # below
        (QRect(20, 560, 100, 30), QPoint(20, 448)),  # above
        (QRect(10, 10, 100, 580), QPoint(121, 12)),  # on the right
        (QRect(700, 10, 90, 580), QPoint(388, 12)),  # on the left
    ],
)
def test_that_the_card_lies_beside_the_widget(widget: QRect, corner: QPoint) -> None:
    size, room = QSize(300, 100), QRect(0, 0, 800, 600)
    place = beside(widget, size, room)
    assert not QRect(place, size).intersects(widget)
    assert (place - corner).manhattanLength() <= 4
