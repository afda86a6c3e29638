"""The history of labels as it is read: page by page, the latest first."""

import getpass
import sqlite3
import time
from pathlib import Path

import pytest

from workbench.store.history import Change, shares
from workbench.store.migrations import STEPS, VERSION
from workbench.store.project import DATABASE, Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project.create(tmp_path / "P.workbench")


def test_that_history_tells_who_when_what_and_why(project: Project) -> None:
    begun = time.time()
    project.labels.apply({f"{number}.png": "a" for number in range(9)})
    project.labels.apply({"0.png": "b", "1.png": None}, "imported from x.csv")
    project.labels.undo()
    undo, imported, first = project.labels.history()
    assert (first.kind, first.total, first.why) == ("label", 9, "")
    assert first.changes == tuple(Change(f"{number}.png", None, "a") for number in range(5))
    assert (imported.why, imported.changes) == (
        "imported from x.csv",
        (Change("0.png", "a", "b"), Change("1.png", "a", None)),
    )
    assert (undo.kind, undo.of, undo.total) == ("undo", imported.number, 2)
    assert {one.user for one in (undo, imported, first)} == {getpass.getuser()}
    assert begun <= first.time <= imported.time <= undo.time <= time.time()
    project.close()


def test_that_history_is_read_page_by_page(project: Project) -> None:
    for number in range(7):
        project.labels.apply({"x.png": str(number)})
    pages, before = [], None
    while page := project.labels.history(3, before):
        pages.append([one.changes[0].after for one in page])
        before = page[-1].number
    assert pages == [["6", "5", "4"], ["3", "2", "1"], ["0"]]
    project.close()


def test_that_a_project_of_the_version_before_is_brought_up_with_its_history(tmp_path: Path) -> None:
    folder = tmp_path / "Old.workbench"
    folder.mkdir()
    database = sqlite3.connect(folder / DATABASE)
    database.executescript("".join(STEPS[:2]) + "PRAGMA user_version = 2;")
    database.execute("INSERT INTO action (time, user, kind, of) VALUES (1, 'ada', 'label', NULL)")
    database.execute("INSERT INTO change VALUES (1, 'x.png', NULL, 'a')")
    database.execute("INSERT INTO label VALUES ('x.png', 'a')")
    database.commit()
    database.close()
    project = Project.open(folder)
    assert project.database.execute("PRAGMA user_version").fetchone() == (VERSION,)
    (action,) = project.labels.history()
    assert (action.user, action.why, action.changes) == ("ada", "", (Change("x.png", None, "a"),))
    assert project.labels.undo() == ["x.png"]
    project.close()


def test_that_a_label_is_of_whom_touched_it_last(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    def as_user(name: str) -> None:
        monkeypatch.setenv("LOGNAME", name)

    as_user("ada")
    project.labels.apply({"1.png": "cat", "2.png": "cat", "3.png": "dog"})
    as_user("bob")
    project.labels.apply({"2.png": "dog", "4.png": "dog", "5.png": "cat"})
    project.labels.apply({"5.png": None})
    assert [(one.label, one.user, one.labels) for one in shares(project.database)] == [
        ("cat", "ada", 1),
        ("dog", "bob", 2),
        ("dog", "ada", 1),
    ]
    project.close()
