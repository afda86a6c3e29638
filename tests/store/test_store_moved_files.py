"""Labels follow their images: real files that are moved, renamed, copied, edited and deleted between two readings."""

import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import make_domain
from workbench.core.domain import Domain, Sample
from workbench.core.strokes import Stroke, Tool
from workbench.data.digests import digests_of
from workbench.data.scan import scan_now
from workbench.store.label_value import LabelMark
from workbench.store.moved_files import MovedFiles, Relocation
from workbench.store.project import Project


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_domain(tmp_path / "target", seed=3, classes="ab", count=6)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project.create(tmp_path / "P.workbench")


def read(project: Project, folder: Path) -> Relocation:
    """What a front end does when it has read a domain."""
    domain = scan_now(folder)
    wanted = project.moved_files.to_digest(domain.samples)
    return project.moved_files.relocate(domain.samples, digests_of(domain.folder, wanted))


def test_that_labels_go_where_their_images_went_as_one_action_that_can_be_undone(
    project: Project, folder: Path
) -> None:
    project.labels.apply({"a/000.png": "x", "a/001.png": "y", "b/000.png": "z"})
    read(project, folder)
    (folder / "c").mkdir()
    (folder / "a/000.png").rename(folder / "c/000.png")
    (folder / "a/001.png").rename(folder / "a/renamed.png")
    settled = read(project, folder)
    assert settled == Relocation({"a/000.png": "c/000.png", "a/001.png": "a/renamed.png"}, [])
    assert project.labels.current() == {"c/000.png": "x", "a/renamed.png": "y", "b/000.png": "z"}
    assert project.labels.history(1)[0].why == "moved"
    assert len(project.labels.undo()) == 4
    assert project.labels.current() == {"a/000.png": "x", "a/001.png": "y", "b/000.png": "z"}
    project.close()


def test_that_a_mark_follows_its_image_as_a_label_does(project: Project, folder: Path) -> None:
    project.labels.apply({"a/000.png": LabelMark.UNSURE})
    read(project, folder)
    (folder / "a/000.png").rename(folder / "b/moved.png")
    assert read(project, folder).moved == {"a/000.png": "b/moved.png"}
    assert project.labels.all_values() == {"b/moved.png": LabelMark.UNSURE}
    project.labels.undo()
    assert read(project, folder) == Relocation({}, ["a/000.png"])
    project.close()


def test_that_a_move_that_was_taken_back_is_not_made_again_and_a_later_one_is(project: Project, folder: Path) -> None:
    project.labels.apply({"a/000.png": "x"})
    read(project, folder)
    (folder / "a/000.png").rename(folder / "a/moved.png")
    read(project, folder)
    project.labels.undo()
    assert read(project, folder) == Relocation({}, ["a/000.png"])
    (folder / "a/moved.png").rename(folder / "a/again.png")
    assert read(project, folder).moved == {"a/000.png": "a/again.png"}
    project.close()


def test_that_what_is_painted_follows_its_image_and_a_move_taken_back_is_not_made_again(
    project: Project, folder: Path
) -> None:
    painted = [Stroke(Tool.BRUSH, name, (16, 16), ((4.0, 4.0),), 2.0) for name in ("road", "sky")]
    project.labels.paint("a/000.png", painted)
    project.labels.paint("a/001.png", painted[:1])
    read(project, folder)
    (folder / "a/001.png").rename(folder / "a/009.png")
    (folder / "a/000.png").rename(folder / "a/001.png")  # over the place of the other
    assert read(project, folder).moved == {"a/000.png": "a/001.png", "a/001.png": "a/009.png"}
    assert [one.stroke for one in project.strokes.of("a/001.png")] == painted
    assert [one.stroke for one in project.strokes.of("a/009.png")] == painted[:1]
    assert project.strokes.painted() == {"a/001.png", "a/009.png"}
    assert project.labels.history(1)[0].why == "moved"
    project.labels.undo()
    assert project.strokes.painted() == {"a/000.png", "a/001.png"}
    assert read(project, folder).moved == {}
    assert [one.stroke for one in project.strokes.of("a/000.png")] == painted
    project.close()


def test_that_labels_follow_files_that_were_numbered_anew_over_each_other(project: Project, folder: Path) -> None:
    project.labels.apply({f"a/00{number}.png": f"class {number}" for number in range(5)})
    read(project, folder)
    for number in range(5, -1, -1):  # 005 → 006, …, 000 → 001
        (folder / f"a/00{number}.png").rename(folder / f"a/00{number + 1}.png")
    read(project, folder)
    assert project.labels.current() == {f"a/00{number + 1}.png": f"class {number}" for number in range(5)}
    project.close()


