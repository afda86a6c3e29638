"""A person narrows down what the window shows by chips, and keeps filters by name."""

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from tests.journeys.use import open_project
from tests.made_projects import MadeProject
from workbench.core.counting import count
from workbench.core.domain import Side
from workbench.gui.shell.window import Window
from workbench.gui.views.grid.filter_words import clause_words
from workbench.store.run_tables import read_predictions

LEFT = Qt.MouseButton.LeftButton


def chips(window: Window) -> list[str]:
    return [clause_words(chip.clause) for chip in window.pictures.bar.parts.chips.chips]


def choose(window: Window, field: str, value: str) -> None:
    """Choose a value in the menu of filters."""
    parts = window.pictures.bar.parts
    parts.menu.aboutToShow.emit()
    part = next(action.menu() for action in parts.menu.actions() if action.text() == field)
    assert isinstance(part, QMenu)
    part.aboutToShow.emit()
    next(action for action in part.actions() if action.text().split("   ")[0] == value).trigger()


def test_that_one_filter_of_chips_stands_behind_grid_and_scatter(
    qtbot: QtBot, window: Window, classification_project: MadeProject, tmp_path: Path
) -> None:
    open_project(qtbot, window, classification_project)
    pictures, session = window.pictures, window.session
    qtbot.waitUntil(lambda: bool(session.predictions.by_path) and bool(pictures.scatter._points[Side.TARGET].paths))
    known = session.predictions.by_path
    limit = sorted(prediction.confidence for prediction in known.values())[len(known) // 2]
    choose(window, "Domain", "target")
    choose(window, "Label state", "not labelled")
    session.go_to("adapt")
    assert not pictures.grid.isVisible()
    qtbot.keyClick(pictures.home, "/")
    assert pictures.grid.isVisible(), "the images come with their filter"
    field = QApplication.focusWidget()
    assert field is pictures.bar.filter
    with qtbot.waitSignal(session.filter.changed):
        qtbot.keyClick(field, Qt.Key.Key_End)
        qtbot.keyClicks(field, f" confidence<{limit:g}")
    assert chips(window) == ["target", "not labelled", f"confidence < {limit:g}"]
    left = {path for path, prediction in known.items() if prediction.confidence < limit}
    assert 0 < len(left) < len(known)
    assert set(pictures.grid.ids()) == {(Side.TARGET, path) for path in left}
    assert set(pictures.scatter._points[Side.TARGET].paths) == left
    assert not pictures.scatter._points[Side.SOURCE].paths

    pictures.grid.setFocus()
    pictures.grid.focus_next()
    second = pictures.grid.ids()[1]
    qtbot.keyClick(pictures.grid, "1")
    assert pictures.grid.count() == len(left) - 1, "a labelled image leaves the filter"
    assert pictures.grid.current() == second, "and the next one follows"
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert pictures.grid.count() == len(left)

    session.go_to("export")
    box, table = window.export.shown, tmp_path / "shown.csv"
    number = f"{len(left)} of {count(len(known), 'prediction')} of the target shown"
    assert box.words.text() == f"{number} (target, not labelled, confidence < {limit:g})."
    box.save_to(table)
    qtbot.waitUntil(lambda: "Saved" in box.outcome.text())
    assert {row.path for row in read_predictions(table, tmp_path)} == left

    chip = pictures.bar.parts.chips.chips[2]
    qtbot.mouseClick(chip, LEFT, pos=QPoint(chip.width() - 8, chip.height() // 2))
    assert pictures.bar.filter.text() == "domain:target labelled:no"
    assert pictures.grid.count() == len(known)
    qtbot.mouseClick(pictures.bar.everything, LEFT)
    assert not chips(window)
    assert pictures.scatter._points[Side.SOURCE].paths


def test_that_filters_are_kept_by_name_and_not_carried_into_another_project(
    qtbot: QtBot, window: Window, classification_project: MadeProject
) -> None:
    open_project(qtbot, window, classification_project)
    session, parts = window.session, window.pictures.bar.parts
    session.go_to("data")
    saved = parts.saved_list
    choose(window, "Domain", "target")
    qtbot.mouseClick(parts.save, LEFT)
    assert saved.name.hasFocus()
    qtbot.keyClicks(saved.name, "only the  target")
    qtbot.keyClick(saved.name, Qt.Key.Key_Return)
    assert session.filter.saved == {"only the target": "domain:target"}
    saved.list.setFocus()
    qtbot.keyClick(saved.list, Qt.Key.Key_F2)
    editor = QApplication.focusWidget()
    assert editor is not None
    qtbot.keyClick(editor, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(editor, "target")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: session.filter.saved == {"target": "domain:target"})
    assert saved.isVisible()
    qtbot.keyClick(saved.list, Qt.Key.Key_Escape)

    session.close_project()
    assert not parts.isVisible()
    open_project(qtbot, window, classification_project)
    session.go_to("data")
    assert session.filter.text == ""
    assert window.pictures.bar.filter.text() == ""
    parts.menu.aboutToShow.emit()
    next(action for action in parts.menu.actions() if action.text() == "target").trigger()
    assert chips(window) == ["target"]
    qtbot.mouseClick(parts.save, LEFT)
    saved.list.setFocus()
    qtbot.keyClick(saved.list, Qt.Key.Key_Delete)
    assert session.filter.saved == {}
    assert saved.nothing.isVisible()
