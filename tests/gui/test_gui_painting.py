"""Painting as a person does it: by mouse and keys on the real painter, held against the project and the mask."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.gui.conftest import HIGH, WIDE, Pixels, truth
from workbench.core.domain import Side
from workbench.core.masks import IGNORED
from workbench.core.strokes import Tool
from workbench.data.painting import replayed
from workbench.gui.panels.painter import Painter
from workbench.gui.views.paint_canvas import Hand
from workbench.store.project import Project

LEFT = Qt.MouseButton.LeftButton
PATH = "images/0.png"
At = Callable[[float, float], QPoint]


@pytest.fixture
def painter(qtbot: QtBot, pixels: Pixels) -> Painter:
    made = Painter(pixels.session, pixels.painting)
    qtbot.addWidget(made)
    made.resize(900, 560)
    made.show()
    qtbot.waitExposed(made)
    pixels.session.select(frozenset({(Side.TARGET, PATH)}))
    qtbot.waitUntil(lambda: made.canvas.ready and not pixels.painting.loading)
    return made


@pytest.fixture
def at(painter: Painter) -> At:
    """The point of the viewport over a place of the image."""
    return lambda x, y: painter.canvas.to_viewport(QPointF(x, y)).toPoint()


def press(painter: Painter, key: "Qt.Key | str") -> None:
    QTest.keyClick(painter, key if isinstance(key, Qt.Key) else Qt.Key(ord(key.upper())))


def drag(painter: Painter, *places: QPoint) -> None:
    view = painter.canvas.viewport()
    QTest.mousePress(view, LEFT, pos=places[0])
    for place in places[1:]:
        QTest.mouseMove(view, place)
    QTest.mouseRelease(view, LEFT, pos=places[-1])


def strokes(pixels: Pixels) -> list[Tool]:
    assert pixels.session.project is not None
    return [one.stroke.tool for one in pixels.session.project.strokes.of(PATH)]


def as_committed(pixels: Pixels) -> bool:
    """Whether the mask on the screen is the one that the project's strokes make."""
    project = pixels.session.project
    assert project is not None
    kept = [one.stroke for one in project.strokes.of(PATH)]
    return bool((pixels.painting.mask == replayed(kept, (WIDE, HIGH), pixels.painting.numbers)).all())


def test_that_a_stroke_is_committed_as_it_ends_and_makes_the_image_a_shot(
    painter: Painter, pixels: Pixels, at: At
) -> None:
    press(painter, "2")
    painter.canvas.set_radius(3)
    drag(painter, at(10, 10), at(30, 10), at(30, 20))
    assert strokes(pixels) == [Tool.BRUSH]
    assert pixels.session.painted == {PATH}
    assert pixels.session.shot_count == 1
    assert pixels.painting.mask[10, 20] == 1
    assert pixels.painting.mask[40, 80] == IGNORED
    assert as_committed(pixels)
    beside = Project.open(pixels.session.project.folder, settle=False)  # type: ignore[union-attr]
    assert len(beside.strokes.of(PATH)) == 1, "another process finds it"
    beside.close()


def test_that_the_screen_shows_the_class_in_its_colour(painter: Painter, pixels: Pixels, at: At) -> None:
    press(painter, "3")
    painter.opacity.setValue(100)
    painter.canvas.set_radius(4)
    drag(painter, at(20, 20), at(24, 20))
    QTest.mouseMove(painter.canvas.viewport(), at(70, 40))
    shown = painter.canvas.viewport().grab().toImage().pixelColor(at(22, 20))
    assert (shown.red(), shown.green(), shown.blue()) == (0, 0, 142)


def test_that_the_eraser_takes_away_and_undo_and_redo_go_through_all_strokes(
    painter: Painter, pixels: Pixels, at: At
) -> None:
    painter.canvas.set_radius(6)
    drag(painter, at(20, 20), at(40, 20))
    press(painter, "e")
    drag(painter, at(30, 20), at(31, 20))
    assert pixels.painting.mask[20, 30] == IGNORED
    pixels.session.undo()
    assert pixels.painting.mask[20, 30] == 0
    pixels.session.undo()
    assert (pixels.painting.mask == IGNORED).all()
    assert pixels.session.painted == set()
    pixels.session.redo()
    pixels.session.redo()
    assert strokes(pixels) == [Tool.BRUSH, Tool.ERASER]
    assert pixels.painting.mask[20, 30] == IGNORED
    assert as_committed(pixels)


