"""The wheel scrolls the page, and changes only what a person has taken hold of."""

from typing import NamedTuple

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QListWidget,
    QPushButton,
    QScrollArea,
    QSlider,
    QSpinBox,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from workbench.gui.kit.pointer_guard import PointerGuard
from workbench.gui.kit.widgets import column


class Page(NamedTuple):
    area: QScrollArea
    spin: QSpinBox
    combo: QComboBox
    slider: QSlider
    tabs: QTabBar
    edit: QLineEdit
    names: QListWidget

    def state(self) -> tuple[int, int, int, int]:
        return self.spin.value(), self.combo.currentIndex(), self.slider.value(), self.tabs.currentIndex()


@pytest.fixture
def page(qtbot: QtBot) -> Page:
    inside = QWidget()
    made = Page(
        QScrollArea(),
        QSpinBox(),
        QComboBox(),
        QSlider(Qt.Orientation.Horizontal),
        QTabBar(),
        QLineEdit(),
        QListWidget(),
    )
    PointerGuard(made.area)
    qtbot.addWidget(made.area)
    made.spin.setValue(5)
    made.slider.setValue(50)
    for name in "abc":
        made.combo.addItem(name)
        made.tabs.addTab(name)
    made.combo.setCurrentIndex(1)
    made.tabs.setCurrentIndex(1)
    inside.setLayout(column(made.spin, made.combo, made.slider, made.tabs, made.edit, made.names, 2000))
    made.area.setWidget(inside)
    made.area.resize(300, 500)
    with qtbot.waitActive(made.area):
        made.area.show()
        made.area.activateWindow()
    return made


def turn(widget: QWidget, by: int = -120) -> None:
    """Turn the wheel over a widget, as the window system reports it."""
    window = widget.window()
    QTest.wheelEvent(window.windowHandle(), QPointF(widget.mapTo(window, widget.rect().center())), QPoint(0, by))


@pytest.mark.parametrize("name", ["spin", "combo", "slider", "tabs"])
def test_that_the_wheel_scrolls_past_a_value(page: Page, name: str) -> None:
    page.edit.setFocus()
    before = page.state()
    turn(getattr(page, name))
    assert page.state() == before
    assert page.area.verticalScrollBar().value() > 0
    assert page.edit.hasFocus()


def test_that_a_clicked_spin_box_takes_the_wheel_until_the_pointer_leaves(page: Page) -> None:
    QTest.mouseClick(page.spin.lineEdit(), Qt.MouseButton.LeftButton)
    turn(page.spin)
    assert page.spin.value() == 4
    QTest.mouseMove(page.spin)
    QTest.mouseMove(page.names)
    turn(page.spin)
    assert page.spin.value() == 4


def test_that_a_box_reached_by_key_takes_the_wheel_and_one_reached_by_program_does_not(page: Page) -> None:
    page.combo.setFocus(Qt.FocusReason.OtherFocusReason)
    turn(page.combo)
    assert page.combo.currentIndex() == 1
    page.area.verticalScrollBar().setValue(0)
    page.spin.setFocus()
    QTest.keyClick(page.spin, Qt.Key.Key_Tab)
    assert page.combo.hasFocus()
    turn(page.combo)
    assert page.combo.currentIndex() == 2


def test_that_the_wheel_gives_no_widget_the_focus(page: Page) -> None:
    page.edit.setFocus()
    turn(page.names.viewport())
    assert page.edit.hasFocus()
    assert page.spin.focusPolicy() == Qt.FocusPolicy.StrongFocus


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_that_a_button_that_has_the_focus_is_pressed_by_enter_and_space(page: Page, qtbot: QtBot, key: Qt.Key) -> None:
    button = QPushButton("Adapt", page.area.widget())
    button.show()
    button.setFocus()
    with qtbot.waitSignal(button.clicked):
        qtbot.keyClick(button, key)
