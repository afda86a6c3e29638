"""Filter and sort order of the grid, and the bar that sets them."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from workbench.core.domain import Side
from workbench.gui.views.grid.grid_bar import GridBar
from workbench.gui.views.grid.grid_model import GridItem
from workbench.gui.views.grid.query import Query, choices, filtered, ordered, parsed, token

SOURCE, TARGET = Side.SOURCE, Side.TARGET
ITEMS = [GridItem(side, path, path) for side, path in ((TARGET, "b/1.png"), (TARGET, "a/2.png"), (SOURCE, "b/1.png"))]
NAMED = {
    "class": {SOURCE: {"b/1.png": "Bird"}, TARGET: {"a/2.png": "sky blue"}},
    "error": {TARGET: {"b/1.png": "wrong"}},
}


def test_that_words_and_columns_are_told_apart_and_a_strange_column_is_a_word() -> None:
    query = parsed('PNG class:"Sky Blue" Error:wrong http:x "a b"', ["class", "error"])
    assert query == Query(("png", "http:x", "a b"), (("class", "sky blue"), ("error", "wrong")))


def test_that_a_quotation_mark_that_is_still_open_hurts_nobody() -> None:
    assert parsed('class:"sky', ["class"]).columns == (("class", '"sky'),)


@given(st.text(min_size=1, max_size=12).filter(lambda text: text.strip() == text and "\0" not in text))
def test_that_what_the_menu_types_is_read_as_it_was_meant(value: str) -> None:
    assert parsed(token("class", value), ["class"]) == Query((), (("class", value.casefold()),))


def test_that_words_are_sought_in_paths_and_names_and_columns_fit_exactly() -> None:
    assert filtered(ITEMS, Query(("2.png",)), NAMED) == [ITEMS[1]]
    assert filtered(ITEMS, Query(("bird",)), NAMED) == [ITEMS[2]]
    assert filtered(ITEMS, Query((), (("error", "wrong"),)), NAMED) == [ITEMS[0]]
    assert filtered(ITEMS, Query((), (("class", "sky"),)), NAMED) == []


def test_that_a_sort_leaves_what_has_no_number_to_the_end_in_either_direction() -> None:
    numbers = {"score": {TARGET: {"b/1.png": 0.2, "a/2.png": 0.1}}}
    assert ordered(ITEMS, "score", False, numbers) == [ITEMS[1], ITEMS[0], ITEMS[2]]
    assert ordered(ITEMS, "score", True, numbers) == [ITEMS[0], ITEMS[1], ITEMS[2]]
    assert ordered(ITEMS, "", True, numbers) == ITEMS[::-1]


def test_that_values_are_offered_with_how_often_they_occur() -> None:
    assert choices(ITEMS, NAMED) == {"class": [("sky blue", 1), ("Bird", 1)], "error": [("wrong", 1)]}


@pytest.fixture
def bar(qtbot: QtBot) -> Iterator[GridBar]:
    bar = GridBar()
    qtbot.addWidget(bar)
    bar.set_sorts([("", "Name"), ("score", "Score")], "")
    bar.show()
    return bar  # type: ignore[return-value]  # qtbot closes it


def test_that_typing_filters_after_a_pause_and_esc_clears_then_leaves(bar: GridBar, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bar.filter_changed) as signal:
        qtbot.keyClicks(bar.filter, "sky")
    assert signal.args == ["sky"]
    with qtbot.waitSignal(bar.filter_changed) as signal:
        qtbot.keyClick(bar.filter, Qt.Key.Key_Escape)
    assert signal.args == [""]
    with qtbot.waitSignal(bar.left):
        qtbot.keyClick(bar.filter, Qt.Key.Key_Escape)


def test_that_a_value_of_the_menu_is_typed_into_the_filter(bar: GridBar, qtbot: QtBot) -> None:
    bar.choices_of = lambda: {"class": [("sky blue", 3)]}
    bar.menu.aboutToShow.emit()
    part = bar.menu.actions()[0].menu()
    with qtbot.waitSignal(bar.filter_changed) as signal:
        part.actions()[0].trigger()  # type: ignore[attr-defined]  # Qt types it as an object
    assert signal.args == ["'class:sky blue'"]


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
