"""The pictures of what an inspection found: each part can be pointed at, and answers."""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableWidgetItem
from pytestqt.qtbot import QtBot

from workbench.core.shift_report import Bin, ImageStatistic
from workbench.gui.theme import LIGHT
from workbench.gui.views.charts.confusion import ConfusionMap
from workbench.gui.views.charts.histograms import HistogramCard
from workbench.gui.views.charts.reliability import ReliabilityDiagram
from workbench.gui.views.tables.sheet_table import SheetTable

LEFT = Qt.MouseButton.LeftButton


def confusion(qtbot: QtBot) -> ConfusionMap:
    made = ConfusionMap()
    qtbot.addWidget(made)
    made.resize(300, 200)
    made.show_counts(("cat", "dog", "fox"), ("cat", "dog"), ((8, 2), (0, 5), (1, 0)))
    made.show()
    return made


def test_that_a_click_on_a_cell_of_the_confusion_matrix_names_its_row_and_column(qtbot: QtBot) -> None:
    made = confusion(qtbot)
    with qtbot.waitSignal(made.chosen) as told:
        qtbot.mouseClick(made, LEFT, pos=made.centre(0, 1))
    assert told.args == [0, 1]
    assert made.sentence(0, 1) == "2 of 10 “cat” (20 %) are predicted “dog”"


def test_that_the_arrows_walk_the_confusion_matrix_and_stop_at_its_edge(qtbot: QtBot) -> None:
    made = confusion(qtbot)
    told: list[tuple[int, int]] = []
    made.chosen.connect(lambda row, column: told.append((row, column)))
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Down):
        qtbot.keyClick(made, key)
    assert told == [(1, 0), (1, 1), (1, 1), (2, 1), (2, 1)]


def test_that_right_cells_are_drawn_in_one_colour_and_wrong_ones_in_another(qtbot: QtBot) -> None:
    made = confusion(qtbot)
    picture = made.grab().toImage()
    right, wrong, none = (
        picture.pixelColor(made.centre(*cell) * made.devicePixelRatio()) for cell in ((1, 1), (2, 0), (1, 0))
    )
    assert right.green() > right.red()
    assert wrong.red() > wrong.green()
    assert abs(none.red() - none.green()) < 12


def test_that_an_empty_matrix_is_drawn_too(qtbot: QtBot) -> None:
    made = ConfusionMap(LIGHT)
    qtbot.addWidget(made)
    made.show_counts((), (), ())
    assert not made.grab().isNull()
    assert made.cell_at(made.rect().center().toPointF()) is None


def cell(table: SheetTable, row: int) -> QTableWidgetItem:
    found = table.item(row, 0)
    assert found is not None
    return found


def test_that_numbers_in_a_table_are_ordered_as_numbers_and_unknown_ones_last(qtbot: QtBot) -> None:
    made = SheetTable("Classes")
    qtbot.addWidget(made)
    made.show_rows(("class", "images"), [("a", "1,200"), ("b", "–"), ("c", "30"), ("d", "9.5 %")])
    made.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    assert [cell(made, y).text() for y in range(4)] == ["d", "c", "a", "b"]


def test_that_a_chosen_row_is_named_by_its_place_before_sorting(qtbot: QtBot) -> None:
    made = SheetTable("Classes")
    qtbot.addWidget(made)
    made.show_rows(("class", "images"), [("a", "3"), ("b", "1")])
    made.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    made.resize(300, 200)
    made.show()
    with qtbot.waitSignal(made.chosen) as told:
        qtbot.mouseClick(made.viewport(), LEFT, pos=made.visualItemRect(cell(made, 0)).center())
    assert told.args == [1]


def test_that_a_histogram_asks_to_sort_by_its_statistic_and_says_the_difference(qtbot: QtBot) -> None:
    shares = tuple(np.full(4, 0.25))
    one = ImageStatistic(
        "brightness", "Brightness", "", 90.0, 140.0, 0.81, (0.0, 64.0, 128.0, 192.0, 255.0), shares, shares
    )
    made = HistogramCard(one)
    qtbot.addWidget(made)
    made.show()
    with qtbot.waitSignal(made.chosen) as told:
        qtbot.mouseClick(made, LEFT)
    assert told.args == ["brightness"]
    assert made.sentence() == "In 81 % of pairs, the target image has more of it than the source image"


def test_that_a_reliability_diagram_says_each_of_its_bars(qtbot: QtBot) -> None:
    made = ReliabilityDiagram()
    qtbot.addWidget(made)
    made.show_bins((Bin(0.95, 0.7, 120),))
    assert made.toolTip() == "at 95 % confidence 70 % of 120 right"
    assert not made.grab().isNull()
