"""The window on the screens that people have: nothing is outside, and no text is cut."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.journeys.use import open_project
from tests.made_projects import MadeProject
from workbench.gui.kit.widgets import Elided
from workbench.gui.shell.window import Window
from workbench.worker.replies import Failed

SIZES = [QSize(1280, 800), QSize(1366, 768), QSize(1440, 900)]  # the first is also 1920 × 1200 at 150 %
SLACK = 2  # pixels, by which widths are rounded
LONG = "The checkpoint could not be read, because the disk that holds the project was taken away during the run. " * 6


def inside(widget: QWidget, window: Window) -> bool:
    return window.rect().contains(QRect(widget.mapTo(window, QPoint(0, 0)), widget.size()))


def in_sight(widget: QWidget) -> bool:
    """Whether all of a widget is drawn: no scroll area and no edge cuts it."""
    return widget.visibleRegion().boundingRect() == widget.rect()


def cut(window: Window) -> Iterator[str]:
    for one in window.findChildren(QLabel):
        plain = one.textFormat() is not Qt.TextFormat.RichText and not one.wordWrap() and one.pixmap().isNull()
        shown = one.isVisible() and not one.visibleRegion().isEmpty() and not one.toolTip()
        if shown and plain and not isinstance(one, Elided) and one.width() < one.sizeHint().width() - SLACK:
            yield f"{one.text()!r} in {one.width()} of {one.sizeHint().width()} pixels"


def accents(window: Window) -> list[QPushButton]:
    return [one for one in window.findChildren(QPushButton) if one.property("accent") and one.isVisible()]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size.width()}x{size.height()}")
def test_that_the_next_thing_to_do_and_the_status_bar_are_in_sight_in_every_step(
    size: QSize, qtbot: QtBot, window: Window, classification_project: MadeProject
) -> None:
    open_project(qtbot, window, classification_project)
    window.adapt.form.advanced.setChecked(True)
    window.translate.form.advanced.setChecked(True)
    window.runs.notes = [LONG]
    window.runs.failure = Failed(message=LONG, hint=LONG)
    window.runs.state_changed.emit()
    window.session.failed.emit(LONG, LONG)
    window.problems.show_error(LONG, LONG)
    window.resize(size)
    for step in window.steps:
        window.session.go_to(step.name)
        qtbot.waitUntil(lambda: all(map(in_sight, accents(window))))
        assert window.size() == size, f"{step.name} needs more"
        assert accents(window) or step.name == "label", step.name
        assert all(inside(one, window) for one in accents(window)), step.name
        assert inside(window.statusBar(), window), step.name
        assert in_sight(window.statusBar()), step.name
        qtbot.waitUntil(lambda: list(cut(window)) == [])  # once the parts are laid out
