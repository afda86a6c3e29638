"""The wheel over every box, slider and row of tabs of every step changes nothing."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QScrollArea, QSlider, QSpinBox, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from tests.journeys.use import open_project
from tests.made_projects import MadeProject
from workbench.gui.kit.pointer_guard import TURNED
from workbench.gui.shell.window import Window


def _state(widget: QWidget) -> float:
    match widget:
        case QSpinBox() | QDoubleSpinBox() | QSlider():
            return widget.value()
        case QComboBox() | QTabBar():
            return widget.currentIndex()
    raise AssertionError(f"no value of {widget}")


def _turned(window: Window) -> Iterator[QWidget]:
    for kind in TURNED:
        for widget in window.findChildren(kind):
            if widget.isVisible() and widget.isEnabled() and widget.metaObject().className() != "QScrollBar":
                yield widget


def _turn(qtbot: QtBot, window: Window, widget: QWidget) -> None:
    """Bring a widget into view, and turn the wheel over it."""
    around = widget.parentWidget()
    while around is not None and not isinstance(around, QScrollArea):
        around = around.parentWidget()

    def place() -> QPoint:
        if around is not None:
            around.ensureWidgetVisible(widget)
        return widget.mapTo(window, QPoint(8, widget.height() // 2))

    def in_sight() -> bool:
        found = window.childAt(place())
        return found is not None and (found is widget or widget.isAncestorOf(found))

    qtbot.waitUntil(in_sight)  # once the parts are laid out
    at = place()
    for by in (-120, 120, 120, -120, -120):
        QTest.wheelEvent(window.windowHandle(), QPointF(at), QPoint(0, by))


@pytest.mark.parametrize("made", ["classification_project", "segmentation_project"])
def test_that_the_wheel_changes_nothing_that_it_passes_over(
    qtbot: QtBot, window: Window, made: str, request: pytest.FixtureRequest
) -> None:
    project: MadeProject = request.getfixturevalue(made)
    open_project(qtbot, window, project)
    window.adapt.form.advanced.setChecked(True)
    window.translate.form.advanced.setChecked(True)
    seen = 0
    for step in window.steps:
        window.session.go_to(step.name)
        for widget in list(_turned(window)):
            before, focused = _state(widget), window.focusWidget()
            _turn(qtbot, window, widget)
            assert _state(widget) == before, f"the wheel changed {widget.accessibleName() or widget} of {step.title}"
            assert window.focusWidget() is focused
            seen += 1
    assert seen > 30
