"""Forms that are made from settings."""

from PySide6.QtWidgets import QSpinBox
from pytestqt.qtbot import QtBot

from workbench.core.settings import Field
from workbench.gui.kit.form import SettingsForm


def test_that_a_unit_is_counted(qtbot: QtBot) -> None:
    form = SettingsForm()
    qtbot.addWidget(form)
    form.set_fields([Field("blocks", "int", 1, "Residual blocks.", 0, 9, "blocks")])
    editor = form.editors["blocks"]
    assert isinstance(editor, QSpinBox)
    assert editor.text() == "1 block"
    editor.setValue(2)
    assert editor.text() == "2 blocks"
    assert form.values() == {"blocks": 2}
