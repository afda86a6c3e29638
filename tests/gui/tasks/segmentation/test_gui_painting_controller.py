"""Painting as a person does it: by mouse and keys on the real painter, held against the project and the mask."""

import msgspec
import numpy as np
from PIL import Image, ImageDraw
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.gui.conftest import Pixels, read
from tests.gui.tasks.segmentation.use import LEFT, PATH, At, as_committed, drag, predicted, press, strokes
from tests.painted_scenes import HIGH, WIDE, domain
from workbench.core.domain import Side
from workbench.core.masks import IGNORED
from workbench.core.strokes import Tool
from workbench.gui.tasks.segmentation.painter_panel import PainterPanel
from workbench.gui.views.masks.paint_canvas import Hand
from workbench.store.project import Project


def test_that_a_stroke_is_committed_as_it_ends_and_makes_the_image_a_shot(
    painter: PainterPanel, pixels: Pixels, at: At
) -> None:
    press(painter, "2")
    painter.canvas.set_radius(3)
    drag(painter, at(10, 10), at(30, 10), at(30, 20))
    assert strokes(pixels) == [Tool.BRUSH]
    assert pixels.session.labels.painted == {PATH}
    assert pixels.session.labels.shot_count == 1
    assert pixels.painting.mask[10, 20] == 1
    assert pixels.painting.mask[40, 80] == IGNORED
    assert as_committed(pixels)
    beside = Project.open(pixels.session.project.folder, settle=False)  # type: ignore[union-attr]
    assert len(beside.strokes.of(PATH)) == 1, "another process finds it"
    beside.close()


def test_that_the_screen_shows_the_class_in_its_colour(painter: PainterPanel, pixels: Pixels, at: At) -> None:
    press(painter, "3")
    painter.opacity.set_value(100)
    painter.canvas.set_radius(4)
    drag(painter, at(20, 20), at(24, 20))
    QTest.mouseMove(painter.canvas.viewport(), at(70, 40))
    shown = painter.canvas.viewport().grab().toImage().pixelColor(at(22, 20))
    assert (shown.red(), shown.green(), shown.blue()) == (0, 0, 142)


def test_that_the_eraser_takes_away_and_undo_and_redo_go_through_all_strokes(
    painter: PainterPanel, pixels: Pixels, at: At
) -> None:
    painter.canvas.set_radius(6)
    drag(painter, at(20, 20), at(40, 20))
    press(painter, "e")
    drag(painter, at(30, 20), at(31, 20))
    assert pixels.painting.mask[20, 30] == IGNORED
    pixels.session.labels.undo()
    assert pixels.painting.mask[20, 30] == 0
    pixels.session.labels.undo()
    assert (pixels.painting.mask == IGNORED).all()
    assert pixels.session.labels.painted == set()
    pixels.session.labels.redo()
    pixels.session.labels.redo()
    assert strokes(pixels) == [Tool.BRUSH, Tool.ERASER]
    assert pixels.painting.mask[20, 30] == IGNORED
    assert as_committed(pixels)


def test_that_a_polygon_is_closed_by_enter_or_a_double_click_and_given_up_by_esc(
    painter: PainterPanel, pixels: Pixels, at: At
) -> None:
    view = painter.canvas.viewport()
    press(painter, "p")
    for corner in ((10, 10), (50, 10), (50, 40)):
        QTest.mouseClick(view, LEFT, pos=at(*corner))
    press(painter, Qt.Key.Key_Escape)
    assert strokes(pixels) == []
    for corner in ((10, 10), (50, 10), (50, 40), (80, 45)):
        QTest.mouseClick(view, LEFT, pos=at(*corner))
    press(painter, Qt.Key.Key_Backspace)
    press(painter, Qt.Key.Key_Return)
    assert strokes(pixels) == [Tool.POLYGON]
    assert pixels.painting.mask[15, 45] == 0
    assert pixels.painting.mask[40, 15] == IGNORED
    for corner in ((60, 5), (90, 5)):
        QTest.mouseClick(view, LEFT, pos=at(*corner))
    QTest.mouseClick(view, LEFT, pos=at(90, 30))
    QTest.mouseDClick(view, LEFT, pos=at(90, 30))
    assert strokes(pixels) == [Tool.POLYGON, Tool.POLYGON]
    assert as_committed(pixels)


