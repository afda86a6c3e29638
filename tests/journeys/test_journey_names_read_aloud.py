"""What a screen reader says: every control that Tab reaches has a name, in every step."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractSlider, QAbstractSpinBox, QComboBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.journeys.use import open_project
from tests.made_projects import MadeProject
from workbench.gui.shell.window import Window

FIELDS = (QAbstractSlider, QAbstractSpinBox, QComboBox, QLineEdit)  # told by their label, or by a name of their own


def nameless(window: Window) -> Iterator[str]:
    labelled = {one.buddy() for one in window.findChildren(QLabel)}
    for one in window.findChildren(QWidget):
        by_tab = bool(one.focusPolicy().value & Qt.FocusPolicy.TabFocus.value)
        if not by_tab or not one.isVisible() or not one.isEnabled() or isinstance(one.parent(), FIELDS):
            continue
        if isinstance(one, FIELDS):
            named = bool(one.accessibleName()) or one in labelled
        else:
            named = not isinstance(one, QAbstractButton) or bool(one.accessibleName() or one.text())
        if not named:
            yield f"{one.metaObject().className()} in {type(one.parentWidget()).__name__}: {one.toolTip()}"


def test_that_every_control_has_a_name_for_a_screen_reader(
    qtbot: QtBot, window: Window, classification_project: MadeProject
) -> None:
    start = sorted(nameless(window))
    open_project(qtbot, window, classification_project)
    window.adapt.form.advanced.setChecked(True)
    window.translate.form.advanced.setChecked(True)
    without = {"start": start}
    for step in window.steps:
        window.session.go_to(step.name)
        without[step.name] = sorted(nameless(window))
    assert not any(without.values()), without
