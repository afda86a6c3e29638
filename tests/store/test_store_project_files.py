"""A project is renamed, moved, duplicated and deleted as a folder of real files, and a killed process loses nothing."""

import errno
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.made_projects import MadeProject
from workbench.core.domain import Side
from workbench.core.errors import UserError
from workbench.engine.run import run
from workbench.store.lock import locked
from workbench.store.project import Project
from workbench.store.project_contents import contents_of
from workbench.store.project_files import (
    check_name,
    delete_project,
    duplicate_project,
    move_project,
    named_folder,
    rename_project,
)
from workbench.store.record_table import Status
from workbench.store.run_folder import RunFolder

LABELS = {"a.png": "cat", "b.png": "dog"}
KILLED = """
import errno, os, shutil, signal, sys
from pathlib import Path
from workbench.store.project_files import delete_project, move_project

made, root = Path(sys.argv[1]), Path(sys.argv[2])
STEPS = ("os.rename", "os.mkdir", "os.remove", "os.rmdir", "shutil.copyfile")

def act(number):
    folder, place, count = root / str(number) / made.name, root / str(number) / "there", 0
    shutil.copytree(made, folder)

    def watch(event, arguments):
        nonlocal count
        if event == "os.rename" and arguments[1] == str(place / made.name) and arguments[0] == str(folder):
            raise OSError(errno.EXDEV, "another disk")
        if event in STEPS and str(folder.parent) in str(arguments[0]):
            count += 1
            if count == number:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)
    OPERATION
    return count

number = 1
while True:
    child = os.fork()
    if not child:
        act(number)
        os._exit(0)
    if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0:
        break
    number += 1
print(number - 1)
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The folder of a small project with labels."""
    folder = tmp_path / "here" / "P.workbench"
    return make(folder)


def make(folder: Path) -> Path:
    with closing(Project.create(folder)) as project:
        project.labels.apply(LABELS)
        for side in Side:
            project.set_domain_folder(side, folder.parent / side)
    (folder / "runs" / "001-mcc").mkdir(parents=True)
    (folder / "runs" / "001-mcc" / "log.txt").write_text("log")
    return folder


def labels_in(folder: Path) -> dict[str, str]:
    with closing(Project.open(folder)) as project:
        return project.labels.current()


def test_that_a_renamed_project_has_its_labels_and_another_name(project: Path) -> None:
    renamed = rename_project(project, " Shop to street ")
    assert renamed == project.with_name("Shop to street.workbench")
    assert labels_in(renamed) == LABELS
    assert not project.exists()
    assert rename_project(renamed, "Shop to street") == renamed


@pytest.mark.parametrize(
    ("name", "possible"),
    [("con", "_con"), ("Nul.old", "_Nul.old"), ("P.", "P"), ("a/b", "a_b"), ("n" * 200, "n" * 120), (".hid", "_.hid")],
)
def test_that_a_name_that_a_file_system_refuses_is_told_with_one_that_is_possible(
    project: Path, name: str, possible: str
) -> None:
    with pytest.raises(UserError, match="cannot have the name") as refused:
        rename_project(project, name)
    assert refused.value.hint == f"“{possible}” is possible."
    assert check_name(possible) == possible
    assert labels_in(project) == LABELS


def test_that_a_name_that_is_taken_or_missing_is_refused(project: Path) -> None:
    make(project.with_name("Q.workbench"))
    with pytest.raises(UserError, match="already exists"):
        rename_project(project, "Q")
    with pytest.raises(UserError, match="has no name"):
        named_folder(project.parent, "  ")
    assert labels_in(project) == LABELS


def test_that_a_project_that_is_open_anywhere_stays_where_it_is(project: Path) -> None:
    with closing(Project.open(project)), pytest.raises(UserError, match="open in another window"):
        rename_project(project, "Q")
    with (
        closing(Project.open(project, settle=False)),
        pytest.raises(UserError, match=r"Another program has the project P.workbench open"),
    ):
        delete_project(project)
    with locked(project / "runs" / "001-mcc"), pytest.raises(UserError, match="Another process is using"):
        move_project(project, project.parent.parent)
    assert labels_in(project) == LABELS


def test_that_what_belongs_to_a_run_is_found_after_its_project_moved(
    classification_project: MadeProject, tmp_path: Path
) -> None:
    made = classification_project
    assert RunFolder(made.folder / "runs" / made.stopped).job().cache == str(made.folder / "cache")
    moved = rename_project(made.folder, "Elsewhere")
    moved = move_project(moved, tmp_path / "there")
    with closing(Project.open(moved)) as project:
        place = RunFolder(project.run_folder(made.stopped))
        (record,) = [record for record in project.runs() if record.id == made.plain]
        assert record.status is Status.FINISHED
        assert RunFolder(project.run_folder(made.plain)).result().best_step
        list(run(place.job(), place.path, resume=True))
    assert not made.folder.exists(), "a resumed run writes nothing where its project was"


