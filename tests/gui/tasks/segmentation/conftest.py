"""Fixtures: the painter with an open image."""

import pytest
from PySide6.QtCore import QPointF
from pytestqt.qtbot import QtBot

from tests.gui.conftest import Pixels
from tests.gui.tasks.segmentation.use import PATH, At
from workbench.core.domain import Side
from workbench.gui.tasks.segmentation.painter_panel import PainterPanel


@pytest.fixture
def painter(qtbot: QtBot, pixels: Pixels) -> PainterPanel:
    made = PainterPanel(pixels.session, pixels.painting)
    qtbot.addWidget(made)
    made.resize(900, 560)
    made.show()
    qtbot.waitExposed(made)
    pixels.session.selection.choose(frozenset({(Side.TARGET, PATH)}))
    qtbot.waitUntil(lambda: made.canvas.ready and not pixels.painting.loading)
    return made


@pytest.fixture
def at(painter: PainterPanel) -> At:
    """The point of the viewport over a place of the image."""
    return lambda x, y: painter.canvas.to_viewport(QPointF(x, y)).toPoint()
