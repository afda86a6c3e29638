"""The table of runs."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from workbench.core.shot_gain import NO_REFERENCE, ShotGain
from workbench.core.target_quality import AccuracyDifference
from workbench.gui.theme import DARK
from workbench.gui.theme.apply import apply_theme
from workbench.gui.views.tables.record_view import RecordView
from workbench.gui.views.tables.run_rows import RUN_COLUMNS, RunRow

LEFT = Qt.MouseButton.LeftButton


def run(number: int, target: float | None = None, seconds: float | None = None) -> RunRow:
    return RunRow(
        f"r{number}",
        number,
        "finished",
        method="MCC",
        backbone="small",
        tune="all",
        target_accuracy=target,
        seconds=seconds,
    )


@pytest.fixture
def table(qtbot: QtBot) -> RecordView:
    table = RecordView("Runs", RUN_COLUMNS)
    qtbot.addWidget(table)
    table.resize(900, 300)
    table.set_rows([run(1, 0.58, 12.0), run(2, 0.746, 75.0), run(3)])
    table.show()
    qtbot.waitExposed(table)
    return table


def column(table: RecordView, title: str) -> int:
    model = table.model()
    titles = [model.headerData(at, Qt.Orientation.Horizontal) for at in range(model.columnCount())]
    return titles.index(title)


def cells(table: RecordView, title: str, role: int = Qt.ItemDataRole.DisplayRole) -> list[object]:
    model, at = table.model(), column(table, title)
    return [model.index(row, at).data(role) for row in range(model.rowCount())]


def click(table: RecordView, row: int) -> None:
    place = table.visualRect(table.model().index(row, 1)).center()
    QTest.mouseClick(table.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, place)


def test_that_the_newest_run_stands_first(table: RecordView) -> None:
    assert cells(table, "run") == ["3", "2", "1"]


def test_that_what_is_unknown_is_a_dash(table: RecordView) -> None:
    assert cells(table, "target") == ["–", "74.6", "58.0"]
    assert cells(table, "time") == ["–", "1:15", "12 s"]


def test_that_the_gain_of_shots_is_shown_with_the_run_it_is_compared_to(table: RecordView) -> None:
    won = ShotGain(10, AccuracyDifference(0.0321, 0.011, 0.053, 400), "run 1")
    table.set_rows([run(1), replace(run(2), shots=10, gained=won), replace(run(3), shots=10, no_gain=NO_REFERENCE)])
    assert cells(table, "gain") == ["–", "+3.2", "–"]
    assert cells(table, "gain", Qt.ItemDataRole.ToolTipRole) == [
        NO_REFERENCE,
        "+3.2 points of accuracy (+1.1 to +5.3) with 10 more shots than run 1, on the same 400 labels.",
        None,
    ]


def test_that_columns_without_a_value_in_any_row_are_not_shown(table: RecordView) -> None:
    gain = column(table, "gain")
    assert table.isColumnHidden(gain)
    table.set_rows([run(1), replace(run(2), shots=10)])
    assert not table.isColumnHidden(column(table, "shots"))
    assert table.isColumnHidden(gain)


def test_that_a_row_that_is_pointed_at_comes_into_sight(table: RecordView) -> None:
    table.resize(400, 120)
    table.set_rows([run(number) for number in range(1, 40)])
    table.select("r1")
    at = table.visualRect(table.currentIndex())
    assert table.viewport().rect().contains(at.center())
    table.select("")
    assert table.chosen() == []


def test_that_a_loss_is_sorted_above_what_is_not_known(table: RecordView) -> None:
    lost = ShotGain(10, AccuracyDifference(-0.08, -0.2, 0.02, 100), "run 1")
    won = ShotGain(10, AccuracyDifference(0.02, 0.01, 0.03, 100), "run 1")
    table.set_rows([replace(run(1), gained=won), replace(run(2), gained=lost), run(3)])
    table.sortByColumn(column(table, "gain"), Qt.SortOrder.DescendingOrder)
    assert cells(table, "gain") == ["+2.0", "−8.0", "–"]


def test_that_numbers_stand_on_the_right(table: RecordView) -> None:
    for title in ("run", "target", "shots", "gain", "time"):
        for alignment in cells(table, title, Qt.ItemDataRole.TextAlignmentRole):
            assert isinstance(alignment, int)
            assert alignment & Qt.AlignmentFlag.AlignRight.value


def test_that_a_click_on_a_heading_sorts_by_value_not_by_text(table: RecordView) -> None:
    table.set_rows([run(1, 0.095), run(2, 0.5), run(3)])
    header, at = table.horizontalHeader(), column(table, "target")
    place = header.sectionViewportPosition(at) + header.sectionSize(at) // 2
    QTest.mouseClick(header.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, QPoint(place, header.height() // 2))
    assert cells(table, "target") in (["–", "9.5", "50.0"], ["50.0", "9.5", "–"])


def test_that_choosing_a_row_tells_its_run(table: RecordView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(table.selected_one) as signal:
        click(table, 1)
    assert signal.args == ["r2"]
    with qtbot.waitSignal(table.selected_one) as signal:
        QTest.keyClick(table, Qt.Key.Key_Down)
    assert signal.args == ["r1"]


def test_that_several_runs_are_chosen_and_compared_or_deleted_by_keys(table: RecordView, qtbot: QtBot) -> None:
    click(table, 0)
    QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert table.chosen() == ["r2", "r3"]
    assert table.selected() is None
    with qtbot.waitSignal(table.compare_wanted):
        QTest.keyClick(table, Qt.Key.Key_Return)
    with qtbot.waitSignal(table.delete_wanted):
        QTest.keyClick(table, Qt.Key.Key_Delete)


def test_that_a_filter_shows_the_runs_that_say_its_words(table: RecordView) -> None:
    table.set_rows([run(1), replace(run(2), tags=("Night",)), replace(run(3), method="DANN")])
    table.set_filter("night")
    assert cells(table, "run") == ["2"]
    table.set_filter("dann")
    assert cells(table, "run") == ["3"]
    table.set_filter("")
    assert table.shown() == 3


def test_that_tags_are_typed_into_the_table(table: RecordView, qtbot: QtBot) -> None:
    click(table, 1)
    table.edit_tags("r2")
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    QTest.keyClicks(editor, " night,  good ,")
    with qtbot.waitSignal(table.tagged) as signal:
        QTest.keyClick(editor, Qt.Key.Key_Return)
    assert signal.args == ["r2", ("night", "good")]


def test_that_new_rows_keep_the_choice_without_telling_it(table: RecordView, qtbot: QtBot) -> None:
    click(table, 1)
    with qtbot.assertNotEmitted(table.selected_one):
        table.set_rows([run(2, 0.8), run(4)])
    assert table.selected() == "r2"


def test_that_a_chosen_row_keeps_the_colours_of_its_words(table: RecordView) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    apply_theme(app, DARK)
    table.set_rows([replace(run(1), status="failed"), run(2)])
    table.select("r1")
    cell = table.visualRect(table.model().index(1, column(table, "status")))
    drawn = table.viewport().grab(cell).toImage()
    inks = {drawn.pixelColor(x, y).name() for x in range(drawn.width()) for y in range(drawn.height())}
    assert QColor(DARK.bad).name() in inks
    assert QColor(DARK.text).name() not in inks
