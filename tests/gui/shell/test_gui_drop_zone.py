"""The drop zones of the start page."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from workbench.core.domain import Side
from workbench.gui.kit.widgets import column
from workbench.gui.shell.drop_zone import ASKS, ONLY_FOLDERS, RELEASE, DropZone
from workbench.gui.theme import DARK, apply_theme

COPY, LEFT, NONE = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def zone(qtbot: QtBot) -> Iterator[DropZone]:
    app, page, made = QApplication.instance(), QWidget(), DropZone(Side.SOURCE)
    assert isinstance(app, QApplication)
    apply_theme(app, DARK)
    page.setLayout(column(QPushButton("First"), made))
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    yield made
    page.hide()


def carried(path: Path) -> QMimeData:
    content = QMimeData()
    content.setUrls([QUrl.fromLocalFile(str(path))])
    return content


def enter(zone: DropZone, content: QMimeData) -> QDragEnterEvent:
    event = QDragEnterEvent(QPoint(9, 9), COPY, content, LEFT, NONE)
    QApplication.sendEvent(zone, event)
    return event


def drop(zone: DropZone, content: QMimeData) -> None:
    QApplication.sendEvent(zone, QDropEvent(QPointF(9, 9), COPY, content, LEFT, NONE))


def test_that_a_folder_is_taken(zone: DropZone, qtbot: QtBot, tmp_path: Path) -> None:
    content = carried(tmp_path)
    assert enter(zone, content).dropAction() == COPY
    assert zone.words.text() == RELEASE
    with qtbot.waitSignal(zone.chosen) as signal:
        drop(zone, content)
    assert signal.args == [str(tmp_path)]


def test_that_a_file_is_not_promised_to_be_read(zone: DropZone, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "image.png"
    file.touch()
    content = carried(file)
    assert enter(zone, content).dropAction() == Qt.DropAction.IgnoreAction
    assert zone.words.text() == ONLY_FOLDERS
    QApplication.sendEvent(zone, QDragLeaveEvent())
    assert zone.words.text() == ASKS[Side.SOURCE][1]
    enter(zone, content)
    with qtbot.assertNotEmitted(zone.chosen):
        drop(zone, content)
    assert zone.words.text() == ASKS[Side.SOURCE][1]


def test_that_the_zone_has_a_ring_while_it_has_the_focus(zone: DropZone) -> None:
    def edge() -> str:
        return zone.grab().toImage().pixelColor(zone.width() // 2, 0).name()

    assert edge() == QColor(DARK.raised).name()
    zone.setFocus(Qt.FocusReason.TabFocusReason)
    assert zone.hasFocus()
    assert edge() == QColor(DARK.accent).name()
