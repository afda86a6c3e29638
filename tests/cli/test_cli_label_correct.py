"""`workbench label correct`: corrections without the window, from the list to the run."""

import json
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import make_domain
from workbench.cli.main import main as command_line
from workbench.core.corrections import Correction
from workbench.core.domain import Side
from workbench.store.correction_table import read_corrections
from workbench.store.project import Project
from workbench.store.run_folder import RunFolder

WRONG = Correction("b/wrong.png", "b", "a")


def main(words: list[str]) -> int:
    return command_line(words, lambda: 0)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A project of folders, whose source has an image of class a in the folder of class b."""
    source, target = make_domain(tmp_path / "source", seed=1), make_domain(tmp_path / "target", seed=2, negative=True)
    (source / "a" / "003.png").rename(source / WRONG.path)
    with closing(Project.create(tmp_path / "x.workbench")) as project:
        project.set_domain_folder(Side.SOURCE, source)
        project.set_domain_folder(Side.TARGET, target)
        project.labels.apply({"a/000.png": "a"})
    return project.folder


def correct(capsys: pytest.CaptureFixture[str], place: Path, *words: str) -> dict[str, list[dict[str, str]]]:
    assert main(["label", "correct", str(place), *words, "--json"]) == 0
    found: dict[str, list[dict[str, str]]] = json.loads(capsys.readouterr().out.splitlines()[-1])
    return found


def test_that_a_correction_is_set_confirmed_withdrawn_undone_and_exported(
    place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert correct(capsys, place)["corrections"] == []
    found = correct(capsys, place, "b/wrong.png", "--class", "a")
    assert found["corrections"] == [{"path": "b/wrong.png", "given": "b", "label": "a"}]
    assert len(correct(capsys, place, "c/000.png", "--right")["corrections"]) == 2
    assert main(["label", "log", str(place)]) == 0
    assert "source b/wrong.png: “b” corrected to “a”" in capsys.readouterr().out
    assert main(["label", "undo", str(place)]) == 0
    assert main(["label", "export", str(place), str(tmp_path / "labels.csv")]) == 0
    assert read_corrections(tmp_path / "labels.corrections.csv") == (WRONG,)
    assert correct(capsys, place, "b/wrong.png", "--remove")["corrections"] == []
    correct(capsys, place, "--file", str(tmp_path / "labels.corrections.csv"))
    assert correct(capsys, place, "--out", str(tmp_path / "again.csv"))["corrections"] == found["corrections"]
    assert read_corrections(tmp_path / "again.csv") == (WRONG,)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["b/none.png", "--right"], "no labelled image of the source"),
        (["b/wrong.png", "--class", "z"], "no class of the source"),
        (["b/wrong.png"], "what to do with them"),
        (["--remove"], "what to do with them"),
        (["a/001.png", "--remove"], "no corrected image"),
    ],
)
def test_that_a_mistake_is_told_and_changes_nothing(
    words: list[str], message: str, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["label", "correct", str(place), *words]) == 2
    assert message in capsys.readouterr().err
    assert correct(capsys, place)["corrections"] == []


def test_that_a_run_learns_corrected_labels_and_records_them(
    place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    correct(capsys, place, "b/wrong.png", "--class", "a")
    folders = [str(tmp_path / "source"), str(tmp_path / "target")]
    recipe = ["--method", "source_only", "--backbone", "small", "--steps", "4", "--batch", "8", "--image-size", "16"]
    words = ["adapt", *folders, *recipe, "--cache", str(tmp_path / "cache")]
    assert main([*words, "--corrections", str(place), "--out", str(tmp_path / "run")]) == 0
    run = RunFolder(tmp_path / "run")
    assert run.job().corrections == (WRONG,)
    assert run.command(run.job())[-2:] == ["--corrections", str(run.corrections_file)]
    assert main([*words, "--out", str(tmp_path / "plain")]) == 0
    source, target = (RunFolder(tmp_path / name).result().fingerprints for name in ("run", "plain"))
    assert source[0] != target[0], "the fingerprint holds the labels that were learned"
    assert source[1] == target[1]
    assert main([*run.command(run.job())[1:], "--out", str(tmp_path / "again")]) == 0
    assert RunFolder(tmp_path / "again").result().fingerprints == source
