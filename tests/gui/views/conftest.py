"""A scatter on the screen."""

import pytest
from pytestqt.qtbot import QtBot

from tests.gui.views.scattered import SOURCE, TARGET
from workbench.gui.theme import DARK
from workbench.gui.views.scatter.scatter_view import ScatterView


@pytest.fixture
def view(qtbot: QtBot) -> ScatterView:
    made = ScatterView(DARK)
    qtbot.addWidget(made)
    made.resize(800, 500)
    made.show()
    qtbot.waitExposed(made)
    made.set_points(SOURCE, TARGET, 10)
    return made
