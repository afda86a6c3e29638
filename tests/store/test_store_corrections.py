"""Corrections of source labels: one history with the labels, and kept by path as they are."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import make_domain
from workbench.core.corrections import GONE, NO_CLASS, OTHER_LABEL, Correction, corrected
from workbench.core.errors import UserError
from workbench.data.digests import digests_of
from workbench.data.scan import scan_now
from workbench.store.correction_table import read_corrections, write_corrections
from workbench.store.history import actions
from workbench.store.project import Project

FIRST, SECOND = Correction("a/000.png", "a", "b"), Correction("a/000.png", "a", "c")
RIGHT = Correction("b/001.png", "b", "b")


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with closing(Project.create(tmp_path / "x.workbench")) as made:
        yield made


def test_that_a_correction_is_undone_redone_and_gone_back_to_in_one_history_with_labels(project: Project) -> None:
    labels = project.labels
    assert labels.correct({FIRST.path: FIRST}) == [FIRST.path]
    labels.apply({"a/000.png": "c"})  # of the target's image with the same path
    labels.correct({SECOND.path: SECOND})
    assert labels.correct({SECOND.path: SECOND}) == [], "nothing changes"
    labels.correct({RIGHT.path: RIGHT})
    assert labels.corrections.current() == {SECOND.path: SECOND, RIGHT.path: RIGHT}
    assert labels.undo() == [RIGHT.path]
    assert labels.undo() == [SECOND.path]
    assert labels.corrections.current() == {FIRST.path: FIRST}
    assert labels.current() == {"a/000.png": "c"}
    labels.redo()
    assert labels.corrections.current() == {SECOND.path: SECOND}
    assert labels.restore_after(1) == [FIRST.path]
    assert labels.corrections.current() == {FIRST.path: FIRST}
    assert labels.current() == {}
    labels.undo()
    assert labels.corrections.current() == {SECOND.path: SECOND}
    labels.correct({FIRST.path: None})
    assert labels.corrections.current() == {}
    step = actions(project.database, 1)[0]
    assert (step.corrections, [change.stands for change in step.corrected]) == (1, [False])


def test_that_corrections_are_there_after_a_restart_and_another_program_hears_of_them(project: Project) -> None:
    with closing(Project.open(project.folder, settle=False)) as other:
        project.labels.correct({FIRST.path: FIRST})
        assert other.labels.read_external_actions() == [FIRST.path]
        assert other.labels.corrections.current() == {FIRST.path: FIRST}
    project.close()
    with closing(Project.open(project.folder)) as again:
        assert again.labels.corrections.current() == {FIRST.path: FIRST}
        assert again.labels.undo() == [FIRST.path]


def test_that_a_correction_applies_while_the_folder_says_the_same(tmp_path: Path) -> None:
    domain = scan_now(make_domain(tmp_path / "source", seed=0, count=4))
    others = [
        Correction("b/000.png", "a", "c"),  # the folder says b
        Correction("b/002.png", "b", "no class"),
        Correction("c/gone.png", "c", "a"),
        Correction("c/000.png", "b", "c"),  # the folder was corrected itself
        Correction("c/gone too.png", "c", "c"),  # a confirmation, whose end is not told
    ]
    result = corrected(domain, [FIRST, RIGHT, *others])
    assert result.changed == (FIRST,)
    assert set(result.applied) == {FIRST.path, RIGHT.path}
    assert result.domain.counts() == {"a": 3, "b": 5, "c": 4}
    assert domain.counts() == {"a": 4, "b": 4, "c": 4}
    assert dict(result.unused) == {OTHER_LABEL: 1, NO_CLASS: 1, GONE: 1}
    assert any("1 label is corrected" in note for note in result.domain.notes)
    assert sum("not used" in note for note in result.domain.notes) == 3


def test_that_a_correction_follows_its_image_and_a_path_in_another_unicode_form(
    project: Project, tmp_path: Path
) -> None:
    root = make_domain(tmp_path / "source", seed=0, count=4)
    moved_sources = project.moved_sources
    project.labels.correct({FIRST.path: FIRST})
    samples = scan_now(root).samples
    wanted = moved_sources.to_digest(samples)
    moved_sources.relocate(samples, digests_of(root, wanted))
    (root / "a" / "000.png").rename(root / "a" / "caf\u00e9.png")
    samples = scan_now(root).samples
    moved = moved_sources.relocate(samples, digests_of(root, moved_sources.to_digest(samples))).moved
    assert moved == {"a/000.png": "a/caf\u00e9.png"}
    spelled = Correction("a/cafe\u0301.png", "a", "b")
    assert [each.label for each in corrected(scan_now(root), [spelled]).changed] == ["b"]
    project.labels.undo()
    assert moved_sources.relocate(samples, digests_of(root, moved_sources.to_digest(samples))).moved == {}
    shutil.rmtree(root / "a")
    samples = scan_now(root).samples
    assert moved_sources.relocate(samples, {}).missing == ["a/000.png"]
    assert project.labels.corrections.current() == {FIRST.path: FIRST}, "kept, though its image has gone"


def test_that_a_table_of_corrections_is_read_as_it_was_written(tmp_path: Path) -> None:
    odd = Correction("=a/x,y.png", "-a", "“b”")
    write_corrections(tmp_path / "c.csv", [FIRST, odd])
    assert read_corrections(tmp_path / "c.csv") == (FIRST, odd)
    (tmp_path / "c.csv").write_text("path,given,label\na/1.png,a,\n")
    with pytest.raises(UserError, match="Line 2"):
        read_corrections(tmp_path / "c.csv")
    (tmp_path / "c.csv").write_text("path,label\na/1.png,a\n")
    with pytest.raises(UserError, match="no columns"):
        read_corrections(tmp_path / "c.csv")
