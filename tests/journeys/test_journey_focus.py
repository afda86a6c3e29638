"""The keyboard follows the work: into the Label step, after clicks, after an undo, and into the painter."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.journeys.use import PATIENCE, classification, open_project, segmentation
from tests.made_projects import MadeProject
from workbench.core.domain import Side
from workbench.gui.shell.window import Window


def press(qtbot: QtBot, key: "str | Qt.Key", modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """A key, to whatever has the keyboard."""
    widget = QApplication.focusWidget()
    assert widget is not None
    qtbot.keyClick(widget, key, modifiers)


def chosen(window: Window) -> str:
    """The path of the only selected target image."""
    (path,) = window.session.selection.ids.target
    return path


def test_that_label_opens_on_the_first_suggestion_and_keys_go_on_wherever_one_clicked(
    qtbot: QtBot, window: Window, classification_project: MadeProject
) -> None:
    open_project(qtbot, window, classification_project)
    session, task = window.session, classification(window)
    strip, form = task.suggestions_panel.strip, task.form
    press(qtbot, Qt.Key.Key_5, Qt.KeyboardModifier.ControlModifier)
    assert session.step == "label"
    qtbot.waitUntil(lambda: bool(task.suggestions.batch) and strip.hasFocus(), timeout=PATIENCE)
    paths = [one.path for one in task.suggestions.batch]
    assert chosen(window) == paths[0]
    assert not form.none.isEnabled(), "there is no label to remove"
    press(qtbot, "1")
    assert session.labels.by_path == {paths[0]: "a"}
    assert chosen(window) == paths[1]

    qtbot.mouseClick(form.redo, Qt.MouseButton.LeftButton)  # disabled: it takes no click
    form.new.setFocus()
    qtbot.mouseClick(window.rail.boxes["unsure"], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(window.rail.boxes["unsure"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(strip.hasFocus)
    press(qtbot, Qt.Key.Key_Tab)
    assert chosen(window) == paths[2]
    press(qtbot, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert chosen(window) == paths[1]
    press(qtbot, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert form.none.isEnabled()
    assert chosen(window) == paths[0], "the image that was labelled first, to correct it"

    form.none.setFocus(Qt.FocusReason.TabFocusReason)
    press(qtbot, "2")
    assert session.labels.by_path == {paths[0]: "b"}
    assert strip.hasFocus()

    session.go_to("adapt")
    session.selection.choose(frozenset())
    press(qtbot, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert session.labels.by_path == {paths[0]: "a"}
    assert (session.step, chosen(window)) == ("label", paths[0])
    assert window.pictures.grid.current() == (Side.TARGET, paths[0])
    qtbot.mouseClick(form.undo, Qt.MouseButton.LeftButton)
    assert not session.labels.by_path
    assert not form.undo.isEnabled()
    assert not window.status.keys.hasFocus()
    strip.setFocus()
    for _ in range(2):
        press(qtbot, Qt.Key.Key_F6)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert not window.zones.below.isAncestorOf(focused)
    for _ in range(2):
        press(qtbot, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert strip.hasFocus()
    press(qtbot, "3")
    assert session.labels.by_path == {paths[0]: "c"}


def test_that_no_key_dies_on_arrival_in_the_painter(
    qtbot: QtBot, window: Window, segmentation_project: MadeProject
) -> None:
    open_project(qtbot, window, segmentation_project)
    session, task = window.session, segmentation(window)
    painting, painter = task.painting, task.painter
    press(qtbot, Qt.Key.Key_5, Qt.KeyboardModifier.ControlModifier)
    assert painter.hasFocus()
    first = painting.path
    assert first
    assert painting.loading, "the keys come before the image"
    press(qtbot, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: not painting.loading)
    assert len(painting.visited) == 1
    press(qtbot, Qt.Key.Key_Tab)
    press(qtbot, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert len(painting.visited) == 1
    press(qtbot, Qt.Key.Key_Return)
    assert session.labels.painted == {first}
    press(qtbot, Qt.Key.Key_Tab)
    assert painting.path != first, "all of it is painted: the next image"
    press(qtbot, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert painting.path == first
    assert not session.labels.painted
