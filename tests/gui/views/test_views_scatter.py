"""The scatter plot, operated by mouse and keys."""

from pathlib import Path

import numpy as np
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.gui.views.scattered import LEFT, SOURCE, TARGET, drag, pixel, points, surface
from workbench.core.domain import Side
from workbench.gui.views.scatter.points import ScatterPoints
from workbench.gui.views.scatter.scatter_view import ScatterView

AROUND_SOURCE = [(-0.5, -0.5), (1.6, -0.5), (1.6, 1.5), (-0.5, 1.5)]


def test_that_a_lasso_selects_what_it_surrounds(view: ScatterView, qtbot: QtBot) -> None:
    QTest.keyClick(view.canvas.plot, Qt.Key.Key_S)
    with qtbot.waitSignal(view.selected) as signal:
        drag(view, AROUND_SOURCE)
    assert signal.args == [{(Side.SOURCE, "s0"), (Side.SOURCE, "s1"), (Side.SOURCE, "s2")}]


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
    with qtbot.waitSignal(view.selected) as signal:
        QTest.keyClick(view.canvas.plot, Qt.Key.Key_Escape)
    assert signal.args == [set()]


def test_that_a_click_selects_the_point_under_it(view: ScatterView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.selected) as signal:
        QTest.mouseClick(surface(view), LEFT, pos=pixel(view, 5, 1) + QPoint(2, 2))
    assert signal.args == [{(Side.TARGET, "t1")}]


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
    with qtbot.waitSignal(view.hovered) as signal:
        QTest.mouseMove(surface(view), pixel(view, 5, 0))
    assert signal.args == [(Side.TARGET, "t0")]
    with qtbot.waitSignal(view.hovered) as signal:
        QTest.mouseMove(surface(view), pixel(view, 2.5, 0.5))
    assert signal.args == [None]


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


def test_that_without_points_a_sentence_and_its_button_are_shown(view: ScatterView, qtbot: QtBot) -> None:
    view.clear()
    view.empty.set_text("Nothing has been adapted yet.", "Adapt")
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


def test_that_a_slider_looks_back_and_plays_to_the_end(view: ScatterView, qtbot: QtBot) -> None:
    assert not view.bar.history.isVisible()
    view.bar.set_history(4)
    assert view.bar.history.isVisible()
    assert view.bar.history.value() == 3
    with qtbot.waitSignal(view.step_chosen) as signal:
        view.bar.history.setValue(1)
    assert signal.args == [1]
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
