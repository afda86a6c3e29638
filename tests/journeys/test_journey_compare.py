"""Runs that are there: compared, tagged, repeated with changes, thrown away and brought back, as a person does it."""

import re
import shlex
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMenu, QTableWidget
from pytestqt.qtbot import QtBot

from tests.journeys.terms_on_screen import unexplained
from tests.journeys.use import open_project
from tests.made_projects import MadeProject
from workbench.core.recipe_file import read_recipe
from workbench.engine.registry import settings_of
from workbench.gui.adapt.run_comparison import MEAN_IOU, TARGET
from workbench.gui.shell.window import Window
from workbench.store.project import Project
from workbench.store.run_folder import RunFolder


@pytest.fixture
def two_runs(qtbot: QtBot, window: Window, classification_project: MadeProject) -> Window:
    """Source only, then MCC with shots, on small domains."""
    with closing(Project.open(classification_project.folder)) as project:
        project.run_table.move_to_trash([classification_project.stopped])
        project.run_table.empty_trash()
    open_project(qtbot, window, classification_project)
    return window


def choose(window: Window, *numbers: int) -> None:
    """Click on the rows of these runs, with Ctrl from the second on."""
    table = window.adapt.runs_panel.table
    table.clearSelection()
    model = table.model()
    for row in range(model.rowCount()):
        if model.index(row, 0).data() in map(str, numbers):
            flags = QItemSelectionModel.SelectionFlag
            table.selectionModel().select(model.index(row, 0), flags.Select | flags.Rows)
    table.setFocus()


def pick(menu: QMenu, words: str) -> None:
    """Choose the line of a menu that begins so."""
    next(action for action in menu.actions() if action.text().startswith(words)).trigger()


def test_that_two_runs_are_compared_and_one_is_run_again_with_changes(
    qtbot: QtBot, two_runs: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = two_runs
    choose(window, 1, 2)
    qtbot.mouseClick(window.adapt.runs_panel.compare, Qt.MouseButton.LeftButton)
    sheet = window.compare_sheet
    assert sheet.isVisible()
    assert sheet.title.text() == "Compare runs 1, 2"
    told = {sheet.settings.item(row, 0).text() for row in range(sheet.settings.rowCount())}  # type: ignore[union-attr]
    assert {"method", "confusion weight", "temperature"} <= told
    assert sheet.classes.rowCount() == 3
    assert sheet.measure.currentText() == TARGET
    for measure in range(sheet.measure.count()):
        sheet.measure.setCurrentIndex(measure)
    first, second = sheet.commands.toPlainText().split("\n\n")
    assert "--method source_only" in first
    assert shlex.split(second)[:2] == ["workbench", "adapt"]
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    assert not sheet.isVisible()

    choose(window, 2)
    actions = window.adapt.runs_panel.actions_
    pick(actions.menu(), "Copy command")
    assert QGuiApplication.clipboard().text() == second
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_arguments: (str(tmp_path / "mine.toml"), ""))
    pick(actions.menu(), "Save recipe")
    assert window.session.project is not None
    run = RunFolder(window.session.project.run_folder(window.runs.all()[1].id))
    assert read_recipe(tmp_path / "mine.toml", settings_of) == run.job(), "with the paths of the moved project"
    window.adapt.form.steps.setValue(99)
    pick(actions.menu(), "Run again")
    assert (window.adapt.form.method.currentData(), window.adapt.form.steps.value()) == ("mcc", 12)
    assert window.adapt.form.job().image_size == window.runs.all()[1].job.image_size > 0


def test_that_runs_are_tagged_filtered_thrown_away_and_brought_back(qtbot: QtBot, two_runs: Window) -> None:
    window = two_runs
    progress, runs, project = window.adapt.runs_panel, window.runs, window.session.project
    assert project is not None
    progress.table.tagged.emit(runs.all()[0].id, ("plain",))
    assert runs.all()[0].tags == ("plain",)
    qtbot.keyClicks(progress.filter, "plain")
    assert progress.table.shown() == 1
    progress.filter.clear()

    choose(window, 1)
    first, second = (RunFolder(project.run_folder(one.id)).predictions() for one in runs.all())
    assert list(window.session.predictions.by_path.values()) == first != second
    qtbot.keyClick(progress.table, Qt.Key.Key_Delete)
    assert [record.number for record in runs.all()] == [2]
    assert list(window.session.predictions.by_path.values()) == second
    assert "Run 1 moved to the trash" in progress.words.text()
    progress.table.clearSelection()
    progress.table.selectRow(0)
    assert progress.undo.isVisible(), "to look at another run takes no way back"
    qtbot.mouseClick(progress.undo, Qt.MouseButton.LeftButton)
    assert [record.number for record in runs.all()] == [1, 2]

    choose(window, 1)
    folder = project.run_folder(runs.all()[0].id)
    pick(progress.actions_.menu(), "Delete")
    pick(progress.actions_.menu(), "Empty trash")
    assert not folder.exists()
    choose(window, 2)
    pick(progress.actions_.menu(), "Delete")
    assert not window.session.predictions.by_path
    pick(progress.actions_.menu(), "Restore run 2")
    kept = Project.open(project.folder, settle=False)
    assert [record.number for record in kept.runs()] == [2]
    kept.close()


def test_that_runs_on_masks_are_compared_by_mean_iou_and_by_class(
    qtbot: QtBot, window: Window, segmentation_project: MadeProject
) -> None:
    open_project(qtbot, window, segmentation_project)
    choose(window, 1, 2)
    qtbot.mouseClick(window.adapt.runs_panel.compare, Qt.MouseButton.LeftButton)
    sheet = window.compare_sheet
    scores = texts(sheet.scores)
    assert MEAN_IOU in scores
    assert all(re.fullmatch(r"[\d.]+ % \(\d+ % to \d+ %\)", cell) for cell in scores[MEAN_IOU])
    assert MEAN_IOU in [sheet.measure.itemText(row) for row in range(sheet.measure.count())]
    classes = texts(sheet.classes)
    assert set(classes) == {"sky", "road", "car"}
    assert any(cell != "–" for cell in classes["sky"])
    assert not unexplained(window)
    assert not sheet.unlabelled.isVisible()


def texts(table: QTableWidget) -> dict[str, list[str]]:
    """The cells of each row of a table, by the first one."""
    rows = [
        [table.item(row, column).text() for column in range(table.columnCount())]  # type: ignore[union-attr]
        for row in range(table.rowCount())
    ]
    return {first: others for first, *others in rows}
