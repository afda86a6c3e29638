"""The scatter, driven by mouse and keys."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from workbench.core.domain import Side
from workbench.gui.theme import DARK, LIGHT, class_colour
from workbench.gui.views.colouring import Shade
from workbench.gui.views.ids import Ids
from workbench.gui.views.points import ScatterPoints
from workbench.gui.views.scatter import ScatterView

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


@pytest.fixture
def view(qtbot: QtBot) -> ScatterView:
    made = ScatterView(DARK)
    qtbot.addWidget(made)
    made.resize(800, 500)
    made.show()
    qtbot.waitExposed(made)
    made.set_points(SOURCE, TARGET, 10)
    return made


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
    for place in at[1:]:  # QTest.mouseMove can not hold a button down
        place_in_window = QPointF(surface(view).mapToGlobal(place))
        event = QMouseEvent(
            QEvent.Type.MouseMove, QPointF(place), place_in_window, Qt.MouseButton.NoButton, LEFT, modifier
        )
        QApplication.sendEvent(surface(view), event)
    QTest.mouseRelease(surface(view), LEFT, modifier, at[-1])


AROUND_SOURCE = [(-0.5, -0.5), (1.6, -0.5), (1.6, 1.5), (-0.5, 1.5)]


def test_that_a_lasso_selects_what_it_surrounds(view: ScatterView, qtbot: QtBot) -> None:
    QTest.keyClick(view.canvas.plot, Qt.Key.Key_S)
    with qtbot.waitSignal(view.selected) as told:
        drag(view, AROUND_SOURCE)
    assert told.args == [{(Side.SOURCE, "s0"), (Side.SOURCE, "s1"), (Side.SOURCE, "s2")}]


def test_that_shift_adds_to_the_selection_and_ctrl_takes_away(view: ScatterView, qtbot: QtBot) -> None:
    view.set_tool("lasso")
    view.set_selection({(Side.TARGET, "t0")})
    drag(view, AROUND_SOURCE, Qt.KeyboardModifier.ShiftModifier)
    assert len(view.selection) == 4
    drag(view, AROUND_SOURCE, Qt.KeyboardModifier.ControlModifier)
    assert view.selection == {(Side.TARGET, "t0")}


def test_that_after_g_a_drag_moves_the_view_and_selects_nothing(view: ScatterView, qtbot: QtBot) -> None:
    QTest.keyClick(view.canvas.plot, Qt.Key.Key_S)
    QTest.keyClick(view.canvas.plot, Qt.Key.Key_G)
    before = view.canvas.to_pixel(0, 0)
    with qtbot.assertNotEmitted(view.selected):
        drag(view, [(2, 0.5), (2.5, 0.5), (3, 0.5), (3.5, 0.5)])
    assert view.canvas.to_pixel(0, 0).x() > before.x() + 20


def test_that_esc_clears_the_selection(view: ScatterView, qtbot: QtBot) -> None:
    view.set_selection({(Side.SOURCE, "s0")})
    with qtbot.waitSignal(view.selected) as told:
        QTest.keyClick(view.canvas.plot, Qt.Key.Key_Escape)
    assert told.args == [set()]


def test_that_a_click_selects_the_point_under_it(view: ScatterView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.selected) as told:
        QTest.mouseClick(surface(view), LEFT, pos=pixel(view, 5, 1) + QPoint(2, 2))
    assert told.args == [{(Side.TARGET, "t1")}]


def test_that_hidden_samples_are_not_selected(view: ScatterView, qtbot: QtBot) -> None:
    view.set_shown(source=False, target=True)
    view.set_tool("lasso")
    drag(view, AROUND_SOURCE)
    assert view.selection == set()


def test_that_setting_the_selection_is_not_told_back(view: ScatterView, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(view.selected):
        view.set_selection({(Side.TARGET, "t2"), (Side.TARGET, "not in this picture")})
    assert (Side.TARGET, "not in this picture") in view.selection


def test_that_the_selection_follows_its_samples_when_they_move(view: ScatterView) -> None:
    view.set_selection({(Side.SOURCE, "s1")})
    view.set_points(points("s", [(0, 0), (3, 0.5), (0, 1)]), TARGET, 20)
    ring = view.grab().toImage()
    at = view.canvas.plot.viewport().mapTo(view, pixel(view, 3, 0.5))
    edge = [ring.pixelColor(at.x() + dx, at.y()).lightness() for dx in range(3, 9)]
    assert max(edge) > 150  # a light ring on the dark ground


def test_that_the_cursor_over_a_point_names_it_and_leaving_it_says_so(view: ScatterView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.hovered) as told:
        QTest.mouseMove(surface(view), pixel(view, 5, 0))
    assert told.args == [(Side.TARGET, "t0")]
    with qtbot.waitSignal(view.hovered) as told:
        QTest.mouseMove(surface(view), pixel(view, 2.5, 0.5))
    assert told.args == [None]


def test_that_the_view_stays_while_points_move_inside_it(view: ScatterView) -> None:
    before = view.canvas.to_pixel(0, 0)
    view.set_points(SOURCE, points("t", [(4.8, 0), (4.5, 1), (4, 0.7)]), 20)
    assert view.canvas.to_pixel(0, 0) == before


def test_that_the_view_widens_when_points_leave_it(view: ScatterView) -> None:
    view.set_points(SOURCE, points("t", [(50, 0), (5, 1), (4, 1)]), 20)
    assert surface(view).rect().contains(pixel(view, 50, 0))


def test_that_a_view_zoomed_by_hand_is_left_alone_until_home(view: ScatterView, qtbot: QtBot) -> None:
    QTest.keyClick(view.canvas.plot, Qt.Key.Key_Plus)
    before = view.canvas.to_pixel(0, 0)
    view.set_points(SOURCE, points("t", [(50, 0), (5, 1), (4, 1)]), 20)
    assert view.canvas.to_pixel(0, 0) == before
    QTest.keyClick(view.canvas.plot, Qt.Key.Key_Home)
    assert surface(view).rect().contains(pixel(view, 50, 0))


def shown_colour(view: ScatterView, x: float, y: float) -> QColor:
    return surface(view).grab().toImage().pixelColor(pixel(view, x, y))


def close(a: QColor, b: QColor) -> bool:
    return abs(a.red() - b.red()) + abs(a.green() - b.green()) + abs(a.blue() - b.blue()) < 120


def test_that_points_are_coloured_by_domain_or_by_class(view: ScatterView) -> None:
    view.set_points(points("s", [(0, 0), (3, 3)], [4, 2]), ScatterPoints(), 0)
    assert close(shown_colour(view, 0, 0), QColor(DARK.source))
    view.set_colour_by("class")
    assert close(shown_colour(view, 0, 0), class_colour(4))
    assert close(shown_colour(view, 3, 3), class_colour(2))


def test_that_choosing_a_colour_by_hand_is_told(view: ScatterView, qtbot: QtBot) -> None:
    view.bar.colour.setFocus()
    with qtbot.waitSignal(view.colour_changed) as told:
        view.bar.colour.activated.emit(1)
    assert told.args == ["class"]


def test_that_another_theme_repaints_the_points(view: ScatterView) -> None:
    view.set_theme(LIGHT)
    assert close(shown_colour(view, 5, 0), QColor(LIGHT.target))
    assert shown_colour(view, 2.5, 0.5) == QColor(LIGHT.background)


def test_that_without_points_a_sentence_and_its_button_are_shown(view: ScatterView, qtbot: QtBot) -> None:
    view.clear()
    view.set_empty("Nothing has been adapted yet.", "Adapt")
    button = next(b for b in view.findChildren(QPushButton) if b.text() == "Adapt")
    with qtbot.waitSignal(view.empty_acted):
        QTest.mouseClick(button, LEFT)


def test_that_points_without_a_place_do_no_harm(view: ScatterView) -> None:
    view.set_points(points("s", [(np.nan, np.nan), (np.inf, 0)]), ScatterPoints(), 0)
    view.grab()


def test_that_a_box_selects_what_it_surrounds_and_shift_with_ctrl_keeps_what_is_in_both(
    view: ScatterView, qtbot: QtBot
) -> None:
    QTest.keyClick(view.canvas.plot, Qt.Key.Key_R)
    drag(view, [(-0.5, 1.5), (1.6, -0.5)])
    assert set(view.selection) == {(Side.SOURCE, "s0"), (Side.SOURCE, "s1"), (Side.SOURCE, "s2")}
    both = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier
    drag(view, [(0.5, 0.5), (5.5, -0.5)], both)
    assert set(view.selection) == {(Side.SOURCE, "s1")}


def test_that_many_selected_points_keep_their_colour_and_the_others_fade(view: ScatterView) -> None:
    count = 3000
    xy = np.random.default_rng(0).normal(size=(count, 2)).astype(np.float32)
    many = ScatterPoints([f"m{n}" for n in range(count)], xy, np.zeros(count, np.int16), np.ones(count, np.float32))
    view.set_points(many, ScatterPoints(), 1)
    view.set_selection(Ids([f"m{n}" for n in range(2500)]))
    colours = view.canvas._cloud._colours[Side.SOURCE]
    assert len(np.unique(colours[:2500])) == len(np.unique(colours[2500:])) == 1
    assert colours[0] != colours[-1]
    view.set_selection(Ids())
    assert len(np.unique(view.canvas._cloud._colours[Side.SOURCE])) == 1


def test_that_points_are_coloured_by_a_column_with_a_legend(view: ScatterView, qtbot: QtBot) -> None:
    numbers = {Side.SOURCE: np.array([0, 1, np.nan], np.float32), Side.TARGET: np.array([0, 0.5, 1], np.float32)}
    names = {Side.SOURCE: np.array([0, 1, -1], np.float32), Side.TARGET: np.array([1, 1, 0], np.float32)}
    view.set_shades([Shade("score", "Score", numbers), Shade("site", "Site", names, ("north", "south"))])
    rows = [view.bar.colour.itemData(row) for row in range(view.bar.colour.count())]
    assert rows == ["domain", "class", "score", "site"]
    view.bar.colour.setCurrentIndex(2)
    with qtbot.waitSignal(view.colour_changed):
        view.bar.colour.activated.emit(2)
    source, target = (view.canvas._cloud._colours[side] for side in Side)
    assert source[0] == target[0] != source[1] == target[2]
    assert source[2] not in target, "no number is grey"
    assert view.legend.isVisible()
    assert view.legend.scale is not None
    assert view.legend.scale.low < view.legend.scale.high
    view.set_colour_by("site")
    source, target = (view.canvas._cloud._colours[side] for side in Side)
    assert source[0] == target[2] != source[1] == target[0]
    assert [name for name, _ in view.legend.scale.names] == ["north", "south"]
    view.set_shades([])
    assert view.bar.colour.currentData() == "domain"
    assert not view.legend.isVisible()


def test_that_the_class_is_offered_once_and_stays_chosen_when_points_bring_labels(view: ScatterView) -> None:
    view.set_colour_by("class")
    names = {side: np.array([0, 1, 0], np.float32) for side in Side}
    view.set_shades([Shade("label", "Class", names, ("cat", "dog"))])
    assert [title for _, title in view.painting.options] == ["domain", "class"]
    assert view.bar.colour.currentData() == "label"
    view.set_shades([])
    assert view.bar.colour.currentData() == "class"


def test_that_a_hundred_thousand_points_show_both_domains_where_they_overlap(view: ScatterView) -> None:
    count = 50_000
    xy = np.random.default_rng(0).normal(0, 0.2, size=(count, 2)).astype(np.float32)

    def made(prefix: str) -> ScatterPoints:
        paths = [f"{prefix}{n}" for n in range(count)]
        return ScatterPoints(paths, xy, np.zeros(count, np.int16), np.ones(count, np.float32))

    view.set_points(made("a"), made("b"), 1)
    picture = view.canvas.grab().toImage()
    middle = pixel(view, 0, 0)
    shades = {picture.pixelColor(middle.x() + x, middle.y() + y).name() for x in range(-40, 40) for y in range(-40, 40)}
    assert {DARK.source, DARK.target} <= shades


def test_that_a_slider_looks_back_and_plays_to_the_end(view: ScatterView, qtbot: QtBot) -> None:
    assert not view.bar.history.isVisible()
    view.bar.set_history(4)
    assert view.bar.history.isVisible()
    assert view.bar.history.value() == 3
    with qtbot.waitSignal(view.step_chosen) as told:
        view.bar.history.setValue(1)
    assert told.args == [1]
    view.bar.set_history(5)
    assert view.bar.history.value() == 1, "who looks back stays there"
    qtbot.mouseClick(view.bar.play, LEFT)
    qtbot.waitUntil(lambda: not view.bar.play.isChecked())
    assert view.bar.history.value() == 4


def test_that_the_image_under_the_cursor_is_shown_beside_it(view: ScatterView, qtbot: QtBot, tmp_path: Path) -> None:
    Image.new("RGB", (20, 20), "red").save(tmp_path / "s1.png")
    view.card.file_of = lambda one: str(tmp_path / f"{one[1]}.png")
    with qtbot.waitSignal(view.hovered):
        QTest.mouseMove(surface(view), pixel(view, 1, 0))
    assert view.card.isVisible()
    assert "s1" in view.card.words.text()
    qtbot.waitUntil(lambda: not view.card.picture.pixmap().isNull())
