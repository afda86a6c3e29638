"""The tools of the painter beyond brush and polygon, by mouse and keys on the real painter."""

import numpy as np
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.gui.conftest import Pixels
from tests.gui.tasks.segmentation.use import LEFT, PATH, At, as_committed, drag, predicted, press, strokes
from tests.painted_scenes import truth
from workbench.core.domain import Side
from workbench.core.masks import IGNORED
from workbench.core.strokes import Tool
from workbench.gui.tasks.segmentation.label_inspector import PaintInspector
from workbench.gui.tasks.segmentation.painter_panel import PainterPanel
from workbench.gui.views.masks.paint_canvas import Hand

RIGHT, ALT = Qt.MouseButton.RightButton, Qt.KeyboardModifier.AltModifier


def test_that_the_right_button_and_alt_erase_while_the_brush_is_chosen(
    painter: PainterPanel, pixels: Pixels, at: At
) -> None:
    painter.canvas.set_radius(4)
    drag(painter, at(20, 20), at(60, 20))
    drag(painter, at(30, 20), at(34, 20), button=RIGHT)
    assert pixels.painting.mask[20, 32] == IGNORED
    drag(painter, at(50, 20), at(54, 20), keys=ALT)
    assert pixels.painting.mask[20, 52] == IGNORED
    assert pixels.painting.mask[20, 42] != IGNORED
    assert strokes(pixels) == [Tool.BRUSH, Tool.ERASER, Tool.ERASER]
    assert painter.canvas.hand is Hand.BRUSH
    assert as_committed(pixels)


def test_that_protected_classes_are_neither_painted_over_nor_erased(
    painter: PainterPanel, pixels: Pixels, at: At
) -> None:
    painter.canvas.set_radius(4)
    press(painter, "1")
    drag(painter, at(20, 20), at(40, 20))
    press(painter, "l")
    press(painter, "2")
    drag(painter, at(30, 20), at(60, 20))
    mask = pixels.painting.mask
    assert mask[20, 35] == 0, "the first class stays"
    assert mask[20, 55] == 1
    drag(painter, at(20, 20), at(60, 20), button=RIGHT)
    assert mask[20, 25] == 0
    assert mask[20, 55] == IGNORED
    press(painter, "p")
    for corner in ((10, 10), (90, 10), (90, 30)):
        QTest.mouseClick(painter.canvas.viewport(), LEFT, pos=at(*corner))
    press(painter, Qt.Key.Key_Return)
    assert mask[20, 35] == 0
    assert mask[14, 80] == 1
    assert as_committed(pixels)
    press(painter, "l")
    press(painter, "b")
    drag(painter, at(30, 20), at(32, 20))
    assert mask[20, 31] == 1


def test_that_the_wand_paints_regions_that_end_at_edges_in_one_step(
    painter: PainterPanel, pixels: Pixels, at: At, qtbot: QtBot
) -> None:
    painter.size_.set_value(4)
    press(painter, "w")
    assert painter.words.text() == "Finding regions of one look…"
    qtbot.waitUntil(lambda: not painter.regions.computing and painter.words.text().endswith("paints “road”"))
    drag(painter, at(48, 35), at(50, 36), at(53, 36))
    assert strokes(pixels) == [Tool.REGION]
    painted = pixels.painting.mask != IGNORED
    car = truth() == 2
    assert painted[35, 48]
    assert (painted & car).sum() > 0.8 * painted.sum(), "the car has another colour than the road around it"
    assert as_committed(pixels)
    pixels.session.labels.undo()
    assert (pixels.painting.mask == IGNORED).all()


def test_that_the_fill_paints_what_paint_encloses(painter: PainterPanel, pixels: Pixels, at: At) -> None:
    painter.canvas.set_radius(2)
    drag(painter, at(20, 10), at(60, 10), at(60, 40), at(20, 40), at(20, 10))
    press(painter, "2")
    press(painter, "k")
    QTest.mouseMove(painter.canvas.viewport(), at(40, 25))
    assert not painter.canvas.marks.region.above.path().isEmpty(), "the region under the cursor is outlined"
    QTest.mouseClick(painter.canvas.viewport(), LEFT, pos=at(40, 25))
    mask = pixels.painting.mask
    assert (mask[16:36, 26:56] == 1).all()
    assert mask[45, 90] == IGNORED
    QTest.mouseClick(painter.canvas.viewport(), LEFT, pos=at(20, 25))
    assert mask[10, 40] == 1, "the frame is one region of its class"
    assert as_committed(pixels)


