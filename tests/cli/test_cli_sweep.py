"""`workbench sweep` and `adapt --seeds`: many runs by one command, as a person uses them."""

import json
from pathlib import Path

import pytest

from workbench.cli.main import main
from workbench.core.run_selection import select
from workbench.store.run_folder import RunFolder

SMALL = ["--steps", "6", "--batch", "4", "--image-size", "16"]


def no_window() -> int:
    raise AssertionError("no window is wanted")


def call(*words: object) -> int:
    return main([*map(str, words)], no_window)


def test_that_a_sweep_chooses_among_its_runs_and_the_one_without_adaptation(
    domains: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "sweep"
    words = ["sweep", *domains, "--method", "dann", "--set", "dann.critic_weight=0.1,1", *SMALL, "--out", out, "--json"]
    assert call(*words) == 0
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    names = ["source_only", "critic_weight=0.1", "critic_weight=1.0"]
    assert list(told["runs"]) == names
    places = {name: RunFolder(Path(folder)) for name, folder in told["runs"].items()}
    assert [places[name].job().settings.get("critic_weight") for name in names] == [None, 0.1, 1.0]
    scores = {name: place.result().finished.scores for name, place in places.items()}
    compared = RunFolder(out).comparison()
    assert compared is not None
    assert compared.chosen == told["comparison"]["chosen"] == select(scores, "source_only").chosen
    assert [trial.title for trial in compared.trials] == [
        "Source only",
        "DANN, critic_weight=0.1",
        "DANN, critic_weight=1.0",
    ]
    written = {path: path.stat().st_mtime_ns for path in out.rglob("*") if path.name != "comparison.json"}
    assert call(*words) == 0
    assert {path: path.stat().st_mtime_ns for path in written} == written, "finished runs are not repeated"
    assert call(*words, "--seed", 1) == 2
    assert "runs with other settings" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("varied", "problem"),
    [
        ("nothing=1", "no setting “nothing”"),
        ("critic_weight=large", "a value that “critic_weight” cannot take"),
        ("critic_weight=-1", "critic_weight"),
    ],
)
def test_that_a_setting_that_cannot_be_varied_is_refused(
    varied: str, problem: str, domains: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call("sweep", *domains, "--method", "dann", "--set", varied, "--out", tmp_path / "sweep") == 2
    assert problem in capsys.readouterr().err
    assert not (tmp_path / "sweep").exists()


def test_that_seeds_are_runs_of_one_job(
    domains: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "seeds"
    words = ["adapt", *domains, "--method", "source_only", *SMALL, "--seed", 3, "--seeds", 2, "--out", out, "--json"]
    assert call(*words) == 0
    shown = capsys.readouterr()
    reports = json.loads(shown.out.splitlines()[-1])
    jobs = [RunFolder(Path(report["run"])).job() for report in reports]
    assert [report["seed"] for report in reports] == [job.seed for job in jobs] == [3, 4]
    assert jobs[0].differs_in_seed(jobs[1])
    assert "mean ± sd" in shown.err


def test_that_a_place_that_is_not_known_is_refused(
    domains: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call("adapt", *domains, "--seeds", 2, "--on", "nowhere!", "--out", tmp_path / "out") == 2
    assert "no host “nowhere!”" in capsys.readouterr().err
    assert not list((tmp_path / "out").glob("*/job.json"))
