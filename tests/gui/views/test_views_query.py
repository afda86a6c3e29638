"""Filter and sort order of the grid, and the bar that sets them."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from workbench.core.domain import Side
from workbench.gui.views.grid.filter_words import FilterField, clause_words
from workbench.gui.views.grid.grid_bar import GridBar
from workbench.gui.views.grid.grid_model import GridItem
from workbench.gui.views.grid.item_table import ItemTable, NameOf
from workbench.gui.views.grid.query import Bound, Clause, parsed, replaced, written

SOURCE, TARGET = Side.SOURCE, Side.TARGET
ITEMS = [GridItem(side, path, path) for side, path in ((TARGET, "b/1.png"), (TARGET, "a/2.png"), (SOURCE, "b/1.png"))]
NAMED: dict[str, NameOf] = {
    "class": {SOURCE: {"b/1.png": "Bird"}.get, TARGET: {"a/2.png": "sky blue"}.get},
    "error": {TARGET: {"b/1.png": "wrong"}.get},
    "folder": dict.fromkeys(Side, lambda path: path.rpartition("/")[0] + "/x"),
}
KNOWN, NUMBERS = ["class", "error"], ["confidence"]
names = st.text(min_size=1, max_size=12).filter(lambda text: text.strip() == text and "\0" not in text)


@pytest.fixture
def table() -> ItemTable:
    table = ItemTable(ITEMS, nested=("folder",))
    table.name_of, table.number_of = NAMED, {"score": {TARGET: {"b/1.png": 0.2, "a/2.png": 0.1}}}
    return table


def found(table: ItemTable, *clauses: Clause) -> list[GridItem]:
    return table.at(np.flatnonzero(table.matching(clauses)))


def test_that_words_and_columns_are_told_apart_and_a_strange_column_is_a_word() -> None:
    query = parsed('PNG class:"Sky Blue" Error:wrong http:x "a b" class:sea x<3 Confidence<0.9', KNOWN, NUMBERS)
    words = (Clause("", ("PNG",)), Clause("", ("http:x",)), Clause("", ("a b",)), Clause("", ("x<3",)))
    assert {clause for clause in query if not clause.column} == {*words}
    assert {clause for clause in query if clause.column} == {
        Clause("class", ("Sky Blue", "sea")),
        Clause("error", ("wrong",)),
        Clause("confidence", bounds=(Bound("<", 0.9),)),
    }


def test_that_a_quotation_mark_that_is_still_open_hurts_nobody() -> None:
    assert parsed('class:"sky', KNOWN) == (Clause("class", ('"sky',)),)


bounds = st.builds(Bound, st.sampled_from(["<", "<=", ">", ">="]), st.integers(-9, 9).map(lambda n: n / 4))


@given(st.lists(names, min_size=1, max_size=3, unique=True), st.lists(bounds, min_size=1, max_size=2))
def test_that_chips_and_text_are_the_same_filter(values: list[str], limits: list[Bound]) -> None:
    clauses = (Clause("class", tuple(values)), Clause("confidence", bounds=tuple(limits)))
    assert parsed(written(clauses), KNOWN, NUMBERS) == clauses


def test_that_a_part_is_replaced_removed_or_added() -> None:
    clauses = parsed("bird class:sky", KNOWN)
    assert replaced(clauses, clauses[1], Clause("class", ("sea", "red sea"))) == "bird class:sea 'class:red sea'"
    assert replaced(clauses, clauses[1], Clause("class")) == "bird"
    assert replaced(clauses, clauses[0], None) == "class:sky"
    assert replaced(clauses, None, Clause("error", ("wrong",))) == "bird class:sky error:wrong"


def test_that_words_are_sought_in_paths_and_names_and_columns_fit_exactly(table: ItemTable) -> None:
    assert found(table, Clause("", ("2.PNG",))) == [ITEMS[1]]
    assert found(table, Clause("", ("bird",))) == [ITEMS[2]]
    assert found(table, Clause("error", ("Wrong",))) == [ITEMS[0]]
    assert found(table, Clause("class", ("sky",))) == []
    assert found(table, Clause("class", ("bird", "sky blue"))) == ITEMS[1:]
    assert found(table, Clause("class", ("bird",)), Clause("", ("a/",))) == []
    assert found(table, Clause("folder", ("b",))) == [ITEMS[0], ITEMS[2]]
    assert found(table, Clause("folder", ("b/x",)), Clause("score", bounds=(Bound(">=", 0.2),))) == [ITEMS[0]]


def test_that_a_limit_leaves_out_what_has_no_number(table: ItemTable) -> None:
    assert found(table, Clause("score", bounds=(Bound("<", 0.2),))) == [ITEMS[1]]
    assert found(table, Clause("score", bounds=(Bound("<=", 0.2), Bound(">", 0.1)))) == [ITEMS[0]]


def test_that_a_sort_leaves_what_has_no_number_to_the_end_in_either_direction(table: ItemTable) -> None:
    rows = np.ones(3, bool)
    assert table.ordered(rows, "score", False).tolist() == [1, 0, 2]
    assert table.ordered(rows, "score", True).tolist() == [0, 1, 2]
    assert table.ordered(rows, "", True).tolist() == [2, 1, 0]
    assert table.ordered(np.array([True, False, True]), "", False).tolist() == [0, 2]


def test_that_values_are_offered_with_how_often_they_occur(table: ItemTable) -> None:
    rows = np.ones(3, bool)
    assert table.counts("class", rows) == [("Bird", 1), ("sky blue", 1)]
    assert table.counts("error", np.array([False, True, True])) == []
    assert table.counts("folder", rows) == [("a", 1), ("a/x", 1), ("b", 2), ("b/x", 2)]


def test_that_only_the_samples_of_a_changed_label_are_read_again() -> None:
    items = [GridItem(TARGET, f"{number}.png", "") for number in range(9)]
    labels = {"1.png": "a"}
    table = ItemTable(items)
    table.name_of = {"class": {TARGET: labels.get}}
    assert found(table, Clause("class", ("a",))) == [items[1]]
    labels |= {"2.png": "b", "1.png": "b"}
    table.update(["class"], ["1.png", "2.png", "gone.png"])
    assert found(table, Clause("class", ("b",))) == items[1:3]
    labels |= dict.fromkeys((item.path for item in items), "c")
    table.update(["class"], [item.path for item in items])
    assert found(table, Clause("class", ("c",))) == items


def test_that_a_part_is_said_in_words() -> None:
    assert clause_words(Clause("labelled", ("no",))) == "not labelled"
    assert clause_words(Clause("confidence", bounds=(Bound("<", 0.9),))) == "confidence < 0.90"
    assert clause_words(Clause("prediction", ("sea", "sky"))) == "predicted sea or sky"
    assert clause_words(Clause("", ("2.png",))) == "“2.png”"


class Facts:
    """What a bar would know of three images."""

    def fields(self) -> list[FilterField]:
        return [FilterField("class", "Class given"), FilterField("confidence", "Confidence", True)]

    def counts(self, column: str, without: Clause | None = None) -> list[tuple[str, int]]:
        return [("sky blue", 3), ("sea", 1)]

    def span(self, column: str, without: Clause | None = None) -> tuple[float, float] | None:
        return (0.25, 0.75)


@pytest.fixture
def bar(qtbot: QtBot) -> Iterator[GridBar]:
    bar = GridBar()
    qtbot.addWidget(bar)
    bar.parts.facts = Facts()
    bar.filter_changed.connect(lambda text: bar.show_filter(text, parsed(text, KNOWN, NUMBERS)))  # as its owner does
    bar.set_sorts([("", "Name"), ("score", "Score")], "")
    with qtbot.waitActive(bar):
        bar.show()
        bar.activateWindow()
    return bar  # type: ignore[return-value]  # qtbot closes it


def chips(bar: GridBar) -> list[str]:
    return [clause_words(chip.clause) for chip in bar.parts.chips.chips]


def test_that_typing_filters_after_a_pause_and_esc_clears_then_leaves(bar: GridBar, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bar.filter_changed) as signal:
        qtbot.keyClicks(bar.filter, "sky")
    assert signal.args == ["sky"]
    assert chips(bar) == ["“sky”"]
    with qtbot.waitSignal(bar.filter_changed) as signal:
        qtbot.keyClick(bar.filter, Qt.Key.Key_Escape)
    assert signal.args == [""]
    assert not bar.parts.isVisible()
    with qtbot.waitSignal(bar.left):
        qtbot.keyClick(bar.filter, Qt.Key.Key_Escape)


def test_that_a_value_of_the_menu_is_typed_into_the_filter(bar: GridBar) -> None:
    for place in (0, 1):
        bar.parts.menu.aboutToShow.emit()
        part = bar.parts.menu.actions()[0].menu()
        part.aboutToShow.emit()  # type: ignore[attr-defined]  # Qt types it as an object
        part.actions()[place].trigger()  # type: ignore[attr-defined]  # Qt types it as an object
    assert bar.filter.text() == "'class:sky blue' class:sea"
    assert chips(bar) == ["class sky blue or sea"]


def test_that_chips_are_removed_by_their_cross_and_by_keys(bar: GridBar, qtbot: QtBot) -> None:
    bar.filter.setText("bird class:sea confidence<0.9")
    qtbot.waitUntil(lambda: len(chips(bar)) == 3)
    first = bar.parts.chips.chips[0]
    qtbot.mouseClick(first, Qt.MouseButton.LeftButton, pos=QPoint(first.width() - 8, first.height() // 2))
    assert bar.filter.text() == "class:sea confidence<0.9"
    bar.parts.chips.chips[0].setFocus()
    qtbot.keyClick(bar.parts.chips.chips[0], Qt.Key.Key_Right)
    assert bar.parts.chips.chips[1].hasFocus()
    qtbot.keyClick(bar.parts.chips.chips[1], Qt.Key.Key_Backspace)
    assert bar.filter.text() == "class:sea"
    assert bar.parts.chips.chips[0].hasFocus(), "the keyboard stays with the chips"
    with qtbot.waitSignal(bar.left):
        qtbot.keyClick(bar.parts.chips.chips[0], Qt.Key.Key_Delete)
    assert bar.filter.text() == ""


def test_that_a_chip_is_edited_in_place(bar: GridBar, qtbot: QtBot) -> None:
    bar.filter.setText("class:sea confidence<0.9")
    qtbot.waitUntil(lambda: len(chips(bar)) == 2)
    editor = bar.parts.editor
    qtbot.mouseClick(bar.parts.chips.chips[0], Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    assert editor.isVisible()
    qtbot.keyClick(editor.list, Qt.Key.Key_Space)  # checks “sky blue”, the most frequent
    assert chips(bar)[0] == "class sky blue or sea"
    qtbot.keyClick(editor.list, Qt.Key.Key_Return)
    assert not editor.isVisible()
    assert bar.parts.chips.chips[0].hasFocus()

    qtbot.keyClick(bar.parts.chips.chips[1], Qt.Key.Key_Return)
    assert (editor.low.limit, editor.high.limit) == (None, 0.9)
    editor.low.selectAll()
    qtbot.keyClicks(editor.low, "0.5")
    assert bar.filter.text().endswith("confidence>=0.5 confidence<0.9")
    qtbot.keyClick(editor.low, Qt.Key.Key_Escape)
    assert not editor.isVisible()


def test_that_a_word_with_a_colon_and_a_long_number_are_edited_in_place(bar: GridBar, qtbot: QtBot) -> None:
    bar.filter.setText("bird confidence<0.12345678 x")
    qtbot.waitUntil(lambda: len(chips(bar)) == 3)
    editor, (first, second, _) = bar.parts.editor, bar.parts.chips.chips
    qtbot.keyClick(first, Qt.Key.Key_Return)
    qtbot.keyClicks(editor.word, "class:seas")
    qtbot.keyClick(editor.word, Qt.Key.Key_Backspace)
    assert bar.filter.text() == "class:sea confidence<0.12345678 x"
    qtbot.keyClick(editor.word, Qt.Key.Key_Return)
    assert not editor.isVisible()

    second = bar.parts.chips.chips[1]
    second.setFocus()
    qtbot.keyClick(second, Qt.Key.Key_Return)
    editor.low.selectAll()
    qtbot.keyClicks(editor.low, "0.01")
    assert bar.filter.text() == "class:sea confidence>=0.01 confidence<0.12345678 x"
    qtbot.keyClick(editor.low, Qt.Key.Key_Escape)


def test_that_a_large_limit_keeps_all_its_digits() -> None:
    clauses = (Clause("confidence", bounds=(Bound("<", 12345678.5), Bound(">=", 1e20))),)
    assert parsed(written(clauses), KNOWN, NUMBERS) == clauses


def test_that_the_order_is_turned_by_its_button(bar: GridBar, qtbot: QtBot) -> None:
    bar.set_sort("score", False)
    with qtbot.waitSignal(bar.sort_changed) as signal:
        qtbot.mouseClick(bar.order, Qt.MouseButton.LeftButton)
    assert signal.args == ["score", True]
    assert bar.order.text() == "↓"


def test_that_the_size_moves_in_steps_of_eight(bar: GridBar, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bar.size_changed) as signal:
        bar.size_.setValue(99)
    assert signal.args == [96]
