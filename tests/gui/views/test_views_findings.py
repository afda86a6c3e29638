"""The charts and tables of an inspection, and the signals of their parts."""

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
    view = ConfusionMap()
    qtbot.addWidget(view)
    view.resize(300, 200)
    view.show_counts(("cat", "dog", "fox"), ("cat", "dog"), ((8, 2), (0, 5), (1, 0)))
    view.show()
    return view


def test_that_a_click_on_a_cell_of_the_confusion_matrix_names_its_row_and_column(qtbot: QtBot) -> None:
    view = confusion(qtbot)
    with qtbot.waitSignal(view.chosen) as signal:
        qtbot.mouseClick(view, LEFT, pos=view.centre(0, 1))
    assert signal.args == [0, 1]
    assert view.sentence(0, 1) == "2 of 10 “cat” (20 %) are predicted “dog”"


def test_that_the_arrows_walk_the_confusion_matrix_and_stop_at_its_edge(qtbot: QtBot) -> None:
    view = confusion(qtbot)
    cells: list[tuple[int, int]] = []
    view.chosen.connect(lambda row, column: cells.append((row, column)))
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Down):
        qtbot.keyClick(view, key)
    assert cells == [(1, 0), (1, 1), (1, 1), (2, 1), (2, 1)]


def test_that_right_cells_are_drawn_in_one_colour_and_wrong_ones_in_another(qtbot: QtBot) -> None:
    view = confusion(qtbot)
    picture = view.grab().toImage()
    right, wrong, none = (
        picture.pixelColor(view.centre(*cell) * view.devicePixelRatio()) for cell in ((1, 1), (2, 0), (1, 0))
    )
    assert right.green() > right.red()
    assert wrong.red() > wrong.green()
    assert abs(none.red() - none.green()) < 12


def test_that_an_empty_matrix_is_drawn_too(qtbot: QtBot) -> None:
    view = ConfusionMap(LIGHT)
    qtbot.addWidget(view)
    view.show_counts((), (), ())
    assert not view.grab().isNull()
    assert view.cell_at(view.rect().center().toPointF()) is None


def cell(table: SheetTable, row: int) -> QTableWidgetItem:
    item = table.item(row, 0)
    assert item is not None
    return item


def test_that_numbers_in_a_table_are_ordered_as_numbers_and_unknown_ones_last(qtbot: QtBot) -> None:
    view = SheetTable("Classes")
    qtbot.addWidget(view)
    view.show_rows(("class", "images"), [("a", "1,200"), ("b", "–"), ("c", "30"), ("d", "9.5 %")])
    view.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    assert [cell(view, y).text() for y in range(4)] == ["d", "c", "a", "b"]


def test_that_a_chosen_row_is_named_by_its_place_before_sorting(qtbot: QtBot) -> None:
    view = SheetTable("Classes")
    qtbot.addWidget(view)
    view.show_rows(("class", "images"), [("a", "3"), ("b", "1")])
    view.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    view.resize(300, 200)
    view.show()
    with qtbot.waitSignal(view.chosen) as signal:
        qtbot.mouseClick(view.viewport(), LEFT, pos=view.visualItemRect(cell(view, 0)).center())
    assert signal.args == [1]


def test_that_a_click_on_a_histogram_chooses_its_statistic_and_its_sentence_names_the_difference(qtbot: QtBot) -> None:
    shares = tuple(np.full(4, 0.25))
    statistic = ImageStatistic(
        "brightness", "Brightness", "", 90.0, 140.0, 0.81, (0.0, 64.0, 128.0, 192.0, 255.0), shares, shares
    )
    view = HistogramCard(statistic)
    qtbot.addWidget(view)
    view.show()
    with qtbot.waitSignal(view.chosen) as signal:
        qtbot.mouseClick(view, LEFT)
    assert signal.args == ["brightness"]
    assert view.share() == "higher in 81 %", "a share of pairs, and no change by 81 %"
    assert view.sentence() == "In 81 % of pairs, the value of the target image is higher than that of the source image"


def test_that_a_reliability_diagram_describes_each_of_its_bars(qtbot: QtBot) -> None:
    view = ReliabilityDiagram()
    qtbot.addWidget(view)
    view.show_bins((Bin(0.95, 0.7, 120),))
    assert view.toolTip() == "at 95 % confidence 70 % of 120 right"
    assert not view.grab().isNull()
