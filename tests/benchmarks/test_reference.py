"""The comparison of two commits: it finds the smallest difference, and leaves out only what is named."""

import csv
import json
import math
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from safetensors.numpy import save_file

from tests.benchmarks.reference.cases import FOLDER_FORMATS, FORMATS, Wish, cases_of
from tests.benchmarks.reference.command import grouped, outcome
from tests.benchmarks.reference.compare import (
    column_of,
    compare_arrays,
    compare_files,
    compare_folders,
    compare_values,
    excluded,
)
from tests.benchmarks.reference.pictures import make_pictures

LAST_BIT = float(np.nextafter(0.1, 1))


def test_that_the_last_bit_of_a_number_is_a_difference_and_its_size_is_told() -> None:
    old, new = ({"scores": {"im": value, "other": 3}} for value in (0.1, LAST_BIT))
    difference, added = compare_values(old, new)
    assert difference is not None
    assert difference.where == "scores.im"
    assert difference.size == LAST_BIT - 0.1
    assert not added
    assert compare_values(old, old) == (None, [])


def test_that_nan_is_nan_and_a_sign_of_zero_counts() -> None:
    assert compare_values([math.nan], [math.nan]) == (None, [])
    assert compare_values([0.0], [-0.0])[0] is not None
    assert compare_values([1], [1.0])[0] is not None
    assert compare_values([None], [0])[0] is not None


def test_that_a_value_that_is_gone_differs_and_a_new_one_is_only_noted() -> None:
    difference, added = compare_values({"a": 1, "b": [1, 2]}, {"a": 1, "b": [1], "c": 2})
    assert difference is not None
    assert (difference.where, difference.new) == ("b.1", "missing")
    assert added == ["c"]


@pytest.mark.parametrize(
    "name",
    ["finished.seconds", "job.cache", "12.folder", "costs.0.milliseconds", "versions.torch", "job.shots.3.mask", "why"],
)
def test_that_times_places_and_wording_are_left_out(name: str) -> None:
    assert excluded(name)


@pytest.mark.parametrize(
    "name",
    [
        "3.values.task",
        "finished.scores.validators.im",
        "scores.score",
        "steps",
        "costs.0.difference",
        "folders",
        "path",
    ],
)
def test_that_numbers_and_predictions_are_not_left_out(name: str) -> None:
    assert not excluded(name)


def test_that_one_float_of_many_is_found_with_its_place() -> None:
    old = np.linspace(0, 1, 12, dtype=np.float32).reshape(3, 4)
    new = old.copy()
    new[1, 1] = np.nextafter(old[1, 1], np.float32(1))
    difference, _ = compare_arrays({"logits": old}, {"logits": new})
    assert difference is not None
    assert difference.where == "logits[5], 1 of 12 values"
    assert difference.size == float(new[1, 1]) - float(old[1, 1])
    for other in (old.astype(np.float64), old.reshape(4, 3)):
        assert compare_arrays({"logits": old}, {"logits": other})[0] is not None


def test_that_files_of_a_case_are_compared_by_what_they_hold(tmp_path: Path) -> None:
    for side, value in (("old", 0.1), ("new", LAST_BIT)):
        run = tmp_path / side / "run"
        (run / "masks").mkdir(parents=True)
        (tmp_path / side / "logits").mkdir()
        (run / "metrics.jsonl").write_text(json.dumps({"values": {"task": value}, "seconds": value}) + "\n")
        (run / "result.json").write_text(json.dumps({"seconds": value}))
        with (run / "predictions.csv").open("w", newline="") as file:
            csv.writer(file).writerows((("path", "predicted"), ("a.png", f"{value:.1f}")))
        pixels = np.full((4, 4), 1 if side == "old" else 2, np.uint8)
        Image.fromarray(pixels).save(run / "masks" / "a.png", compress_level=1 if side == "old" else 9)
        save_file({"weight": np.array([0.1, 0.2], np.float32)}, run / "model.safetensors")
        np.savez(tmp_path / side / "logits" / "fp16.npz", logits=np.array([value, value * 10], np.float32))
    (tmp_path / "new" / "run" / "images.csv").write_text("path\n")
    comparison = compare_folders(tmp_path / "old", tmp_path / "new")
    assert {one.column: one.size for one in comparison.differences} == {
        "losses": LAST_BIT - 0.1,
        "predictions": 1.0,
    }
    assert comparison.columns == {"losses", "results", "predictions", "weights", "fp16"}
    assert comparison.added == ["file run/images.csv"]
    back = compare_folders(tmp_path / "new", tmp_path / "old")
    assert ("predictions", "run/images.csv", "missing") in {
        (one.column, one.where, one.new) for one in back.differences
    }


def test_that_the_same_pixels_are_the_same_however_they_are_compressed(tmp_path: Path) -> None:
    for level in (0, 9):
        Image.fromarray(np.eye(8, dtype=np.uint8)).save(tmp_path / f"{level}.png", compress_level=level)
    assert compare_files(tmp_path / "0.png", tmp_path / "9.png") == (None, [])


@pytest.mark.parametrize(
    ("old", "new", "differs"), [("", "", False), ("", "x", True), ("x", "x", True), ("x", "", False)]
)
def test_that_a_case_that_fails_was_not_compared(tmp_path: Path, old: str, new: str, differs: bool) -> None:
    for side, reason in (("old", old), ("new", new)):
        (tmp_path / side).mkdir()
        if reason:
            (tmp_path / side / "failed.txt").write_text(reason)
    assert bool(outcome(tmp_path / "old", tmp_path / "new").differences) is differs


def test_that_each_exported_format_has_a_column_and_each_method_a_row(tmp_path: Path) -> None:
    mme = {"name": "mme", "tasks": ["classify", "segment"], "shifts": ["closed", "open"], "needs": ["shots"]}
    dann = {"name": "dann", "tasks": ["classify"], "shifts": ["closed"], "needs": []}
    translator = {"name": "fourier", "two_way": True}
    cases = {case.name: case for case in cases_of([mme, dann], [translator], make_pictures(tmp_path), Wish())}
    assert {"classify/mme", "classify/mme+open", "segment/mme", "translate/fourier", "segment/auto"} <= set(cases)
    assert {"classify/dann", "classify/dann+shots"} <= set(cases)
    asked = {step.name for step in cases["classify/dann"].steps if step.model}
    assert asked | {"source-model"} == set(FORMATS)
    assert {step.name for step in cases["segment/mme"].steps if step.model} == set(FOLDER_FORMATS)
    assert all("--shots" in case.steps[0].command for name, case in cases.items() if name.startswith("classify/mme"))
    assert {column_of(f"logits/{name}.npz") for name in asked} == asked


def test_that_many_new_files_of_a_folder_are_one_line() -> None:
    added = [f"file run/masks/{number}.png" for number in range(3)] + ["file run/images.csv", "run/job.json edition"]
    assert grouped(added) == ["file run/images.csv", "run/job.json edition", "3 files in run/masks"]


def test_that_methods_tasks_and_formats_can_be_chosen(tmp_path: Path) -> None:
    cards = [{"name": name, "tasks": ["classify", "segment"], "shifts": [], "needs": []} for name in ("dann", "mcc")]
    pictures = make_pictures(tmp_path)
    only = cases_of(cards, [], pictures, Wish(methods=["mcc"], quick=True))
    assert [case.name for case in only] == ["classify/mcc", "segment/mcc"]
    (one,) = cases_of(cards, [], pictures, Wish(methods=["mcc"], tasks=["segment"], formats=["pt2-file"], quick=True))
    assert [step.name for step in one.steps if step.model] == ["pt2-file"]
