"""The command line where the folders that it is given do not go together."""

import shutil
from pathlib import Path

import pytest

from tests.conftest import make_domain
from workbench.cli.main import main as command_line

SHORT = ["--backbone", "small", "--steps", "2", "--device", "cpu"]


def main(arguments: list[str]) -> int:
    return command_line(arguments, lambda: 0)


def flat(folder: Path, images: Path) -> Path:
    folder.mkdir()
    for number, path in enumerate(sorted(images.rglob("*.png"))):
        shutil.copy(path, folder / f"{number}.png")
    return folder


@pytest.mark.parametrize("command", ["adapt", "inspect", "bench", "translate", "matrix"])
def test_that_the_same_folder_twice_is_refused_with_a_way_to_insist(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = make_domain(tmp_path / "source", seed=0)
    for target in (source, source / "a")[command == "matrix" :]:  # a matrix refuses the same folder twice in any case
        assert main([command, str(source), str(target)]) == 2
        assert "--overlap" in capsys.readouterr().err


def test_that_an_overlap_is_accepted_on_request(tmp_path: Path) -> None:
    source = make_domain(tmp_path / "source", seed=0)
    out = ["--out", str(tmp_path / "run")]
    assert main(["adapt", str(source), str(source), "--overlap", "--method", "source_only", *SHORT, *out]) == 0


def test_that_folders_in_the_wrong_order_are_answered_with_the_right_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    labelled = make_domain(tmp_path / "labelled", seed=0)
    unlabelled = flat(tmp_path / "unlabelled", make_domain(tmp_path / "other", seed=1))
    assert main(["adapt", str(unlabelled), str(labelled), "--out", str(tmp_path / "run"), *SHORT]) == 2
    assert f"workbench adapt {labelled} {unlabelled}" in capsys.readouterr().err


def test_that_a_target_with_other_class_names_starts_unlabelled_and_can_be_mapped(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = make_domain(tmp_path / "source", seed=0, classes="abc")
    target = make_domain(tmp_path / "target", seed=1, classes="xyz")
    command = ["adapt", str(source), str(target), "--method", "source_only", *SHORT, "--json", "--out"]
    assert main([*command, str(tmp_path / "plain")]) == 0
    told = capsys.readouterr()
    assert "left out" in told.out + told.err
    assert '"target_accuracy":null' in told.out
    assert main([*command, str(tmp_path / "mapped"), "--map", "x=a", "y=b", "z="]) == 0
    told = capsys.readouterr()
    assert '"target_accuracy":0.' in told.out or '"target_accuracy":1.0' in told.out
    evaluate = ["evaluate", str(tmp_path / "mapped"), str(target), "--json"]
    assert main(evaluate) == 2
    assert "--map" in capsys.readouterr().err
    assert main([*evaluate, "--map", "x=a", "y=b"]) == 0
    assert '"samples":' in capsys.readouterr().out
