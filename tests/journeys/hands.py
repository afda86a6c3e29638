"""Keys and clicks as a person gives them: Tab to a control, a path pasted into a file dialog, an image clicked."""

from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from tests.journeys.test_journey_focus import press
from tests.journeys.use import PATIENCE, finish
from workbench.core.domain import Side
from workbench.gui.kit.sample_ids import Id
from workbench.gui.shell.window import Window
from workbench.gui.views.grid.thumbnail_grid import ThumbnailGrid

LEFT, CTRL, SHIFT = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
MOST = 40  # presses of Tab
TRIES = 20  # to answer one dialog


def go_to(qtbot: QtBot, number: int) -> None:
    """Ctrl and the number of a step."""
    press(qtbot, Qt.Key(Qt.Key.Key_0 + number), CTRL)


def tab_to(qtbot: QtBot, wanted: QWidget) -> None:
    """Press Tab until a control has the focus."""
    for _ in range(MOST):
        if wanted.hasFocus():
            return
        press(qtbot, Qt.Key.Key_Tab)
    raise AssertionError(f"Tab does not reach {wanted.accessibleName() or wanted.metaObject().className()}")


def reach(qtbot: QtBot, window: Window, wanted: QWidget) -> None:
    """F6 to the inspector, whose keys are not those of the images, and Tab to one of its controls."""
    inspector = window.zones.inspectors
    for _ in range(MOST):
        focused = QApplication.focusWidget()
        if focused is not None and inspector.isAncestorOf(focused):
            break
        press(qtbot, Qt.Key.Key_F6)
    tab_to(qtbot, wanted)


def type_over(qtbot: QtBot, text: str) -> None:
    """Replace what is in the field that has the keyboard."""
    press(qtbot, Qt.Key.Key_A, CTRL)
    qtbot.keyClicks(QApplication.focusWidget(), text)


def scroll_to(widget: QWidget) -> None:
    """Bring a part of an inspector into sight, as the wheel does."""
    around = widget.parentWidget()
    while around is not None and not isinstance(around, QScrollArea):
        around = around.parentWidget()
    QApplication.processEvents()  # what was shown just now is laid out
    if around is not None:
        around.ensureWidgetVisible(widget)


def click(qtbot: QtBot, widget: QWidget) -> None:
    """Click on a control that can be used, scrolled into sight."""
    qtbot.waitUntil(lambda: widget.isVisible() and widget.isEnabled(), timeout=PATIENCE)
    scroll_to(widget)
    qtbot.mouseClick(widget, LEFT)
    QApplication.processEvents()  # the keyboard goes back to the images


def click_image(qtbot: QtBot, grid: ThumbnailGrid, image: Id, modifiers: Qt.KeyboardModifier) -> None:
    """Click on an image of the grid."""
    index = grid.model().index(grid.ids().index(image), 0)
    grid.scrollTo(index)
    qtbot.mouseClick(grid.viewport(), LEFT, modifiers, grid.visualRect(index).center())


class Dialogs(QObject):
    """Pastes a path into each file dialog that opens next and presses Enter. Several files stand in quotes."""

    def __init__(self, *paths: Path | str) -> None:
        super().__init__()
        self.paths, self.tries, self.refused = list(paths), 0, ""
        self.timer = QTimer(self)
        self.timer.timeout.connect(self._answer)
        self.timer.start(20)

    def _answer(self) -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QFileDialog) or not dialog.isVisible():
            return
        name = dialog.findChild(QLineEdit, "fileNameEdit")
        assert isinstance(name, QLineEdit)
        self.tries += 1
        if self.tries > TRIES:
            self.refused = f"“{dialog.windowTitle()}” does not take {self.paths[0]}"
            self.timer.stop()
            dialog.reject()
            return
        path = self.paths.pop(0)
        QApplication.clipboard().setText(str(path))
        QTest.keyClick(name, Qt.Key.Key_A, CTRL)
        QTest.keyClick(name, Qt.Key.Key_V, CTRL)
        QTest.keyClick(name, Qt.Key.Key_Return)
        if dialog.isVisible():
            self.paths.insert(0, path)
        else:
            self.tries = 0
        if not self.paths:
            self.timer.stop()

    def check(self, qtbot: QtBot, window: Window) -> None:
        """Fail if a dialog did not open, or did not take its path. Return to the window, as a desktop does."""
        self.timer.stop()
        window.activateWindow()
        qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
        assert not self.refused, self.refused
        assert not self.paths, f"no dialog asked for {self.paths}"


def adapt_by_keys(qtbot: QtBot, window: Window, typed: str, method: str, steps: str) -> None:
    """Adapt by keys alone: the method by the first letters of its name, the steps, Space on the button; and wait."""
    go_to(qtbot, 3)
    form = window.adapt.form
    reach(qtbot, window, form.method)
    qtbot.keyClicks(form.method, typed)
    assert form.method.currentData() == method
    tab_to(qtbot, form.steps)
    type_over(qtbot, steps)
    tab_to(qtbot, form.start)
    press(qtbot, Qt.Key.Key_Space)
    finish(qtbot, window)


def make_project(qtbot: QtBot, window: Window, folders: tuple[Path, Path], name: str) -> None:
    """From the start page, by keys alone: both folders, the name of the project, Enter."""
    for side, folder in zip(Side, folders, strict=True):
        dialogs = Dialogs(folder)
        tab_to(qtbot, window.start.zones[side])
        press(qtbot, Qt.Key.Key_Return)
        dialogs.check(qtbot, window)
    qtbot.waitUntil(window.start.make.isEnabled, timeout=PATIENCE)
    field = window.start.new.fields.name
    tab_to(qtbot, field)
    type_over(qtbot, name)
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.session.catalogue is not None, timeout=PATIENCE)
    assert window.session.project is not None
    assert window.session.project.name == name
