"""The size of the window when it opens."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, QSize
from PySide6.QtWidgets import QMainWindow, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from workbench.gui.kit.widgets import column
from workbench.gui.shell.layout import fit, remember, restore, scrolled


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)


def window_of(qtbot: QtBot, size: QSize) -> QMainWindow:
    window = QMainWindow()
    qtbot.addWidget(window)
    window.resize(size)
    return window


def test_that_a_window_larger_than_the_screen_opens_maximised(qtbot: QtBot, settings: QSettings) -> None:
    window = window_of(qtbot, QSize(10_000, 500))
    space = window.screen().availableGeometry()
    fit(settings, window)
    window.show()
    assert window.isMaximized()
    assert window.normalGeometry().width() <= space.width()
    assert window.normalGeometry().height() == 500


def test_that_a_window_smaller_than_the_screen_keeps_its_size(qtbot: QtBot, settings: QSettings) -> None:
    window = window_of(qtbot, QSize(300, 200))
    fit(settings, window)
    window.show()
    assert not window.isMaximized()
    assert window.size() == QSize(300, 200)


def test_that_an_arranged_window_is_not_maximised_again(qtbot: QtBot, settings: QSettings) -> None:
    arranged = window_of(qtbot, QSize(400, 300))
    arranged.show()
    remember(settings, arranged, {})
    window = window_of(qtbot, QSize(10_000, 500))
    restore(settings, window, {})
    fit(settings, window)
    window.show()
    assert not window.isMaximized()
    assert window.size() == QSize(400, 300)


@pytest.mark.parametrize("height", [200, 600])
def test_that_the_foot_of_an_inspector_is_visible_at_any_height(height: int, qtbot: QtBot) -> None:
    inspector, foot = QWidget(), QPushButton("Adapt")
    inspector.setLayout(column(*(QPushButton(str(number)) for number in range(12))))
    zone = scrolled(inspector, foot)
    qtbot.addWidget(zone)
    zone.resize(300, height)
    zone.show()
    qtbot.waitExposed(zone)
    needed = inspector.sizeHint().height()
    assert foot.mapTo(zone, foot.rect().bottomLeft()).y() < height
    gap = foot.mapTo(zone, foot.rect().topLeft()).y() - inspector.mapTo(zone, inspector.rect().bottomLeft()).y()
    assert 0 < gap < 16 if height > needed else gap < 0, "it follows the inspector if there is space"
