"""What was kept in a second look stays in the project."""

import sqlite3
from pathlib import Path

from workbench.store.migrations import STEPS
from workbench.store.project import DATABASE, Project


def test_that_what_was_kept_is_there_after_a_restart_until_it_is_forgotten(tmp_path: Path) -> None:
    project = Project.create(tmp_path / "p.workbench")
    project.confirmed_labels.keep("a.png", "cat")
    project.confirmed_labels.keep("b.png", "cat")
    project.confirmed_labels.keep("a.png", "dog")
    project.close()
    again = Project.open(project.folder)
    assert again.confirmed_labels.current() == {"a.png": "dog", "b.png": "cat"}
    again.confirmed_labels.forget()
    again.close()
    last = Project.open(project.folder)
    assert last.confirmed_labels.current() == {}
    last.close()


def test_that_a_project_from_before_keeps_its_labels_and_can_keep_more(tmp_path: Path) -> None:
    folder = tmp_path / "old.workbench"
    folder.mkdir()
    at = next(number for number, step in enumerate(STEPS) if "TABLE kept" in step)
    database = sqlite3.connect(folder / DATABASE)
    for step in STEPS[:at]:
        database.executescript(step)
    database.execute("INSERT INTO action (id, time, user, kind) VALUES (1, 0, 'ann', 'label')")
    database.execute("INSERT INTO change (action, path, after) VALUES (1, 'a.png', 'cat')")
    database.execute("INSERT INTO label VALUES ('a.png', 'cat')")
    database.execute(f"PRAGMA user_version = {at}")
    database.commit()
    database.close()
    project = Project.open(folder)
    project.confirmed_labels.keep("a.png", "cat")
    assert project.labels.current() == project.confirmed_labels.current() == {"a.png": "cat"}
    project.close()
