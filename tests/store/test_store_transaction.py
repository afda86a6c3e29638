"""What the environment does to a project's database, each told in a sentence of its own; our own faults raise."""

import contextlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.machine import needs_limits, needs_links, not_root
from workbench.cli.main import main
from workbench.core.errors import UserError
from workbench.store.database import REASONS, connect
from workbench.store.labels import Labels
from workbench.store.project import DATABASE, Project
from workbench.store.transaction import saving

NAMES = {f"{number:05d}.png": "a class" for number in range(20_000)}


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    project = Project.create(tmp_path / "P.workbench")
    yield project
    project.close()


def refused(project: Project) -> UserError:
    """The error of a label that cannot be saved; nothing of it is kept."""
    before = project.labels.current()
    with pytest.raises(UserError, match="could not be saved") as raised:
        project.labels.apply(NAMES)
    assert project.labels.current() == before
    return raised.value


def test_that_a_full_disk_asks_for_space(project: Project) -> None:
    (pages,) = project.database.execute("PRAGMA page_count").fetchone()
    project.database.execute(f"PRAGMA max_page_count = {pages}")
    error = refused(project)
    assert "its disk is full" in error.message
    assert "Free some space" in error.hint


def test_that_another_program_that_writes_is_named_and_waited_for(project: Project) -> None:
    with contextlib.closing(sqlite3.connect(project.folder / DATABASE)) as other:
        other.execute("BEGIN IMMEDIATE")
        error = refused(project)
    assert "another program is writing to it" in error.message
    assert "Close it there" in error.hint
    assert len(project.labels.apply(NAMES)) == len(NAMES)


def test_that_a_file_that_may_only_be_read_asks_for_rights(project: Project) -> None:
    project.database.execute("PRAGMA query_only = ON")
    error = refused(project)
    assert "is read-only" in error.message
    assert "write permission" in error.hint


@not_root
def test_that_a_project_in_a_folder_that_may_only_be_read_is_refused(project: Project) -> None:
    project.close()
    for place in (project.folder / DATABASE, project.folder):
        place.chmod(0o500)
    try:
        with pytest.raises(UserError, match=r"cannot be opened: its file project[.]sqlite is read-only"):
            Project.open(project.folder).labels.apply(NAMES)
    finally:
        project.folder.chmod(0o700)


@needs_links
def test_that_a_file_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / DATABASE).symlink_to(tmp_path / "an unplugged disk" / DATABASE)
    with pytest.raises(UserError, match=r"cannot be opened: its file project[.]sqlite cannot be opened") as raised:
        connect(tmp_path / DATABASE)
    assert "Check that the project folder exists" in raised.value.hint
    with pytest.raises(UserError, match="already contains a project"):
        Project.create(tmp_path)


def damage(folder: Path) -> None:
    """Overwrite all but the header and the schema, as a failing disk does."""
    with (folder / DATABASE).open("r+b") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(size // 2)
        file.write(b"\xa5" * (size - size // 2))


def test_that_a_damaged_file_is_told_when_it_is_written_to_and_read(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    project.labels.apply(NAMES)
    project.close()
    damage(project.folder)
    with contextlib.closing(connect(project.folder / DATABASE)) as database:  # as if damaged while it is open
        labels = Labels(database)
        for read in (labels.current, partial(labels.apply, dict.fromkeys(NAMES, "another class"))):
            with pytest.raises(UserError, match=r"could not be read: its file project[.]sqlite is damaged") as raised:
                read()
            assert "backup" in raised.value.hint
        with pytest.raises(UserError, match=r"could not be saved: its file project[.]sqlite is damaged"):
            write(database, "UPDATE label SET label = 'another class'")
    assert main(["label", "list", str(project.folder)], lambda *_: 0) == 2
    assert "project.sqlite is damaged" in capsys.readouterr().err


@needs_limits
def test_that_a_disk_that_fails_is_told_as_such(project: Project) -> None:
    project.close()
    script = (
        "import resource, sys\n"
        "from pathlib import Path\n"
        "from tests.store.test_store_transaction import NAMES\n"
        "from workbench.core.errors import UserError\n"
        "from workbench.store.project import Project\n"
        "project = Project.open(Path(sys.argv[1]))\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))\n"
        "try:\n"
        "    project.labels.apply(NAMES)\n"
        "except UserError as error:\n"
        "    print(error)\n"
    )
    command = [sys.executable, "-c", script, str(project.folder)]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "could not be saved: its disk reported an error" in answer.stdout
    assert "Check the disk" in answer.stdout


def write(database: sqlite3.Connection, statement: str) -> None:
    with saving(database):
        database.execute("INSERT INTO unsure VALUES ('b.png')")
        database.execute(statement)


def test_that_our_own_faults_raise_as_they_are(project: Project) -> None:
    for fault, kind in (
        ("INSERT INTO nothing VALUES (1)", sqlite3.OperationalError),
        ("SELEKT 1", sqlite3.OperationalError),
        ("INSERT INTO label VALUES ('a.png', NULL)", sqlite3.IntegrityError),
        ("INSERT INTO label VALUES (?, ?)", sqlite3.ProgrammingError),
    ):
        with pytest.raises(kind):
            write(project.database, fault)
        assert project.labels.unsure() == set(), "nothing of the transaction is kept"
    closed = connect(project.folder / DATABASE)
    closed.close()
    with pytest.raises(sqlite3.ProgrammingError), saving(closed):
        closed.execute("SELECT 1")


def test_that_each_reason_has_words_of_its_own() -> None:
    assert len(set(REASONS.values())) == 6
    assert all(hint.endswith(".") and cause for cause, hint in REASONS.values())