def test_that_only_pixels_surer_than_the_slider_are_shown_and_accepted(
    painter: PainterPanel, pixels: Pixels, at: At, qtbot: QtBot
) -> None:
    inspector = PaintInspector(pixels.session, pixels.runs, pixels.painting, pixels.buying)
    qtbot.addWidget(inspector)
    uncertainty = pixels.painting.uncertainty
    assert uncertainty is not None
    least = 1 - float(np.median(uncertainty)) / 255
    inspector.certainty.set_value(round(100 * least))
    sure = uncertainty <= 255 * (1 - round(100 * least) / 100)
    assert 0.05 < sure.mean() < 0.95
    shown = painter.canvas.layers[2].mask
    assert ((shown != IGNORED) == (sure & (predicted(pixels) != IGNORED))).all()
    press(painter, Qt.Key.Key_Return)
    mask = pixels.painting.mask
    assert (mask[sure] == predicted(pixels)[sure]).all()
    assert (mask[~sure] == IGNORED).all()
    y, x = (int(place[0]) for place in np.nonzero(~sure))
    press(painter, "f")
    QTest.mouseClick(painter.canvas.viewport(), LEFT, pos=at(x + 0.5, y + 0.5))
    assert "lower the certainty" in painter.words.text()
    assert mask[y, x] == IGNORED


def test_that_corners_of_a_polygon_are_moved_added_and_removed_below_later_paint(
    painter: PainterPanel, pixels: Pixels, at: At
) -> None:
    view = painter.canvas.viewport()
    press(painter, "p")
    for corner in ((10, 10), (50, 10), (50, 40), (10, 40)):
        QTest.mouseClick(view, LEFT, pos=at(*corner))
    press(painter, Qt.Key.Key_Return)
    press(painter, "2")
    press(painter, "b")
    painter.canvas.set_radius(3)
    drag(painter, at(30, 25), at(36, 25))
    press(painter, "v")
    drag(painter, at(50, 40), at(70, 44), at(80, 45))
    mask = pixels.painting.mask
    assert mask[40, 66] == 0, "the polygon reaches to its moved corner"
    assert mask[25, 33] == 1, "later paint stays above it"
    drag(painter, at(10, 25), at(5, 25), at(2, 25))
    assert mask[25, 4] == 0, "an edge that is dragged gets a corner"
    QTest.mouseClick(view, LEFT, ALT, at(80, 45))
    assert mask[40, 66] == IGNORED, "without the corner, the edge is straight again"
    drag(painter, at(20, 20), at(23, 22), at(25, 23))
    assert mask[41, 15] == 0, "a polygon is dragged as a whole"
    assert as_committed(pixels)
    for _ in range(4):
        pixels.session.labels.undo()
    assert strokes(pixels) == [Tool.POLYGON, Tool.BRUSH]
    assert mask[40, 66] == IGNORED
    assert mask[38, 12] == 0
    assert as_committed(pixels)


def test_that_paint_is_carried_over_from_the_previous_frame(
    painter: PainterPanel, pixels: Pixels, at: At, qtbot: QtBot
) -> None:
    inspector = PaintInspector(pixels.session, pixels.runs, pixels.painting, pixels.buying)
    qtbot.addWidget(inspector)
    assert not inspector.carry.isEnabled(), "there is no previous image"
    press(painter, "3")
    painter.canvas.set_radius(5)
    drag(painter, at(44, 35), at(52, 35))
    press(painter, Qt.Key.Key_Right)
    painting = pixels.painting
    qtbot.waitUntil(lambda: painting.path == "images/1.png" and not painting.loading)
    assert inspector.carry.isEnabled()
    qtbot.mouseClick(inspector.carry, LEFT)
    qtbot.waitUntil(lambda: bool((painting.mask == 2).any()))
    carried = painting.mask == 2
    assert carried[33:38, 42:54].mean() > 0.5, "the car stands at the same place in both frames"
    assert carried[:20].sum() == 0
    assert pixels.session.project is not None
    assert strokes(pixels, "images/1.png") == [Tool.REGION]
    pixels.session.labels.undo()
    assert (painting.mask == IGNORED).all()


def test_that_the_middle_button_pans_and_paints_nothing(painter: PainterPanel, pixels: Pixels, at: At) -> None:
    painter.canvas.zoom(16)
    painter.canvas.centerOn(painter.canvas.sceneRect().center())
    before = painter.canvas.horizontalScrollBar().value()
    centre = painter.canvas.viewport().rect().center()
    drag(painter, centre, centre + QPoint(30, 0), centre + QPoint(60, 0), button=Qt.MouseButton.MiddleButton)
    assert painter.canvas.horizontalScrollBar().value() < before
    assert strokes(pixels) == []


def test_that_the_size_of_the_brush_is_a_number(painter: PainterPanel) -> None:
    press(painter, "]")
    assert painter.size_.number.text() == f"{painter.canvas.radius:.0f} px"


def test_that_another_image_has_regions_of_its_own(painter: PainterPanel, pixels: Pixels, at: At, qtbot: QtBot) -> None:
    press(painter, "w")
    qtbot.waitUntil(lambda: painter.regions.at(48, 35) is not None)
    file = pixels.session.domains.file((Side.TARGET, "images/1.png"))
    file.unlink()
    press(painter, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: pixels.painting.path != PATH and not pixels.painting.loading)
    qtbot.waitUntil(lambda: "cannot be read" in painter.words.text())
    assert painter.regions.at(48, 35) is None
