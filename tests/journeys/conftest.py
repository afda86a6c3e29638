"""The window that journeys drive, with a real worker."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from workbench.gui.shell.window import Window
from workbench.gui.theme import Theme
from workbench.gui.views.pictures.image_reader import load_image_plugins


@pytest.fixture(autouse=True)
def _image_plugins(qapp: QApplication) -> None:
    load_image_plugins()  # as the program does


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[Window]:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme = Theme(app, "dark")
    window = Window(theme, QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    yield window
    window.close()
    theme.deleteLater()
