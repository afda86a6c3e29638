"""What the first edition left on disk opens, goes on and says the same: a project, runs, models, a translator."""

import contextlib
import csv
import json
import shlex
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from tests.journeys.edition1 import EVENTS, MADE_AT, Edition1, unpack
from tests.journeys.use import PATIENCE, finish
from workbench.cli.main import main
from workbench.core.domain import Side
from workbench.gui.shell.window import Window
from workbench.store.project import DATABASE, Project
from workbench.store.run_folder import RunFolder
from workbench.store.translations import Translations

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def old(tmp_path: Path) -> Edition1:
    return unpack(tmp_path)


def workbench(capsys: Capture, *words: object) -> str:
    """Run a command in this process; what it printed."""
    capsys.readouterr()
    status = main([str(word) for word in words], lambda *_: 0)
    printed = capsys.readouterr()
    assert status == 0, printed.err
    return printed.out


def answer(capsys: Capture, *words: object) -> Any:
    """The JSON on the last line."""
    return json.loads(workbench(capsys, *words, "--json").strip().splitlines()[-1])


def classes_in(table: Path) -> dict[str, str]:
    with table.open(newline="") as file:
        return {row["path"]: row["predicted"] for row in csv.DictReader(file)}


def pixels(path: Path) -> "np.ndarray[Any, np.dtype[np.float64]]":
    with Image.open(path) as image:
        return np.asarray(image, np.float64)


def test_that_no_file_names_the_place_where_it_was_made(old: Edition1) -> None:
    left_alone = {old.project / "cache", old.scenes / "cache"}  # what is in a cache is looked up by what is read
    for file in old.root.rglob("*"):
        if file.is_file() and file.name not in (DATABASE, EVENTS) and not left_alone & set(file.parents):
            assert MADE_AT.encode() not in file.read_bytes(), file
    for project in (old.project, old.scenes):
        with contextlib.closing(sqlite3.connect(project / DATABASE)) as connection:
            dump = "\n".join(connection.iterdump())
        assert MADE_AT not in dump
        assert MADE_AT.encode().hex().upper() not in dump


@pytest.mark.parametrize(("project", "recorded"), [("Bars.workbench", "runs"), ("Scenes.workbench", "scene_runs")])
def test_that_runs_and_translations_are_listed_as_before(
    old: Edition1, capsys: Capture, project: str, recorded: str
) -> None:
    rows = answer(capsys, "runs", old.root / project)
    assert [{name: row[name] for name in before} for row, before in zip(rows, old.recorded[recorded], strict=True)] == (
        old.recorded[recorded]
    )


def test_that_the_command_of_an_old_run_repeats_it(old: Edition1, tmp_path: Path, capsys: Capture) -> None:
    program, *words = shlex.split(old.recorded["runs"][1]["command"])
    assert program == "workbench"
    workbench(capsys, *words, "--out", tmp_path / "again")
    before = classes_in(old.project / "runs/002-mcc/predictions.csv")
    assert classes_in(tmp_path / "again/predictions.csv") == before


def test_that_a_run_that_was_stopped_goes_on_to_the_same_predictions(old: Edition1, capsys: Capture) -> None:
    run = old.project / "runs/003-adabn"
    finished = answer(capsys, "resume", run)
    for name in ("source_accuracy", "target_accuracy"):
        assert finished[name] == pytest.approx(old.recorded["resumed"][name])
    assert finished["score"] == pytest.approx(old.recorded["resumed"]["score"], abs=0.02)
    assert classes_in(run / "predictions.csv") == old.recorded["resumed_predictions"]
    events = map(json.loads, (run / "metrics.jsonl").read_text("utf-8").splitlines())
    steps = [event["step"] for event in events if event["type"] == "Scalars"]
    assert steps == list(range(1, 81)), "the losses before the stop are kept, and none is written twice"


