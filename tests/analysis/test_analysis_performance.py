"""Accuracy, confusion, calibration and groups, against counts made by hand."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.analysis.groups import folder_levels, grouping, read_groups
from workbench.analysis.performance import performance, reliability
from workbench.core.domain import Side
from workbench.core.errors import UserError


def test_that_a_confusion_matrix_counts_truths_by_predictions_and_strange_classes_are_wrong() -> None:
    probabilities = np.array([[0.9, 0.1], [0.4, 0.6], [0.2, 0.8], [0.7, 0.3]], np.float32)
    found = performance(Side.TARGET, ["cat", "cat", "dog", "fox"], probabilities, ["cat", "dog"])
    assert found.truths == ("cat", "dog", "fox")
    assert found.confusion == ((1, 1), (0, 1), (1, 0))
    assert (found.accuracy.value, found.accuracy.count) == (0.5, 4)


def test_that_the_calibration_error_is_the_mean_gap_between_confidence_and_accuracy() -> None:
    confidence = np.array([0.95] * 10 + [0.55] * 10, np.float32)
    right = np.array([True] * 7 + [False] * 3 + [True] * 6 + [False] * 4)
    probabilities = np.stack([confidence, 1 - confidence], axis=1)
    truths = ["a" if one else "b" for one in right]
    found = performance(Side.TARGET, truths, probabilities, ["a", "b"])
    assert found.calibration_error == pytest.approx((10 * abs(0.95 - 0.7) + 10 * abs(0.55 - 0.6)) / 20, abs=1e-6)


def test_that_a_confidence_of_one_falls_into_the_last_bin() -> None:
    (found,) = reliability(np.array([1.0, 0.99], np.float32), np.array([True, False]))
    assert (found.count, found.accuracy) == (2, 0.5)


def test_that_groups_stand_worst_first_and_small_ones_last_without_a_verdict() -> None:
    samples = [(f"a{n}", "x", "x" if n < 30 else "y") for n in range(40)]
    samples += [(f"b{n}", "x", "x" if n < 10 else "z") for n in range(40)]
    samples += [(f"c{n}", "x", "y") for n in range(5)]
    groups = {path: path[0] for path, _, _ in samples}
    found = grouping("site", groups, samples, {path: "x" for path, _, _ in samples if path[0] != "c"})
    assert found is not None
    assert [row.name for row in found.rows] == ["b", "a", "c"]
    assert [row.judged for row in found.rows] == [True, True, False]
    assert found.gap == pytest.approx(0.5)
    assert found.gap_before == 0
    assert found.rows[0].error == "x → z (30)"
    assert found.rows[2].before is None
    low, high = found.rows[0].accuracy.low, found.rows[0].accuracy.high  # type: ignore[union-attr]
    assert (low, high) == pytest.approx((0.1419, 0.4019), abs=1e-3), "Wilson's interval of 10 in 40"


def test_that_samples_without_a_group_make_none() -> None:
    assert grouping("site", {}, [("a", "x", "x")]) is None


def test_that_folder_levels_are_groups_but_for_the_one_that_names_the_class() -> None:
    paths = ["north/cat/1.png", "south/cat/2.png", "north/dog/3.png"]
    found = folder_levels(paths, ["cat", "cat", "dog"])
    assert found == {"folder 1": {"north/cat/1.png": "north", "south/cat/2.png": "south", "north/dog/3.png": "north"}}
    assert folder_levels(["a/1.png", "b/2.png"], [None, None]) == {"folder 1": {"a/1.png": "a", "b/2.png": "b"}}


def test_that_a_table_of_groups_is_read_with_any_columns(tmp_path: Path) -> None:
    table = tmp_path / "groups.csv"
    table.write_text('﻿site,path,camera\nnorth,a\\1.png,old\n\nsouth,"b,2.png",new\n', encoding="utf-8")
    assert read_groups(table) == {
        "site": {"a/1.png": "north", "b,2.png": "south"},
        "camera": {"a/1.png": "old", "b,2.png": "new"},
    }


def test_that_a_backslash_in_a_file_name_is_kept_where_the_target_has_such_a_file(tmp_path: Path) -> None:
    table = tmp_path / "groups.csv"
    table.write_text("path,site\na\\1.png,north\nb\\2.png,south\n", encoding="utf-8")
    assert read_groups(table, ["a\\1.png", "b/2.png"]) == {"site": {"a\\1.png": "north", "b/2.png": "south"}}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "lacks a column “path”"),
        (b"site\nnorth\n", "lacks a column “path”"),
        (b"path\na\n", "or any other column"),
        (b"path,site\na,b,c\n", "Line 2"),
        (b"path,site,site\na,b,c\n", "duplicate column names"),
        (b"path,site\n\x81,b\n", "UTF-8"),
        (b'path,site\n"a,b\n', "Line"),
    ],
)
def test_that_a_bad_table_of_groups_is_refused_with_its_line(tmp_path: Path, text: bytes, said: str) -> None:
    table = tmp_path / "groups.csv"
    table.write_bytes(text)
    with pytest.raises(UserError, match=said):
        read_groups(table)


def test_that_a_table_of_groups_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be read"):
        read_groups(tmp_path / "none.csv")


@given(st.binary(max_size=200))
def test_that_no_bytes_make_the_reader_of_groups_fail_otherwise(
    tmp_path_factory: pytest.TempPathFactory, text: bytes
) -> None:
    table = tmp_path_factory.mktemp("groups") / "groups.csv"
    table.write_bytes(text)
    try:
        found = read_groups(table)
    except UserError:
        return
    assert "path" not in found
