"""Fixtures: a visible scatter plot."""

import pytest
from pytestqt.qtbot import QtBot

from tests.gui.views.scattered import SOURCE, TARGET
from workbench.gui.theme import DARK
from workbench.gui.views.scatter.scatter_view import ScatterView


@pytest.fixture
def view(qtbot: QtBot) -> ScatterView:
    view = ScatterView(DARK)
    qtbot.addWidget(view)
    view.resize(800, 500)
    view.show()
    qtbot.waitExposed(view)
    view.set_points(SOURCE, TARGET, 10)
    return view