def test_that_runs_are_evaluated_and_compared_as_before(old: Edition1, capsys: Capture) -> None:
    runs = old.project / "runs"
    found = answer(capsys, "evaluate", runs / "002-mcc", old.root / "target")
    assert {name: found[name] for name in old.recorded["evaluated"]} == old.recorded["evaluated"]
    scenes = answer(capsys, "evaluate", old.scenes / "runs/001-source_only", old.root / "real")
    before = old.recorded["scenes_evaluated"]
    assert scenes["classes"] == before["classes"]
    assert scenes["iou"] == pytest.approx(before["iou"], abs=0.02)
    assert scenes["miou"] == pytest.approx(before["miou"], abs=0.02)
    assert answer(capsys, "agree", runs / "001-source_only", runs / "002-mcc") == {
        **old.recorded["agree"],
        "differ_in_seed_only": False,
    }


def test_that_labels_and_their_history_are_read_and_go_on(old: Edition1, capsys: Capture) -> None:
    assert answer(capsys, "label", "list", old.project) == old.recorded["labels"]
    assert answer(capsys, "label", "log", old.project) == old.recorded["log"]
    workbench(capsys, "label", "undo", old.project)
    counts = {row["class"]: row["labels"] for row in answer(capsys, "label", "list", old.project)}
    assert counts == {"a": 2, "b": 1, "c": 1, "d": 1}, "c/005.png is an “a” again, as before the last step"
    workbench(capsys, "label", "redo", old.project)
    workbench(capsys, "label", "undo", old.project, "--to", "1")
    assert {row["class"] for row in answer(capsys, "label", "list", old.project)} == {"a", "b", "c"}
    assert answer(capsys, "label", "log", old.project)[-1] == old.recorded["log"][-1]


def test_that_labels_of_an_old_project_follow_a_moved_image(old: Edition1, capsys: Capture, tmp_path: Path) -> None:
    (old.root / "target/a/000.png").rename(old.root / "target/a/renamed.png")
    workbench(capsys, "label", "export", old.project, tmp_path / "labels.csv")
    labels = dict(line.split(",")[:2] for line in (tmp_path / "labels.csv").read_text().splitlines())
    assert labels.get("a/renamed.png") == "a"


def test_that_strokes_of_an_old_project_give_the_same_masks(old: Edition1, capsys: Capture, tmp_path: Path) -> None:
    workbench(capsys, "label", "export", old.scenes, "--masks", tmp_path / "masks")
    files = sorted(path.relative_to(old.root / "painted") for path in (old.root / "painted").rglob("*.png"))
    assert files == [Path("images/001.png")]
    assert (pixels(tmp_path / "masks" / files[0]) == pixels(old.root / "painted" / files[0])).all()
    adapt = ["adapt", old.root / "scenes", old.root / "real", "--method", "s_plus_t", "--steps", "2", "--batch", "2"]
    adapt += ["--shot-masks", tmp_path / "masks", "--image-size", "32", "--out", tmp_path / "run"]
    workbench(capsys, *adapt, "--device", "cpu", "--threads", "1")
    assert (tmp_path / "run/result.json").is_file()


def test_that_what_to_label_next_is_what_it_was(old: Edition1, capsys: Capture) -> None:
    run = old.project / "runs/002-mcc"
    suggested = answer(capsys, "label", "suggest", run, "--strategy", "k_center")
    assert paths_in(suggested) == paths_in(old.recorded["suggested"])
    review = answer(capsys, "label", "review", old.project / "runs/001-source_only")
    assert paths_in(review) == paths_in(old.recorded["review"])


def paths_in(rows: Any) -> list[str]:
    return [row["path"] for row in (rows if isinstance(rows, list) else rows.get("suggestions", []))]


@pytest.mark.parametrize("file", ["onnx", "onnx-int8"])
def test_that_a_model_folder_predicts_as_before(old: Edition1, capsys: Capture, tmp_path: Path, file: str) -> None:
    table = tmp_path / "predicted.csv"
    workbench(capsys, "predict", old.root / "model", old.root / "target", "--file", file, "--out", table)
    assert classes_in(table) == old.recorded["predicted"]


def test_that_a_model_folder_of_pixels_predicts_as_before(old: Edition1, capsys: Capture, tmp_path: Path) -> None:
    out = tmp_path / "predicted"
    workbench(capsys, "predict", old.root / "pixel-model", old.root / "real", "--out", out)
    before = old.recorded["predicted_shares"]
    assert before
    for path, shares in before.items():
        mask = pixels(out / path.replace("images/", ""))  # its place in the data set, since masks have its layout
        assert {value: float((mask == float(value)).mean()) for value in shares} == pytest.approx(shares, abs=0.02)


