"""A target with a class that the source lacks: it is called unknown, and a person names it."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.conftest import make_domain
from tests.journeys.use import adapt, classification, finish, open_folders
from workbench.core.domain import UNKNOWN, Side
from workbench.core.job import Shift
from workbench.gui.shell.window import Window


@pytest.fixture
def others(tmp_path: Path) -> tuple[Path, Path]:
    """A source of three classes; a target of those and of one more."""
    return make_domain(tmp_path / "one", seed=1), make_domain(tmp_path / "two", seed=2, classes="abcd")


def lasso_all(qtbot: QtBot, window: Window) -> None:
    """Around everything that the scatter shows."""
    viewport = window.pictures.scatter.canvas.plot.viewport()
    window.pictures.scatter.set_tool("lasso")
    wide, high = viewport.width() - 2, viewport.height() - 2
    corners = [QPointF(x, y).toPoint() for x, y in ((1, 1), (wide, 1), (wide, high), (1, high))]
    qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=corners[0])
    for corner in corners[1:]:
        qtbot.mouseMove(viewport, corner)
    qtbot.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=corners[-1])


def test_that_a_person_splits_unknown_into_a_class_and_a_run_learns_it(
    qtbot: QtBot, window: Window, others: tuple[Path, Path]
) -> None:
    open_folders(qtbot, window, *others)
    session, pictures, rail = window.session, window.pictures, window.rail
    assert UNKNOWN not in rail.rows
    window.adapt.form.method.setCurrentIndex(window.adapt.form.method.findData("dance"))
    adapt(window, steps=40)
    finish(qtbot, window)
    assert window.runs.finished()[0].job.shift is Shift.OPEN
    assert session.predictions.rejected
    assert "unknown images" in window.adapt.form.sentence.text()
    qtbot.mouseClick(rail.rows[UNKNOWN], Qt.MouseButton.LeftButton)
    unknown = pictures.grid.ids()
    assert {session.predictions.by_path[path].predicted for _, path in unknown} == {UNKNOWN}
    assert len(unknown) == session.predictions.rejected
    assert "of “unknown”" in pictures.bar.title.text()

    lasso_all(qtbot, window)
    caught = session.selection.ids
    assert caught
    assert caught <= set(unknown), "what is not shown is not caught"
    pictures.scatter.setFocus()
    qtbot.keyClick(QApplication.focusWidget(), "n")
    assert QApplication.focusWidget() is classification(window).form.new
    qtbot.keyClicks(classification(window).form.new, "dee")
    qtbot.keyClick(classification(window).form.new, Qt.Key.Key_Return)
    assert set(session.labels.by_path.values()) == {"dee"}
    assert session.labels.classes == ["a", "b", "c", "dee"]
    assert session.labels.keys["dee"] == "4"
    assert "dee" in rail.rows
    assert not set(pictures.grid.ids()) & caught, "they are unknown no more"

    qtbot.mouseClick(rail.rows["dee"], Qt.MouseButton.LeftButton)
    assert set(pictures.grid.ids()) == caught
    pictures.bar.everything.click()
    assert len(pictures.grid.ids()) == 7 * 24
    assert not rail.rows["dee"].isChecked()

    window.adapt.form.method.setCurrentIndex(window.adapt.form.method.findData("s_plus_t"))
    adapt(window, steps=40)
    finish(qtbot, window)
    assert "dee" in {one.predicted for one in session.predictions.by_path.values()}

    while session.labels.by_path:
        session.labels.undo()
    assert session.labels.classes == ["a", "b", "c"]
    assert "dee" not in rail.rows


def test_that_unknown_is_a_label_that_teaches_nothing(qtbot: QtBot, window: Window, others: tuple[Path, Path]) -> None:
    open_folders(qtbot, window, *others)
    session = window.session
    targets = [one for one in window.pictures.grid.ids() if one[0] is Side.TARGET]
    session.selection.choose(frozenset(targets[:2]))
    window.pictures.grid.setFocus()
    qtbot.keyClick(QApplication.focusWidget(), "u")
    assert set(session.labels.by_path.values()) == {UNKNOWN}
    assert session.labels.class_labels == {}
    assert UNKNOWN in window.rail.rows
    assert session.labels.classes == ["a", "b", "c"]
    mme = window.adapt.form.method.findData("mme")
    assert not window.adapt.form.method.model().index(mme, 0).flags() & Qt.ItemFlag.ItemIsEnabled
    adapt(window, steps=20)
    finish(qtbot, window)
    assert any("teaches nothing" in note for note in window.runs.notes)
