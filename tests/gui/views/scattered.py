"""Points of two domains, and mouse drags over them."""

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from workbench.gui.views.scatter.points import ScatterPoints
from workbench.gui.views.scatter.scatter_view import ScatterView

LEFT = Qt.MouseButton.LeftButton


def points(prefix: str, xy: list[tuple[float, float]], classes: list[int] | None = None) -> ScatterPoints:
    n = len(xy)
    return ScatterPoints(
        [f"{prefix}{i}" for i in range(n)],
        np.array(xy, np.float32).reshape(n, 2),
        np.array(classes or [0] * n, np.int16),
        np.ones(n, np.float32),
    )


SOURCE = points("s", [(0, 0), (1, 0), (0, 1)])
TARGET = points("t", [(5, 0), (5, 1), (4, 1)])


def surface(view: ScatterView) -> QWidget:
    viewport = view.canvas.plot.viewport()
    assert isinstance(viewport, QWidget)
    return viewport


def pixel(view: ScatterView, x: float, y: float) -> QPoint:
    return view.canvas.to_pixel(x, y).toPoint()


def drag(
    view: ScatterView,
    corners: list[tuple[float, float]],
    modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    at = [pixel(view, x, y) for x, y in corners]
    QTest.mousePress(surface(view), LEFT, modifier, at[0])
    for place in at[1:]:  # QTest.mouseMove cannot hold a button down
        place_in_window = QPointF(surface(view).mapToGlobal(place))
        event = QMouseEvent(
            QEvent.Type.MouseMove, QPointF(place), place_in_window, Qt.MouseButton.NoButton, LEFT, modifier
        )
        QApplication.sendEvent(surface(view), event)
    QTest.mouseRelease(surface(view), LEFT, modifier, at[-1])
