"""Details: folded at first, and as a person left them after a restart."""

from pathlib import Path

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from workbench.gui.kit.details import Details, remember_details, restore_details
from workbench.gui.kit.widgets import column, label


def test_that_details_are_folded_and_remembered(qtbot: QtBot, tmp_path: Path) -> None:
    settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    parent, again = QWidget(), QWidget()
    for window in (parent, again):
        qtbot.addWidget(window)
    details, later = Details("here", label("")), Details("here")
    parent.setLayout(column(details))
    again.setLayout(column(later))
    parent.show()
    details.show_lines(["Balanced accuracy 80 %.", "a: 8 of 10 found"])
    assert details.isVisible()
    assert not details.inside.isVisible()
    qtbot.mouseClick(details.head, Qt.MouseButton.LeftButton)
    assert details.inside.isVisible()
    remember_details(settings, parent)
    restore_details(settings, again)
    assert later.open
    later.show_lines([])
    assert later.isHidden(), "there is nothing to show"
