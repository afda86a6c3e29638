"""`workbench bench` on a person's own labelled folders, as a person uses it."""

import json
from pathlib import Path

import pytest

from tests.conftest import make_domain
from workbench.cli.bench_command import select_methods
from workbench.cli.main import main
from workbench.core.errors import UserError
from workbench.core.job import Shift
from workbench.store.run_folder import RunFolder

SMALL = ["--steps", "6", "--batch", "4", "--seeds", "2"]


def no_window() -> int:
    raise AssertionError("no window is wanted")


def bench(*words: object) -> int:
    return main(["bench", *map(str, words)], no_window)


def test_that_a_bench_has_source_only_and_the_constant_answer_beside_each_method(
    domains: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page, runs = tmp_path / "table.md", tmp_path / "runs"
    words = [*domains, "--methods", "dann", *SMALL, "--image-size", 16, "--runs", runs, "--out", page, "--json"]
    assert bench(*words) == 0
    report = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert [row["method"] for row in report["methods"]] == ["source_only", "dann"]
    assert report["constant"]["accuracy"] == pytest.approx(1 / 3), "three classes of as many images"
    for row in report["methods"]:
        scores = [RunFolder(Path(run)).result().finished.scores for run in row["runs"]]
        assert row["figures"]["target accuracy"] == [one.target_accuracy for one in scores]
        assert [RunFolder(Path(run)).job().seed for run in row["runs"]] == [0, 1]
    once = page.read_text(encoding="utf-8")
    assert "| always “a” | 33.3 |" in once
    assert f"workbench bench {domains[0]} {domains[1]} --methods dann --seeds 2 --steps 6" in once
    written = {path: path.stat().st_mtime_ns for path in runs.rglob("*")}
    assert bench(*words) == 0
    assert {path: path.stat().st_mtime_ns for path in runs.rglob("*")} == written, "finished runs are not repeated"
    assert page.read_text(encoding="utf-8") == once


def test_that_runs_of_changed_folders_are_not_taken_for_the_folders_as_they_are(
    domains: tuple[Path, Path], tmp_path: Path
) -> None:
    target = make_domain(tmp_path / "target", seed=5, classes="abc", count=6)
    words = [domains[0], target, "--methods", "source_only", "--steps", 2, "--seeds", 1, "--runs", tmp_path / "runs"]
    assert bench(*words, "--image-size", 16) == 0
    (target / "a" / "000.png").rename(target / "b" / "moved.png")
    assert bench(*words, "--image-size", 16) == 0
    assert len(list((tmp_path / "runs").iterdir())) == 2


def test_that_a_bench_of_scenes_tells_miou_and_pixels(
    streets: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [*streets, "--methods", "source_only", *SMALL, "--image-size", 32, "--runs", tmp_path / "runs", "--json"]
    assert bench(*words) == 0
    report = json.loads(capsys.readouterr().out.splitlines()[-1])
    (row,) = report["methods"]
    pixels = [RunFolder(Path(run)).result().finished.scores.target_pixels for run in row["runs"]]
    assert row["figures"]["target mIoU"] == [one.miou for one in pixels if one]
    assert row["figures"]["target pixels"] == [one.accuracy for one in pixels if one]
    assert report["constant"]["miou"] == pytest.approx(report["constant"]["accuracy"] / 3)


def test_that_the_short_list_serves_the_task_and_the_shift() -> None:
    assert select_methods(None, "classify", Shift.CLOSED) == ["source_only", "adabn", "dann", "mcc"]
    assert "dance" in select_methods(None, "classify", Shift.OPEN)
    assert select_methods(None, "segment", Shift.CLOSED)[0] == "source_only"
    assert "dann" not in select_methods(None, "segment", Shift.CLOSED)
    with pytest.raises(UserError, match="labelled target images"):
        select_methods(["mme"], "classify", Shift.CLOSED)
    with pytest.raises(UserError, match="no method"):
        select_methods(["nothing"], "classify", Shift.CLOSED)


def test_that_a_target_without_labels_is_refused(
    domains: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    flat = tmp_path / "flat"
    flat.mkdir()
    (flat / "one.png").write_bytes(next(domains[1].rglob("*.png")).read_bytes())
    assert bench(domains[0], flat, "--runs", tmp_path / "runs") == 2
    assert "no labels" in capsys.readouterr().err
    assert not (tmp_path / "runs").exists()