def test_that_a_region_of_the_prediction_is_accepted_by_a_click(painter: PainterPanel, pixels: Pixels, at: At) -> None:
    press(painter, "f")
    QTest.mouseClick(painter.canvas.viewport(), LEFT, pos=at(50, 10))
    assert strokes(pixels) == [Tool.REGION]
    region = Image.fromarray(predicted(pixels)).copy()
    ImageDraw.floodfill(region, (50, 10), 200)
    sky = np.asarray(region) == 200
    assert WIDE * HIGH // 3 < sky.sum() < WIDE * HIGH
    assert (pixels.painting.mask[sky] == 1).all()
    assert (pixels.painting.mask[~sky] == IGNORED).all()


def test_that_enter_accepts_all_that_is_not_painted_yet_as_one_step(
    painter: PainterPanel, pixels: Pixels, at: At
) -> None:
    press(painter, "3")
    painter.canvas.set_radius(4)
    drag(painter, at(44, 35), at(52, 35))
    painted = pixels.painting.mask == 2
    assert painted.any()
    press(painter, Qt.Key.Key_Return)
    mask = pixels.painting.mask
    assert (mask[painted] == 2).all(), "what a person painted stays"
    assert (mask[~painted] == predicted(pixels)[~painted]).all()
    pixels.session.labels.undo()
    assert np.array_equal(pixels.painting.mask == 2, painted)
    assert (pixels.painting.mask[~painted] == IGNORED).all()


def test_that_tab_leads_to_the_most_doubtful_part_until_it_is_painted(painter: PainterPanel, pixels: Pixels) -> None:
    fitted = painter.canvas.scale_shown
    press(painter, Qt.Key.Key_Tab)
    assert painter.tools.switches["uncertainty"].isChecked()
    assert painter.canvas.scale_shown > fitted
    uncertainty = pixels.painting.uncertainty
    assert uncertainty is not None
    press(painter, Qt.Key.Key_Tab)
    first, second = (uncertainty[top:bottom, left:right].mean() for left, top, right, bottom in pixels.painting.visited)
    assert first >= second > uncertainty.mean()
    press(painter, Qt.Key.Key_Return)
    assert pixels.painting.next_uncertain() is None


def test_that_brackets_size_the_brush_and_delete_wipes(painter: PainterPanel, pixels: Pixels, at: At) -> None:
    before = painter.canvas.radius
    press(painter, "]")
    assert painter.canvas.radius > before
    press(painter, "[")
    press(painter, "[")
    assert painter.canvas.radius < before
    drag(painter, at(20, 20), at(40, 20))
    press(painter, Qt.Key.Key_Delete)
    assert pixels.session.labels.painted == set()
    pixels.session.labels.undo()
    assert pixels.session.labels.painted == {PATH}


def test_that_another_image_is_painted_on_its_own_and_the_first_comes_back(
    painter: PainterPanel, pixels: Pixels, at: At, qtbot: QtBot
) -> None:
    drag(painter, at(20, 20), at(40, 20))
    before = pixels.painting.mask.copy()
    press(painter, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: pixels.painting.path == "images/1.png" and not pixels.painting.loading)
    assert (pixels.painting.mask == IGNORED).all()
    press(painter, Qt.Key.Key_Left)
    qtbot.waitUntil(lambda: pixels.painting.path == PATH and not pixels.painting.loading)
    assert (pixels.painting.mask == before).all()
    assert list((pixels.session.project.folder / "masks").glob("0.*.png")), "written ahead"  # type: ignore[union-attr]


