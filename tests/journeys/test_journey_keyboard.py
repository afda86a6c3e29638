"""Tab leads through each step from top to bottom."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractSpinBox, QWidget
from pytestqt.qtbot import QtBot

from tests.journeys.use import open_folders
from workbench.gui.shell.window import Window

LINE = 4  # pixels: parts of one row need not stand exactly level


def test_that_tab_goes_down_every_inspector(qtbot: QtBot, window: Window, domains: tuple[Path, Path]) -> None:
    open_folders(qtbot, window, *domains)
    for step in ("data", "inspect", "adapt", "translate", "label", "export"):
        window.session.go_to(step)
        qtbot.waitUntil(lambda: goes_down(window))  # once its parts are laid out


def goes_down(window: Window) -> bool:
    shown = window.zones.inspectors.currentWidget()
    assert shown is not None
    stops = [one.mapTo(shown, QPoint(0, 0)) for one in reached(window.zones.inspectors, shown)]
    return len(stops) > 1 and all(
        following.x() > one.x() if abs(following.y() - one.y()) <= LINE else following.y() > one.y()
        for one, following in pairwise(stops)
    )


def reached(start: QWidget, inside: QWidget) -> Iterator[QWidget]:
    """What Tab stops at, in turn."""
    one = start.nextInFocusChain()
    while one is not None and one is not start:
        by_tab = bool(one.focusPolicy().value & Qt.FocusPolicy.TabFocus.value)
        own = not isinstance(one.parent(), QAbstractSpinBox)  # whose line is the box itself
        if own and inside.isAncestorOf(one) and one.isVisible() and one.isEnabled() and by_tab:
            yield one
        one = one.nextInFocusChain()
