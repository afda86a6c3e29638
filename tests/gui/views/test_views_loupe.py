"""The loupe of the image viewer."""

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from workbench.gui.views.pictures.image_viewer import ImageViewer

Z, LEFT = Qt.Key.Key_Z, Qt.MouseButton.LeftButton


@pytest.fixture
def viewer(qtbot: QtBot, tmp_path: Path) -> ImageViewer:
    Image.linear_gradient("L").resize((3000, 1500)).save(tmp_path / "large.png")
    viewer = ImageViewer()
    qtbot.addWidget(viewer)
    viewer.resize(900, 600)
    with qtbot.waitActive(viewer):
        viewer.show()
        viewer.activateWindow()
    viewer.setFocus()
    viewer.show_image(str(tmp_path / "large.png"), "large.png", (3000, 1500))
    qtbot.waitUntil(lambda: not viewer.canvas.pixmap.isNull())
    return viewer


def at(viewer: ImageViewer, place: QPoint) -> QPointF:
    """The pixel of the image that is shown at a place."""
    return viewer.canvas.mapToScene(place)


def test_that_z_shows_100_percent_at_the_pointer_until_it_is_released(viewer: ImageViewer) -> None:
    canvas, place = viewer.canvas, QPoint(150, 230)
    fitted = canvas.look
    QTest.mouseMove(canvas.viewport(), place)
    before = at(viewer, place)
    QTest.keyPress(viewer, Z)
    assert canvas.scale_shown == pytest.approx(1 / canvas.devicePixelRatioF())
    assert (at(viewer, place) - before).manhattanLength() <= 6, "what was under the pointer stays there"
    assert viewer.loupe.badge.isVisible()
    assert viewer.loupe.badge.text() == "100 %"
    other = QPoint(400, 200)
    QTest.mouseMove(canvas.viewport(), other)
    assert at(viewer, other).x() > before.x() + 800, "the pointer moves through the image"
    QTest.keyRelease(viewer, Z)
    assert canvas.look == fitted
    assert not viewer.loupe.badge.isVisible()


def test_that_the_view_before_returns_and_not_the_fitted_one(viewer: ImageViewer) -> None:
    viewer.canvas.zoom(2)
    viewer.canvas.horizontalScrollBar().setValue(100)
    before = viewer.canvas.look
    QTest.mousePress(viewer.magnify, LEFT)
    assert viewer.loupe.held
    assert viewer.canvas.look != before
    QTest.mouseRelease(viewer.magnify, LEFT)
    assert viewer.canvas.look == before


def test_that_the_loupe_ends_with_the_image_or_the_focus(viewer: ImageViewer, tmp_path: Path) -> None:
    QTest.keyPress(viewer, Z)
    viewer.clearFocus()
    assert not viewer.loupe.held
    viewer.setFocus()
    QTest.keyPress(viewer, Z)
    viewer.show_image(str(tmp_path / "large.png"), "large.png", (6000, 3000))
    assert not viewer.loupe.held
    QTest.keyPress(viewer, Z)
    assert viewer.canvas.scale_shown == pytest.approx(2 / viewer.canvas.devicePixelRatioF())
    assert viewer.loupe.badge.text() == "100 %, from 3,000 of 6,000 px", "the view holds less than the file"