def test_that_the_paths_of_a_projects_own_files_follow_it(project: Path, tmp_path: Path) -> None:
    with closing(Project.open(project)) as opened:
        opened.set_domain_folder(Side.SOURCE, project / "translated" / "t001")
    moved = move_project(project, tmp_path / "there")
    copy = duplicate_project(moved, tmp_path / "copy.workbench")
    for folder in (moved, copy):
        with closing(Project.open(folder)) as opened:
            assert opened.domain_folder(Side.SOURCE) == folder / "translated" / "t001"
            assert opened.domain_folder(Side.TARGET) == project.parent / "target"


def test_that_a_duplicate_is_a_project_of_its_own(project: Path, tmp_path: Path) -> None:
    copy = duplicate_project(project, tmp_path / "Q.workbench")
    with closing(Project.open(copy)) as opened:
        opened.labels.apply({"a.png": "bird"})
        identity = opened.database.execute("SELECT id FROM identity").fetchone()
    with closing(Project.open(project)) as original:
        assert original.database.execute("SELECT id FROM identity").fetchone() != identity
        assert original.labels.current() == LABELS
    assert (copy / "runs" / "001-mcc" / "log.txt").read_text() == "log"
    with pytest.raises(UserError, match="already exists"):
        duplicate_project(project, copy)


def test_that_a_deleted_project_takes_no_images_with_it(project: Path) -> None:
    images = project.parent / "source"
    images.mkdir()
    (images / "a.png").write_bytes(b"")
    contents = contents_of(project)
    assert (contents.runs, contents.labels, contents.others) == (0, 2, ())
    assert set(contents.folders) == {images, project.parent / "target"}
    delete_project(project)
    assert sorted(path.name for path in project.parent.iterdir()) == ["source"]


def test_that_images_inside_a_project_keep_it(project: Path) -> None:
    inside = project / "my images"
    inside.mkdir()
    with closing(Project.open(project)) as opened:
        opened.set_domain_folder(Side.SOURCE, inside)
    assert contents_of(project).others == ("my images",)
    with pytest.raises(UserError, match="lie inside the project"):
        delete_project(project)
    assert labels_in(project) == LABELS


def test_that_a_folder_that_is_not_the_programs_keeps_a_damaged_project(project: Path) -> None:
    (project / "project.sqlite").write_bytes(b"no database" * 1000)  # it may have named these images
    (project / "photographs").mkdir()
    with pytest.raises(UserError, match=r"The folder “photographs” in the project .* is not the program's"):
        delete_project(project)
    assert (project / "photographs").is_dir()


def test_that_a_damaged_project_can_be_renamed_and_deleted(project: Path) -> None:
    (project / "project.sqlite").write_bytes(b"no database" * 1000)
    renamed = rename_project(project, "Q")
    assert contents_of(renamed).labels == 0
    delete_project(renamed)
    assert not renamed.exists()


@pytest.mark.parametrize(
    ("code", "words"), [(errno.ENOSPC, "the disk is full"), (errno.EROFS, "you may not write there")]
)
def test_that_a_full_disk_or_a_read_only_place_is_told_in_a_sentence_and_leaves_nothing(
    project: Path, tmp_path: Path, code: int, words: str
) -> None:
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from workbench.core.errors import UserError\n"
        "from workbench.store.project_files import duplicate_project\n"
        "def refuse(event, arguments):\n"
        "    if event == 'shutil.copyfile' and str(arguments[0]).endswith('log.txt'):\n"
        f"        raise OSError({code}, 'refused')\n"
        "sys.addaudithook(refuse)\n"
        "try:\n"
        "    duplicate_project(Path(sys.argv[1]), Path(sys.argv[2]))\n"
        "except UserError as error:\n"
        "    print(error.message)\n"
    )
    place = tmp_path / "there" / "Q.workbench"
    command = [sys.executable, "-c", script, str(project), str(place)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert told == f"The project P.workbench could not be duplicated: {words}.\n"
    assert list(place.parent.iterdir()) == []
    assert labels_in(project) == LABELS


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
@pytest.mark.parametrize("operation", ["move_project(folder, place)", "delete_project(folder)"])
def test_that_a_killed_move_leaves_a_whole_project_and_a_killed_deletion_all_or_nothing(
    project: Path, tmp_path: Path, operation: str
) -> None:
    command = [sys.executable, "-c", KILLED.replace("OPERATION", operation), str(project), str(tmp_path / "killed")]
    steps = int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert steps >= 5
    for step in range(1, steps + 1):
        places = [tmp_path / "killed" / str(step), tmp_path / "killed" / str(step) / "there"]
        there = [place / project.name for place in places if (place / project.name).exists()]
        assert there or "delete" in operation
        for path in there:
            assert labels_in(path) == LABELS
