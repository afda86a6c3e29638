"""Checks of the window in the language TESTED_LANGUAGE, which `test_journey_languages.py` runs in another process."""

from collections.abc import Iterator

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QAbstractButton, QLabel, QTabWidget
from pytestqt.qtbot import QtBot

from tests.gui.screen_texts import entries
from tests.journeys.test_journey_screens import SLACK, cut
from tests.journeys.use import open_project
from tests.made_projects import MadeProject
from workbench.core.resources import resource
from workbench.gui.kit.elided_button import ElidedButton
from workbench.gui.kit.language import language, tr
from workbench.gui.kit.terms import TermButton
from workbench.gui.shell.window import Window

SMALLEST = QSize(1280, 800)
SIGN = 2  # letters of a sign such as “↑”, whose button has a fixed width


def texts(window: Window) -> set[str]:
    """The texts that are in sight, without the names of keys."""
    labels = [one for one in window.findChildren(QLabel) if one.property("role") != "keycap"]
    shown = {one.text() for one in labels if not one.visibleRegion().isEmpty()}
    shown |= {one.text() for one in window.findChildren(QAbstractButton) if not one.visibleRegion().isEmpty()}
    for tabs in window.findChildren(QTabWidget):
        if tabs.isVisible():
            shown |= {tabs.tabText(at) for at in range(tabs.count())}
    return shown


def still_english(window: Window) -> set[str]:
    """The texts in sight that have a translation, and are shown in English all the same."""
    catalogue = entries(resource(f"languages/{language()}.ts"))
    return texts(window) & {text for (text, _note), forms in catalogue.items() if text not in forms}


def cut_buttons(window: Window) -> Iterator[str]:
    for one in window.findChildren(QAbstractButton):
        fitted = isinstance(one, ElidedButton | TermButton) or len(one.text()) <= SIGN
        if one.isVisible() and not fitted and one.width() < one.sizeHint().width() - SLACK:
            yield f"{one.text()!r} in {one.width()} of {one.sizeHint().width()} pixels"


def look_at(window: Window, qtbot: QtBot) -> None:
    """Nothing in the window is cut, and nothing is left in English."""
    qtbot.waitUntil(lambda: not [*cut(window), *cut_buttons(window)])
    assert window.size() == SMALLEST
    assert still_english(window) == set()


def look_at_steps(qtbot: QtBot, window: Window, made: MadeProject) -> None:
    window.resize(SMALLEST)
    look_at(window, qtbot)
    assert tr("Open sample") in texts(window)
    open_project(qtbot, window, made)
    window.adapt.form.advanced.setChecked(True)
    window.translate.form.advanced.setChecked(True)
    for step in window.steps:
        window.session.go_to(step.name)
        look_at(window, qtbot)
        assert step.title in texts(window)
    window.help.keys.toggle()
    look_at(window, qtbot)


def test_that_images_with_classes_are_shown_in_the_language(
    qtbot: QtBot, window: Window, classification_project: MadeProject
) -> None:
    look_at_steps(qtbot, window, classification_project)


def test_that_painted_images_are_shown_in_the_language(
    qtbot: QtBot, window: Window, segmentation_project: MadeProject
) -> None:
    look_at_steps(qtbot, window, segmentation_project)