def test_that_what_could_not_be_saved_is_taken_off_the_screen_and_told(
    painter: PainterPanel, pixels: Pixels, at: At, qtbot: QtBot
) -> None:
    assert pixels.session.project is not None
    other = Project.open(pixels.session.project.folder, settle=False)
    other.database.execute("BEGIN IMMEDIATE")
    with qtbot.waitSignal(pixels.session.failed, timeout=10_000) as told:
        drag(painter, at(20, 20), at(40, 20))
    assert "could not be saved" in told.args[0]
    other.database.rollback()
    other.close()
    assert (pixels.painting.mask == IGNORED).all()
    drag(painter, at(20, 20), at(40, 20))
    assert strokes(pixels) == [Tool.BRUSH]


def test_that_without_a_run_there_is_no_prediction_to_accept(
    painter: PainterPanel, pixels: Pixels, qtbot: QtBot
) -> None:
    pixels.runs.shown.emit(None)
    qtbot.waitUntil(lambda: not pixels.painting.loading)
    assert not painter.tools.hands[Hand.FILL].isEnabled()
    assert not painter.next.isEnabled()
    press(painter, "f")
    assert painter.canvas.hand is Hand.BRUSH
    press(painter, Qt.Key.Key_Return)
    assert strokes(pixels) == []


def test_that_without_a_sample_the_painter_says_what_will_be_there(pixels: Pixels, qtbot: QtBot) -> None:
    made = PainterPanel(pixels.session, pixels.painting)
    qtbot.addWidget(made)
    made.resize(800, 500)
    made.show()
    assert made.nothing.isVisible()
    made.nothing.acted.emit()
    qtbot.waitUntil(lambda: made.canvas.isVisible() and not pixels.painting.loading)
    assert pixels.painting.path == PATH


def test_that_an_image_of_another_size_in_the_same_place_is_painted_on_as_it_is_now(
    painter: PainterPanel, pixels: Pixels, qtbot: QtBot
) -> None:
    folder = pixels.session.domains.file((Side.TARGET, PATH)).parent.parent
    now = domain(folder, 3)
    Image.new("RGB", (WIDE // 2, HIGH // 2)).save(folder / PATH)
    first = msgspec.structs.replace(now.samples[0], width=WIDE // 2, height=HIGH // 2)
    samples = [first, *now.samples[1:]]
    pixels.painting.open(PATH)  # this answer comes too late
    read(pixels.session, {Side.TARGET: msgspec.structs.replace(now, samples=samples)})
    qtbot.waitUntil(lambda: not pixels.painting.loading and not pixels.painting.background.busy)
    assert pixels.painting.mask.shape == (HIGH // 2, WIDE // 2)


def test_that_an_image_that_is_gone_is_said_so_and_takes_no_stroke(
    painter: PainterPanel, pixels: Pixels, qtbot: QtBot
) -> None:
    file = pixels.session.domains.file((Side.TARGET, "images/1.png"))
    file.unlink()
    pixels.session.selection.choose(frozenset({(Side.TARGET, "images/1.png")}))
    qtbot.waitUntil(painter.canvas._notice.isVisible)
    view = painter.canvas.viewport()
    drag(painter, view.rect().center(), view.rect().center() + QPoint(20, 0))
    assert pixels.session.labels.painted == set()


def test_that_another_tool_ends_a_stroke_and_another_image_gives_it_up(
    painter: PainterPanel, pixels: Pixels, at: At, qtbot: QtBot
) -> None:
    view = painter.canvas.viewport()
    QTest.mousePress(view, LEFT, pos=at(10, 10))
    QTest.mouseMove(view, at(30, 10))
    press(painter, "G")
    QTest.mouseRelease(view, LEFT, pos=at(30, 10))
    assert strokes(pixels) == [Tool.BRUSH]
    press(painter, "B")
    QTest.mousePress(view, LEFT, pos=at(10, 30))
    press(painter, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: painter.canvas.ready and not pixels.painting.loading)
    QTest.mouseRelease(view, LEFT, pos=at(30, 30))
    assert pixels.painting.path == "images/1.png"
    assert pixels.session.labels.painted == {PATH}