def test_that_a_polygon_is_closed_by_enter_or_a_double_click_and_given_up_by_esc(
    painter: Painter, pixels: Pixels, at: At
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


def test_that_a_region_of_the_prediction_is_accepted_by_a_click(painter: Painter, pixels: Pixels, at: At) -> None:
    press(painter, "f")
    QTest.mouseClick(painter.canvas.viewport(), LEFT, pos=at(50, 10))
    assert strokes(pixels) == [Tool.REGION]
    assert (pixels.painting.mask[: HIGH // 2] == 1).all()
    assert (pixels.painting.mask[HIGH // 2 :] == IGNORED).all()


def test_that_enter_accepts_all_that_is_not_painted_yet_as_one_step(painter: Painter, pixels: Pixels, at: At) -> None:
    press(painter, "3")
    painter.canvas.set_radius(4)
    drag(painter, at(44, 35), at(52, 35))
    painted = pixels.painting.mask == 2
    assert painted.any()
    press(painter, Qt.Key.Key_Return)
    mask = pixels.painting.mask
    expected = truth()
    expected[expected == 2] = 0
    assert (mask[painted] == 2).all(), "what a person painted stays"
    assert (mask[~painted] == expected[~painted]).all()
    pixels.session.undo()
    assert np.array_equal(pixels.painting.mask == 2, painted)
    assert (pixels.painting.mask[~painted] == IGNORED).all()


def test_that_tab_leads_to_the_most_doubtful_part_until_it_is_painted(painter: Painter, pixels: Pixels) -> None:
    fitted = painter.canvas.scale_shown
    press(painter, Qt.Key.Key_Tab)
    assert painter.doubt.isChecked()
    assert painter.canvas.scale_shown > fitted
    assert pixels.painting.doubt is not None
    left, top, right, bottom = pixels.painting.seen[0]
    assert pixels.painting.doubt[top:bottom, left:right].mean() > 150
    press(painter, Qt.Key.Key_Tab)
    assert len(pixels.painting.seen) == 2
    press(painter, Qt.Key.Key_Return)
    assert pixels.painting.next_doubtful() is None


def test_that_brackets_size_the_brush_and_delete_wipes(painter: Painter, pixels: Pixels, at: At) -> None:
    before = painter.canvas.radius
    press(painter, "]")
    assert painter.canvas.radius > before
    press(painter, "[")
    press(painter, "[")
    assert painter.canvas.radius < before
    drag(painter, at(20, 20), at(40, 20))
    press(painter, Qt.Key.Key_Delete)
    assert pixels.session.painted == set()
    pixels.session.undo()
    assert pixels.session.painted == {PATH}


def test_that_another_image_is_painted_on_its_own_and_the_first_comes_back(
    painter: Painter, pixels: Pixels, at: At, qtbot: QtBot
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
    painter: Painter, pixels: Pixels, at: At, qtbot: QtBot
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


def test_that_without_a_run_there_is_no_prediction_to_accept(painter: Painter, pixels: Pixels, qtbot: QtBot) -> None:
    pixels.runs.shown.emit(None)
    qtbot.waitUntil(lambda: not pixels.painting.loading)
    assert not painter.hands[Hand.FILL].isEnabled()
    assert not painter.next.isEnabled()
    press(painter, "f")
    assert painter.canvas.hand is Hand.BRUSH
    press(painter, Qt.Key.Key_Return)
    assert strokes(pixels) == []


def test_that_without_a_sample_the_painter_says_what_will_be_there(pixels: Pixels, qtbot: QtBot) -> None:
    made = Painter(pixels.session, pixels.painting)
    qtbot.addWidget(made)
    made.resize(800, 500)
    made.show()
    assert made.nothing.isVisible()
    made.nothing.acted.emit()
    qtbot.waitUntil(lambda: made.canvas.isVisible() and not pixels.painting.loading)
    assert pixels.painting.path == PATH
