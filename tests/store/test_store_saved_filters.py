"""Filters that are saved by name."""

from pathlib import Path

from workbench.store.database import connect
from workbench.store.migrations import STEPS
from workbench.store.project import DATABASE, Project


def test_that_filters_are_kept_renamed_and_deleted(tmp_path: Path) -> None:
    project = Project.create(tmp_path / "P.workbench")
    for name, text in (("Z", "class:b"), ("a", "class:a"), ("b", "old"), ("b", "labelled:no")):
        project.saved_filters.keep(name, text)
    project.saved_filters.rename("a", "doubtful")
    project.close()
    again = Project.open(project.folder)
    assert list(again.saved_filters.current().items()) == [
        ("b", "labelled:no"),
        ("doubtful", "class:a"),
        ("Z", "class:b"),
    ]
    again.saved_filters.rename("Z", "b")
    again.saved_filters.forget("doubtful")
    assert again.saved_filters.current() == {"b": "class:b"}
    again.close()


def test_that_a_project_from_before_gains_filters(tmp_path: Path) -> None:
    folder = tmp_path / "old.workbench"
    folder.mkdir()
    at = next(number for number, step in enumerate(STEPS) if "TABLE filter" in step)
    database = connect(folder / DATABASE)
    database.executescript(f"{''.join(STEPS[:at])} PRAGMA user_version = {at};")
    database.close()
    project = Project.open(folder)
    assert project.saved_filters.current() == {}
    project.saved_filters.keep("a", "class:a")
    assert project.saved_filters.current() == {"a": "class:a"}
    project.close()
