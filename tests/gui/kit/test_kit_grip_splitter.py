"""The splitter whose grips can be seen, and whose larger part can take all the space."""

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QEnterEvent, QImage, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from workbench.gui.kit.grip_splitter import GripSplitter
from workbench.gui.theme import DARK
from workbench.gui.theme.apply import palette


def splitter(qtbot: QtBot) -> tuple[GripSplitter, QPushButton, QPushButton]:
    large, small = QPushButton("large"), QPushButton("small")
    both = GripSplitter(Qt.Orientation.Vertical, large, small)
    both.setPalette(palette(DARK))
    qtbot.addWidget(both)
    both.resize(200, 409)
    both.arrange([300, 100])
    both.show()
    qtbot.waitExposed(both)
    return both, large, small


def test_that_a_double_click_on_the_grip_gives_the_larger_part_all_the_space_and_the_next_restores_both(
    qtbot: QtBot,
) -> None:
    both, large, small = splitter(qtbot)
    with qtbot.waitSignal(both.arranged):
        qtbot.mouseDClick(both.handle(1), Qt.MouseButton.LeftButton)
    assert not small.isVisible(), "Tab does not reach it"
    assert both.sizes() == [400, 0]
    assert both.handle(1).isVisible(), "the way back stays in sight"
    qtbot.mouseDClick(both.handle(1), Qt.MouseButton.LeftButton)
    assert large.isVisible()
    assert small.isVisible()
    assert both.sizes() == [300, 100]


def test_that_the_smaller_part_is_pulled_open_again(qtbot: QtBot) -> None:
    both, _, small = splitter(qtbot)
    both.maximise(1)
    grip = both.handle(1)
    qtbot.mousePress(grip, Qt.MouseButton.LeftButton, pos=QPoint(100, 4))
    qtbot.mouseMove(grip, QPoint(100, -96))
    qtbot.mouseRelease(grip, Qt.MouseButton.LeftButton, pos=QPoint(100, 4))
    assert small.isVisible()
    assert both.folded == -1


def test_that_a_hidden_part_takes_its_grip_along(qtbot: QtBot) -> None:
    both, large, small = splitter(qtbot)
    small.hide()
    qtbot.waitUntil(lambda: not both.handle(1).isVisible())
    assert both.sizes() == [409, 0]
    small.show()
    qtbot.waitUntil(both.handle(1).isVisible)
    assert large.isVisible()


def test_that_a_folded_part_keeps_its_size_for_the_next_session(qtbot: QtBot) -> None:
    both, _, small = splitter(qtbot)
    both.maximise(1)
    again, _, folded = splitter(qtbot)
    again.arrange(both.kept_sizes(), both.folded)
    assert not small.isVisible()
    assert not folded.isVisible()
    again.maximise(1)
    assert again.sizes() == [300, 100]


def test_that_the_grip_is_drawn_and_lights_up_under_the_cursor(qtbot: QtBot) -> None:
    both, _, _ = splitter(qtbot)
    grip = both.handle(1)

    def middle() -> str:
        picture: QImage = grip.grab().toImage()
        return picture.pixelColor(picture.width() // 2, picture.height() // 2).name()

    colours = grip.palette()  # or those of the theme that another test has set
    assert middle() == colours.color(QPalette.ColorRole.PlaceholderText).name()
    QApplication.sendEvent(grip, QEnterEvent(QPoint(100, 4), QPoint(100, 4), QPoint(100, 4)))
    qtbot.waitUntil(lambda: middle() == colours.color(QPalette.ColorRole.Accent).name())
    QApplication.sendEvent(grip, QEvent(QEvent.Type.Leave))
    assert grip.accessibleName()
    assert grip.toolTip()


def test_that_a_part_that_was_hidden_from_the_start_stays_hidden(qtbot: QtBot) -> None:
    first, second = QLabel("first"), QLabel("second")
    second.hide()
    both = GripSplitter(Qt.Orientation.Horizontal, first, second)
    qtbot.addWidget(both)
    both.show()
    assert first.isVisible()
    assert not second.isVisible()
    assert not both.handle(1).isVisible()
