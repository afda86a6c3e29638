"""The learning curve: visible from two runs on, with a description in words."""

from pytestqt.qtbot import QtBot

from workbench.gui.theme import DARK
from workbench.gui.views.charts.learning_curve import ForecastPoint, LearningCurve


def test_that_one_run_is_no_curve_and_two_are(qtbot: QtBot) -> None:
    curve = LearningCurve()
    qtbot.addWidget(curve)
    curve.show_curve([(0, 0.8)], [])
    assert curve.isHidden()
    curve.show_curve([(0, 0.8), (10, 0.9)], [ForecastPoint(10, 0.9, 0.88, 0.92), ForecastPoint(20, 0.93, 0.9, 0.96)])
    assert not curve.isHidden()
    assert curve.toolTip().splitlines() == ["0 shots: 80.0 %", "10 shots: 90.0 %", "20 expected: 90 % to 96 %"]


def test_that_the_band_is_drawn_beyond_the_last_run(qtbot: QtBot) -> None:
    curve = LearningCurve()
    qtbot.addWidget(curve)
    curve.resize(240, 112)
    curve.show_curve([(0, 0.8), (10, 0.9)], [ForecastPoint(10, 0.9, 0.85, 0.95), ForecastPoint(20, 0.92, 0.8, 1.0)])
    image = curve.grab().toImage()
    middle = 8 + (112 - 28) // 2
    beyond, before = image.pixelColor(225, middle), image.pixelColor(60, middle)
    accent = int(DARK.accent[5:], 16)
    assert abs(beyond.blue() - accent) < abs(before.blue() - accent)
