"""The keyboard stays with the images: after clicks, and when a control vanishes under the focus."""

from collections.abc import Callable
from typing import NamedTuple

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QListWidget, QMainWindow, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from workbench.gui.kit.pointer_guard import PointerGuard
from workbench.gui.kit.sheet import Sheet
from workbench.gui.kit.widgets import button, column, label, row
from workbench.gui.shell.focus_keeper import FocusKeeper

VANISH: dict[str, Callable[[QWidget], None]] = {"hidden": QWidget.hide, "disabled": lambda one: one.setEnabled(False)}


class _Page(QWidget):
    """A page whose letters go to its images."""

    keeper: FocusKeeper

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        if not self.keeper.pass_on(event):
            super().keyPressEvent(event)


class Stage(NamedTuple):
    window: QMainWindow
    images: QListWidget
    first: QPushButton
    second: QPushButton
    field: QLineEdit
    choice: QComboBox
    keys: QPushButton  # in the status bar


@pytest.fixture
def stage(qtbot: QtBot) -> Stage:
    window, page, views, images = QMainWindow(), _Page(), QWidget(), QListWidget()
    images.addItems(["ant", "bee", "cow"])
    first, second = button("First", lambda: None), button("Second", lambda: None)
    made = Stage(window, images, first, second, QLineEdit(), QComboBox(), button("? keys", lambda: None))
    views.setLayout(column(images))
    made.choice.addItems(["north", "south"])
    page.setLayout(column(views, row(made.first, made.second), made.field, made.choice))
    page.keeper = FocusKeeper(page, views, lambda: images, PointerGuard(page))
    window.setCentralWidget(page)
    window.statusBar().addPermanentWidget(made.keys)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return made


@pytest.mark.parametrize("how", VANISH)
@pytest.mark.parametrize("which", ["first", "second", "choice", "field"])
def test_that_a_control_that_vanishes_hands_the_focus_to_the_images(stage: Stage, which: str, how: str) -> None:
    control: QWidget = getattr(stage, which)
    control.setFocus(Qt.FocusReason.TabFocusReason)
    assert control.hasFocus()
    VANISH[how](control)
    assert stage.images.hasFocus()


def test_that_a_click_on_a_button_leaves_the_keys_with_the_images(stage: Stage, qtbot: QtBot) -> None:
    stage.images.setFocus()
    QTest.mouseClick(stage.first, Qt.MouseButton.LeftButton)
    assert stage.images.hasFocus()
    for control in (stage.field, stage.choice):
        control.setFocus()
        QTest.mouseClick(stage.second, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(stage.images.hasFocus)


def test_that_a_click_that_moves_the_focus_is_followed(stage: Stage, qtbot: QtBot) -> None:
    stage.choice.setFocus()
    stage.first.clicked.connect(stage.field.setFocus)
    QTest.mouseClick(stage.first, Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    assert stage.field.hasFocus()


def test_that_a_letter_that_a_button_does_not_use_goes_to_the_images(stage: Stage) -> None:
    stage.second.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClicks(stage.second, "c")
    assert stage.images.hasFocus()
    assert stage.images.currentRow() == 2
    stage.field.setFocus()
    QTest.keyClicks(stage.field, "b")
    assert stage.field.text() == "b"


def test_that_a_sheet_keeps_the_focus_of_its_vanished_button(stage: Stage) -> None:
    inside = button("Take", lambda: None)
    sheet = Sheet(stage.window, "Labels", column(label("x"), inside))
    sheet.open()
    inside.setFocus()
    inside.hide()
    focused = QApplication.focusWidget()
    assert focused is not None
    assert sheet is focused or sheet.isAncestorOf(focused)


def test_that_without_images_the_next_control_beside_it_has_the_focus(qtbot: QtBot) -> None:
    window, page, other = QMainWindow(), QWidget(), QWidget()
    first, second, keys = button("First", lambda: None), QLineEdit(), button("? keys", lambda: None)
    other.setLayout(column(row(first, second)))
    FocusKeeper(page, page, lambda: page, PointerGuard(page))
    window.setCentralWidget(other)
    window.statusBar().addPermanentWidget(keys)
    page.setParent(window)
    page.hide()
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    second.setFocus()
    second.setEnabled(False)
    assert first.hasFocus()
