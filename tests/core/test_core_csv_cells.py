"""Cells that a spreadsheet could run."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from workbench.core.csv_cells import escaped_path, escaped_text, unescaped


@given(st.text(st.sampled_from("=+-@\t'./a1, ")) | st.text())
@example("=HYPERLINK(1)")
@example("'=1+1")
@example("./-a")
def test_that_a_label_comes_back_and_runs_nothing(text: str) -> None:
    cell = escaped_text(text)
    assert unescaped(cell) == text
    assert cell[:1] not in ("=", "@") or len(cell) == 1
    assert unescaped(escaped_path(text)) == text


@pytest.mark.parametrize("path", ["=a/1.png", "-a/1.png", "+1.png", "@eaDir.png"])
def test_that_a_path_stays_the_same_path(path: str) -> None:
    assert escaped_path(path) == f"./{path}"
    assert unescaped(escaped_path(path)) == path


@pytest.mark.parametrize("text", ["cat", "-1", "+3.5", "-", "+", "-1e5", "a=b", "", "'tis", "./a.png", "../a.png"])
def test_that_other_cells_stay_as_they_are(text: str) -> None:
    assert (escaped_text(text), escaped_path(text), unescaped(text)) == (text, text, text)