@pytest.mark.parametrize("checkpoint", ["last", "best"])
def test_that_an_old_run_is_exported_and_predicts_as_it_did(
    old: Edition1, capsys: Capture, tmp_path: Path, checkpoint: str
) -> None:
    run, model = old.project / "runs/002-mcc", tmp_path / "model.onnx"
    workbench(capsys, "export", run, "--format", "onnx", "--checkpoint", checkpoint, "--out", model)
    workbench(capsys, "predict", model, old.root / "target", "--out", tmp_path / "predicted.csv")
    if checkpoint == "last":
        assert classes_in(tmp_path / "predicted.csv") == classes_in(run / "predictions.csv")
    assert set(classes_in(tmp_path / "predicted.csv").values()) == {"a", "b", "c"}


def test_that_an_old_run_of_pixels_is_exported(old: Edition1, capsys: Capture, tmp_path: Path) -> None:
    run, model = old.scenes / "runs/001-source_only", tmp_path / "model"
    workbench(capsys, "export", run, "--format", "folder", "--out", model)
    workbench(capsys, "predict", model, old.root / "real", "--out", tmp_path / "predicted")
    for path in old.recorded["predicted_shares"]:
        place = tmp_path / "predicted" / path.replace("images/", "")
        exported, written = pixels(place), pixels(run / f"{path}.png")
        assert exported.shape == written.shape
        assert (exported == written).mean() > 0.98


def test_that_an_old_translator_translates_as_before(old: Edition1, capsys: Capture, tmp_path: Path) -> None:
    run, out = old.project / "runs/t001-cyclegan", tmp_path / "translated"
    workbench(capsys, "translate", "--model", run, old.root / "source", out, "--device", "cpu")
    before = old.recorded["translated_means"]
    assert {str(path.relative_to(out)) for path in out.rglob("*.png")} == set(before)
    for path, mean in before.items():
        assert pixels(out / path).mean() == pytest.approx(mean, abs=1.0)
        kept = pixels(old.project / "translated/t001-cyclegan" / path)
        assert np.abs(pixels(out / path) - kept).max() <= 2, "as the project kept it"


def test_that_an_old_project_is_reported_on(old: Edition1, capsys: Capture, tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    workbench(capsys, "report", old.project, "--out", page, "--no-shift")
    text = page.read_text("utf-8")
    assert all(name in text for name in ("MCC", "Source only", "CycleGAN"))


def test_that_the_store_opens_an_old_project_and_puts_a_run_beside_the_old_ones(old: Edition1) -> None:
    project = Project.open(old.project)
    try:
        assert [record.id for record in project.runs()] == ["001-source_only", "002-mcc", "003-adabn"]
        assert project.domain_folder(Side.TARGET) == old.root / "target"
        assert project.labels.unsure() == {"a/004.png"}
        assert project.class_keys.current() == {"d": "z"}
        record = project.add_run(RunFolder(project.run_folder("002-mcc")).job())
        assert record.id == "004-mcc"
        (translation,) = Translations(project).all()
        assert Path(translation.written).is_dir()
    finally:
        project.close()


def test_that_the_window_opens_an_old_project_and_finishes_its_run(qtbot: QtBot, window: Window, old: Edition1) -> None:
    shutil.rmtree(old.project / "cache")  # a person may delete it at any time
    window.projects.project(old.project)
    session, runs = window.session, window.runs
    qtbot.waitUntil(lambda: session.domains.complete and session.catalogue is not None, timeout=PATIENCE)
    assert {path: name for path, name in session.labels.by_path.items() if name != "d"} == {
        "a/000.png": "a",
        "b/001.png": "b",
        "c/002.png": "c",
        "c/005.png": "c",
    }
    qtbot.waitUntil(lambda: runs.displayed_id == "002-mcc", timeout=PATIENCE)
    assert {path: one.predicted for path, one in session.predictions.by_path.items()} == old.recorded["predicted"]
    stopped = runs.all()[-1]
    assert runs.resumable(stopped)
    runs.resume(stopped)
    finish(qtbot, window)
    assert classes_in(old.project / "runs/003-adabn/predictions.csv") == old.recorded["resumed_predictions"]
