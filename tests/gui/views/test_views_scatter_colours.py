"""Colours of points in the scatter plot, and the legend."""

import numpy as np
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from tests.gui.views.scattered import pixel, points, surface
from workbench.core.domain import Side
from workbench.gui.kit.sample_ids import Ids
from workbench.gui.theme import DARK, LIGHT, class_colour
from workbench.gui.views.scatter.colour_scales import Shade
from workbench.gui.views.scatter.points import ScatterPoints
from workbench.gui.views.scatter.scatter_view import ScatterView


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
    with qtbot.waitSignal(view.colour_changed) as signal:
        view.bar.colour.activated.emit(1)
    assert signal.args == ["class"]


def test_that_another_theme_repaints_the_points(view: ScatterView) -> None:
    view.set_theme(LIGHT)
    assert close(shown_colour(view, 5, 0), QColor(LIGHT.target))
    assert shown_colour(view, 2.5, 0.5) == QColor(LIGHT.background)


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
