"""`workbench project`: a project is created, listed, renamed, moved, duplicated, given other folders and deleted."""

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import make_domain
from workbench.cli.main import main as command_line
from workbench.core.domain import Side
from workbench.store.project import Project
from workbench.store.recent_projects import recent_projects, remember_project


def main(*words: object) -> int:
    return command_line(["project", *map(str, words)], lambda: 0)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A project of two small folders."""
    source = make_domain(tmp_path / "source", seed=1, count=2)
    target = make_domain(tmp_path / "target", seed=2, count=2, negative=True)
    assert main("create", tmp_path / "P", source, target) == 0
    return tmp_path / "P.workbench"


def test_that_a_project_is_renamed_moved_and_copied(
    place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    remember_project(place)
    assert main("rename", tmp_path / "P", "Q") == 0
    assert main("move", tmp_path / "Q.workbench", tmp_path / "there") == 0
    moved = tmp_path / "there" / "Q.workbench"
    assert [one.folder for one in recent_projects()] == [str(moved)]
    assert main("duplicate", moved, tmp_path / "Copy") == 0
    with closing(Project.open(tmp_path / "Copy.workbench")) as project:
        assert project.domain_folder(Side.SOURCE) == tmp_path / "source"
    capsys.readouterr()
    shutil.rmtree(moved)
    assert main("list") == 0
    assert capsys.readouterr().out == f"{moved}  (missing)\n"


def test_that_a_project_is_deleted_without_its_images_and_never_unasked(
    place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main("delete", place) == 2
    told = capsys.readouterr()
    assert "0 runs, 0 translations, 0 labels" in told.out
    assert str(tmp_path / "target") in told.out
    assert "Give --yes" in told.err
    assert place.exists()
    assert main("delete", place, "--yes") == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["source", "target"]


def test_that_labels_follow_into_another_folder_and_other_classes_are_told(
    place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(Project.open(place)) as project:
        project.labels.apply({"a/000.png": "a", "b/000.png": "b"})
    assert main("folders", place, "--target", tmp_path / "target") == 0  # the digests of its images are kept
    other = tmp_path / "elsewhere"
    shutil.copytree(tmp_path / "target" / "a", other / "renamed")
    shutil.rmtree(tmp_path / "source" / "b")
    shutil.copytree(tmp_path / "source", tmp_path / "fewer")
    make_domain(tmp_path / "source", seed=1, classes="b", count=2)
    capsys.readouterr()
    assert main("folders", place, "--target", other, "--source", tmp_path / "fewer") == 0
    told = capsys.readouterr().out
    assert "The new source lacks the class b." in told
    assert "1 label of the target has one of these classes" in told
    assert "1 label moved with their images." in told
    assert "1 label of images that are not in the new folder are kept." in told
    with closing(Project.open(place)) as project:
        assert project.labels.current() == {"renamed/000.png": "a", "b/000.png": "b"}


def test_that_a_source_without_labels_makes_a_project_for_translation_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for side in ("one", "two"):
        make_domain(tmp_path / side, seed=1, classes="a", count=2)
        for file in (tmp_path / side / "a").iterdir():
            file.rename(tmp_path / side / file.name)
        (tmp_path / side / "a").rmdir()
    assert main("create", tmp_path / "P", tmp_path / "one", tmp_path / "two") == 0
    assert "The source has no labels, so no model can be trained" in capsys.readouterr().out
    assert main("create", tmp_path / "Q", tmp_path / "one", tmp_path / "one") == 2
    assert main("create", tmp_path / "con", tmp_path / "one", tmp_path / "two") == 2
