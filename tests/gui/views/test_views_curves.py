"""The curves of a run."""

import math
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from workbench.gui.theme import DARK, LIGHT
from workbench.gui.views.charts.run_curves import CurvePanel
from workbench.gui.views.charts.series import Series


@pytest.fixture
def panel(qtbot: QtBot) -> CurvePanel:
    panel = CurvePanel(DARK)
    qtbot.addWidget(panel)
    panel.resize(1200, 240)
    panel.show()
    qtbot.waitExposed(panel)
    return panel


def test_that_an_empty_panel_says_what_will_be_there(panel: CurvePanel) -> None:
    assert panel.empty.isVisible()


def test_that_the_legend_tells_the_last_values(panel: CurvePanel, qtbot: QtBot) -> None:
    panel.add_scalars(0, {"classification": 2.0})
    panel.add_scalars(10, {"classification": 1.25})
    qtbot.waitUntil(lambda: "classification 1.250" in panel.losses.legend.toolTip())


def test_that_accuracy_is_told_in_per_cent_and_unknown_ones_are_left_out(panel: CurvePanel, qtbot: QtBot) -> None:
    panel.add_scores(0, 0.5, None)
    qtbot.waitUntil(lambda: "source 50.0 %" in panel.accuracy.legend.toolTip())
    assert "target" not in panel.accuracy.legend.toolTip()


def test_that_another_validator_is_drawn_when_it_is_picked(panel: CurvePanel, qtbot: QtBot) -> None:
    panel.set_validators({"im": "information", "atc": "thresholded confidence"})
    for step in (0, 25):
        panel.add_scores(step, 0.5, None, {"im": 0.25, "atc": 0.75})
    qtbot.waitUntil(lambda: "score 25.0 %" in panel.accuracy.legend.toolTip())
    panel.pick("atc")
    assert "score 75.0 %" in panel.accuracy.legend.toolTip()
    steps, values = panel.accuracy._series["score"].arrays()
    assert (steps.tolist(), values.tolist()) == ([0, 25], [75, 75])
    panel.clear()
    panel.pick("im")
    assert "score" not in panel.accuracy.legend.toolTip()


def test_that_a_curve_of_one_point_has_axes_from_zero_and_its_point_is_drawn(panel: CurvePanel, qtbot: QtBot) -> None:
    panel.add_scores(0, 0.5, None)
    panel.add_scalars(40, {"loss": 2.0})
    qtbot.waitUntil(lambda: "loss 2.000" in panel.losses.legend.toolTip())
    for chart in (panel.accuracy, panel.losses):
        (steps, values) = chart.plot.getViewBox().viewRange()
        assert steps[0] >= -0.05 * steps[1]
        assert values[0] >= -0.05 * values[1]
        assert chart.plot.getAxis("bottom").style["showValues"]
    assert panel.accuracy.plot.getViewBox().viewRange()[1][1] == pytest.approx(100, abs=5)
    assert panel.losses._curves["loss"].opts["symbol"] == "o"
    panel.add_scalars(80, {"loss": 1.0})
    qtbot.waitUntil(lambda: "loss 1.000" in panel.losses.legend.toolTip())
    panel.grab()
    assert panel.losses.plot.getViewBox().viewRange()[0][0] > 30
    assert panel.losses._curves["loss"].opts["symbol"] is None


def test_that_many_numbers_are_drawn_together(panel: CurvePanel, qtbot: QtBot) -> None:
    curve_changes: list[object] = []
    panel.add_scalars(0, {"loss": 1.0})
    panel.losses._curves["loss"].sigPlotChanged.connect(curve_changes.append)
    for step in range(1, 500):
        panel.add_scalars(step, {"loss": 1.0 / step})
    qtbot.waitUntil(lambda: len(curve_changes) > 0)
    assert len(curve_changes) == 1


def test_that_clearing_makes_room_for_another_run(panel: CurvePanel, qtbot: QtBot) -> None:
    panel.add_scalars(0, {"loss": 1.0})
    panel.add_stage(0, "pretrain")
    panel.clear()
    assert panel.empty.isVisible()
    panel.add_scalars(0, {"other": 1.0})
    qtbot.waitUntil(lambda: "other" in panel.losses.legend.toolTip())
    assert "loss " not in panel.losses.legend.toolTip()


def test_that_the_cursor_tells_the_values_of_its_step(panel: CurvePanel, qtbot: QtBot) -> None:
    for step in (0, 50, 100):
        panel.add_scalars(step, {"loss": float(step)})
    qtbot.waitUntil(lambda: "loss 100.000" in panel.losses.legend.toolTip())
    panel.grab()  # a plot takes its range when it is painted
    plot = panel.losses.plot
    place = plot.mapFromScene(plot.getViewBox().mapViewToScene(QPointF(52, 50)))
    QTest.mouseMove(plot.viewport(), QPoint(place.x(), place.y()))
    qtbot.waitUntil(lambda: "at step 50   — loss 50.000" in panel.losses.legend.toolTip())


def test_that_a_narrow_legend_keeps_names_and_drops_values(panel: CurvePanel, qtbot: QtBot) -> None:
    panel.resize(520, 200)
    panel.add_scalars(0, {"classification": 2.0, "confusion": 1.0})
    qtbot.waitUntil(lambda: "confusion" in panel.losses.legend.text())
    assert "2.000" not in panel.losses.legend.text()
    panel.resize(420, 200)
    panel.add_scalars(1, {"classification": 2.0, "confusion": 1.0})
    qtbot.waitUntil(lambda: panel.losses.legend.text().endswith("…"))
    assert "classification" in panel.losses.legend.text()
    assert "conf" not in panel.losses.legend.text()
    assert "confusion 1.000" in panel.losses.legend.toolTip()


@pytest.mark.parametrize("width", [480, 900])
def test_that_names_of_short_stages_stand_clear_of_each_other(panel: CurvePanel, qtbot: QtBot, width: int) -> None:
    panel.resize(width, 200)
    panel.add_scalars(0, {"loss": 1.0})
    panel.add_scalars(1000, {"loss": 0.5})
    for step, name in ((0, "source"), (20, "pixels"), (900, "translated"), (920, "features")):
        panel.add_stage(step, name)
    qtbot.waitUntil(lambda: "0.500" in panel.losses.legend.toolTip())
    panel.grab()  # names take their places when a plot is painted
    places = [line.label.mapToScene(line.label.boundingRect()).boundingRect() for line in panel.losses._stages]
    met = [(a, b) for a, b in combinations(places, 2) if a.adjusted(0, 4, 0, -4).intersects(b.adjusted(0, 4, 0, -4))]
    assert not met


def test_that_another_theme_changes_the_ground(panel: CurvePanel, qtbot: QtBot) -> None:
    panel.add_scores(0, 0.5, 0.4)
    panel.set_theme(LIGHT)
    image = panel.accuracy.plot.viewport().grab().toImage()
    assert image.pixelColor(image.width() - 3, 3) == QColor(LIGHT.panel)


@given(st.lists(st.tuples(st.integers(0, 30), st.floats(-5, 5)), max_size=600))
def test_that_a_series_holds_what_came_last_for_each_step_up_to_the_newest(rows: list[tuple[int, float]]) -> None:
    series = Series()
    expected: dict[int, float] = {}
    for step, value in rows:
        series.append(step, value)
        expected = {known: was for known, was in expected.items() if known < step} | {step: value}
    steps, values = series.arrays()
    assert dict(zip(steps, values, strict=True)) == expected


def test_that_a_value_that_is_no_number_is_told_as_unknown() -> None:
    series = Series()
    series.append(0, math.nan)
    assert series.at(None) is None
