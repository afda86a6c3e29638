"""Tab leads through each step from top to bottom."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractSpinBox, QWidget
from pytestqt.qtbot import QtBot

from tests.journeys.use import open_folders
from workbench.gui.shell.window import Window

LINE = 4  # pixels: parts of one row need not stand exactly level


@pytest.mark.parametrize("step", ["data", "inspect", "adapt", "translate", "label", "export"])
def test_that_tab_goes_down_an_inspector(step: str, qtbot: QtBot, window: Window, domains: tuple[Path, Path]) -> None:
    open_folders(qtbot, window, *domains)
    window.session.go_to(step)
    shown = window.zones.inspectors.currentWidget()
    assert shown is not None
    stops = [one.mapTo(shown, QPoint(0, 0)) for one in reached(window.zones.inspectors, shown)]
    assert len(stops) > 1
    for one, following in pairwise(stops):
        level = abs(following.y() - one.y()) <= LINE
        assert following.x() > one.x() if level else following.y() > one.y()


def reached(start: QWidget, inside: QWidget) -> Iterator[QWidget]:
    """What Tab stops at, in turn."""
    one = start.nextInFocusChain()
    while one is not None and one is not start:
        by_tab = bool(one.focusPolicy().value & Qt.FocusPolicy.TabFocus.value)
        own = not isinstance(one.parent(), QAbstractSpinBox)  # whose line is the box itself
        if own and inside.isAncestorOf(one) and one.isVisible() and one.isEnabled() and by_tab:
            yield one
        one = one.nextInFocusChain()