def test_that_a_label_stays_where_its_image_was_copied_or_edited(project: Project, folder: Path) -> None:
    project.labels.apply({"a/000.png": "x", "a/001.png": "y"})
    read(project, folder)
    shutil.copy(folder / "a/000.png", folder / "b/copy.png")
    (folder / "a/001.png").write_bytes((folder / "b/000.png").read_bytes())  # another picture under the same name
    assert read(project, folder) == Relocation({}, [])
    assert project.labels.current() == {"a/000.png": "x", "a/001.png": "y"}
    (folder / "a/001.png").rename(folder / "a/edited.png")  # what it holds now is what is followed
    assert read(project, folder).moved == {"a/001.png": "a/edited.png"}
    project.close()


def test_that_equal_images_go_to_places_of_their_own_by_name_first(project: Project, folder: Path) -> None:
    (folder / "a/001.png").write_bytes((folder / "a/000.png").read_bytes())
    project.labels.apply({"a/000.png": "x", "a/001.png": "y"})
    read(project, folder)
    (folder / "c").mkdir()
    (folder / "a/001.png").rename(folder / "c/001.png")
    (folder / "a/000.png").rename(folder / "c/zero.png")
    assert read(project, folder).moved == {"a/001.png": "c/001.png", "a/000.png": "c/zero.png"}
    project.close()


def test_that_a_deleted_image_keeps_its_label_and_is_told(project: Project, folder: Path) -> None:
    project.labels.apply({"a/000.png": "x", "a/001.png": "y"})
    read(project, folder)
    (folder / "a/001.png").unlink()
    assert read(project, folder) == Relocation({}, ["a/001.png"])
    assert project.labels.current()["a/001.png"] == "y"
    project.close()


def test_that_what_was_just_labelled_can_be_remembered_at_once(project: Project, folder: Path) -> None:
    domain = scan_now(folder)
    project.labels.apply({"a/000.png": "x"})
    named = [sample for sample in domain.samples if sample.path == "a/000.png"]
    project.moved_files.remember(named, digests_of(folder, named))
    (folder / "a/000.png").rename(folder / "b/moved.png")
    assert read(project, folder).moved == {"a/000.png": "b/moved.png"}
    project.close()


def test_that_few_files_are_read(project: Project, folder: Path) -> None:
    project.labels.apply({"a/000.png": "x"})
    domain = scan_now(folder)
    assert [one.path for one in project.moved_files.to_digest(domain.samples)] == ["a/000.png"]
    read(project, folder)
    assert project.moved_files.to_digest(domain.samples) == []
    gone = [sample for sample in domain.samples if sample.path != "a/000.png"]
    size = (folder / "a/000.png").stat().st_size
    wanted = project.moved_files.to_digest(gone)
    assert {one.path for one in wanted} == {one.path for one in gone if one.bytes == size}
    project.close()


def test_that_where_an_image_went_is_known_for_a_label_of_its_old_path(project: Project, folder: Path) -> None:
    project.labels.apply({"a/000.png": "x"})
    read(project, folder)
    project.labels.undo()
    (folder / "a/000.png").rename(folder / "a/moved.png")
    domain: Domain = scan_now(folder)
    wanted = project.moved_files.to_digest(domain.samples, also=["a/000.png", "a/never.png"])
    digests = digests_of(domain.folder, wanted)
    assert project.moved_files.find_moved(["a/000.png", "a/never.png"], domain.samples, digests) == {
        "a/000.png": "a/moved.png"
    }
    project.close()


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_that_any_permutation_and_loss_of_different_images_takes_each_label_along(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    names = [f"{number}.png" for number in range(8)]
    contents = {name: name.encode() for name in names}
    labelled = data.draw(st.sets(st.sampled_from(names)))
    kept = data.draw(st.lists(st.sampled_from(names), unique=True))
    places = data.draw(st.lists(st.sampled_from([*names, "new.png", "other.png"]), unique=True, min_size=8))
    after = dict(zip(places, kept, strict=False))  # where → which content
    project = Project.create(tmp_path_factory.mktemp("follow") / "P.workbench")
    project.labels.apply({name: f"is {name}" for name in labelled})

    def settle(files: dict[str, str]) -> None:
        samples = [Sample(path, None, 1, 1, "PNG", 5, int(was[0])) for path, was in files.items()]
        moved_files: MovedFiles = project.moved_files
        moved_files.relocate(samples, {one.path: contents[files[one.path]] for one in moved_files.to_digest(samples)})

    settle({name: name for name in names})
    settle(after)  # a renamed file keeps its time of change
    now = project.labels.current()
    assert {path: now.get(path) for path, was in after.items() if was in labelled} == {
        path: f"is {was}" for path, was in after.items() if was in labelled
    }
    project.close()
