"""Translations that are there: compared, tagged, repeated with changes, thrown away and brought back, by a person."""

import shlex
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from tests.conftest import make_domain
from tests.journeys.test_journey_compare import pick
from tests.journeys.test_journey_translate import choose, translate_at_once
from tests.journeys.use import open_folders
from workbench.gui.panels.compare_sheet import SAMPLES
from workbench.gui.window import Window

LEFT = Qt.MouseButton.LeftButton


def test_that_translations_are_compared_tagged_repeated_and_thrown_away(
    qtbot: QtBot, window: Window, tmp_path: Path
) -> None:
    source = make_domain(tmp_path / "source", seed=1, count=5)
    target = make_domain(tmp_path / "target", seed=2, count=5, negative=True)
    open_folders(qtbot, window, source, target)
    for name in ("fourier", "histogram"):
        translate_at_once(qtbot, window, name)
    step, sheet = window.translation, window.compare
    table, translating = step.progress.table, step.translating
    first, second = translating.all()
    assert table.shown() == 2
    assert translating.looked_at == second.id

    table.selectRow(1)
    assert translating.looked_at == first.id, "what is chosen is looked at; the latest stands first"
    table.setFocus()
    table.selectAll()
    qtbot.mouseClick(step.progress.compare, LEFT)
    assert sheet.isVisible()
    assert sheet.title.text() == "Compare translations t1, t2"
    assert sheet.measure.currentText() == SAMPLES
    assert {"source", *sheet.shown.names} == set(sheet.grid.rows[0].pictures)  # type: ignore[union-attr]  # it is shown
    told = [sheet.scores.item(row, 0).text() for row in range(sheet.scores.rowCount())]  # type: ignore[union-attr]
    assert "Distance (FID)" in told
    commands = sheet.commands.toPlainText().split("\n\n")
    assert [shlex.split(one)[:2] for one in commands] == [["workbench", "translate"]] * 2
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)

    table.tagged.emit(first.id, ("calm",))
    assert translating.all()[0].tags == ("calm",)
    table.clearSelection()
    table.selectRow(1)
    actions = step.progress.actions_
    pick(actions.menu(), "Copy command")
    assert QGuiApplication.clipboard().text() == commands[0]
    choose(window, "reinhard")
    pick(actions.menu(), "Run again")
    assert step.form.translator.currentData() == "fourier"

    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Delete)
    assert [one.number for one in translating.all()] == [2]
    assert "t1 in the trash" in step.progress.words.text()
    qtbot.mouseClick(step.progress.undo, LEFT)
    assert [one.number for one in translating.all()] == [1, 2]
    table.selectRow(1)
    qtbot.keyClick(table, Qt.Key.Key_Delete)
    pick(actions.menu(), "Empty trash (1 translation)")
    assert not translating.session.project.run_folder(first.id).exists()  # type: ignore[union-attr]  # one is open
