"""The ruler of the image viewer, and the heat map over the image."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from workbench.gui.views.pictures.heat_layer import heat_image
from workbench.gui.views.pictures.image_viewer import ImageViewer

LEFT = Qt.MouseButton.LeftButton
SIZE = (400, 300)


@pytest.fixture
def viewer(qtbot: QtBot, tmp_path: Path) -> ImageViewer:
    Image.new("RGB", SIZE, (30, 60, 90)).save(tmp_path / "one.png")
    viewer = ImageViewer()
    qtbot.addWidget(viewer)
    viewer.resize(900, 600)
    viewer.show()
    qtbot.waitExposed(viewer)
    viewer.show_image(str(tmp_path / "one.png"), "one.png", SIZE)
    qtbot.waitUntil(lambda: not viewer.canvas.pixmap.isNull())
    viewer.setFocus()
    return viewer


def drag(viewer: ImageViewer, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Drag with the left button between two places of the image, in its pixels."""
    kinds = QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.MouseButtonRelease
    for kind, place in zip(kinds, (start, end, end), strict=True):
        at = QPointF(viewer.canvas.mapFromScene(QPointF(*place)))
        QApplication.sendEvent(
            viewer.canvas.viewport(), QMouseEvent(kind, at, at, LEFT, LEFT, Qt.KeyboardModifier.NoModifier)
        )


def test_that_r_measures_pixels_angle_and_the_unit_of_the_scale(viewer: ImageViewer) -> None:
    QTest.keyClick(viewer, Qt.Key.Key_R)
    assert viewer.ruler_panel.isVisible()
    drag(viewer, (100, 200), (160, 120))
    found = viewer.ruler_panel.last
    near = 2 / viewer.canvas.scale_shown  # a screen pixel at each end
    assert (found.across, found.down) == pytest.approx((60, -80), abs=near)
    assert found.length == pytest.approx(100, abs=2 * near)
    assert found.angle == pytest.approx(53.13, abs=2)
    assert "mm" not in viewer.ruler_panel.words.text()
    viewer.ruler_panel.per_pixel.setFocus()
    viewer.ruler_panel.per_pixel.selectAll()
    QTest.keyClicks(viewer.ruler_panel.per_pixel, "0.5")
    QTest.keyClick(viewer.ruler_panel.per_pixel, Qt.Key.Key_Return)
    first, *rest = viewer.ruler_panel.words.text().splitlines()
    assert first.startswith(f"Length {found.length:,.1f} px = ")
    assert float(first.split(" = ")[1].removesuffix(" mm")) == pytest.approx(found.length / 2, rel=1e-3)
    assert rest[0].startswith("Angle 5")
    assert "−" in rest[1]


def test_that_lengths_are_those_of_the_file_when_it_is_shown_smaller(viewer: ImageViewer) -> None:
    viewer.ruler.set_file_width(4000)
    QTest.keyClick(viewer, Qt.Key.Key_R)
    drag(viewer, (50, 50), (150, 50))
    assert viewer.ruler_panel.last.length == pytest.approx(1000, abs=20 / viewer.canvas.scale_shown)


def test_that_a_drag_pans_again_after_r(viewer: ImageViewer) -> None:
    viewer.canvas.zoom(4)
    for _ in range(2):
        QTest.keyClick(viewer, Qt.Key.Key_R)
    before = viewer.canvas.horizontalScrollBar().value()
    start = viewer.canvas.mapToScene(viewer.canvas.viewport().rect().center())
    drag(viewer, (start.x(), start.y()), (start.x() - 20, start.y()))
    assert viewer.canvas.horizontalScrollBar().value() != before
    assert not viewer.ruler_panel.last.length


def test_that_heat_is_drawn_where_it_is_and_another_image_removes_it(
    viewer: ImageViewer, qtbot: QtBot, tmp_path: Path
) -> None:
    heat = np.zeros((3, 4), np.float32)
    heat[0, 3] = 1.0  # above on the right
    viewer.heat_layer.set_opacity(1.0)
    viewer.heat_layer.show_heat(heat)

    def colour(x: float, y: float) -> QColor:
        at: QPoint = viewer.canvas.mapFromScene(QPointF(x, y))
        return viewer.canvas.viewport().grab().toImage().pixelColor(at)

    assert colour(390, 10).red() > 200
    assert colour(40, 260).name() == "#1e3c5a", "without heat, the image is clear"
    viewer.show_image(str(tmp_path / "one.png"), "one.png", SIZE)
    assert not viewer.heat_layer.shown
    assert heat_image(heat).pixelColor(5, 190).alpha() == 0
