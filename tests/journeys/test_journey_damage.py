"""The window and damaged projects: what is wrong is shown, no other project stays open, and a backup can be opened."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from workbench.gui.shell.window import Window
from workbench.store.project import DATABASE, Project


def project_with(folder: Path, label: str) -> Path:
    """A project with one label and a backup."""
    project = Project.create(folder)
    project.labels.apply({"a.png": label})
    project.close()
    Project.open(folder).close()
    return folder


def shown(window: Window) -> tuple[str, dict[str, str]]:
    """The name and the labels of the open project."""
    project = window.session.project
    return project.name if project is not None else "", dict(window.session.labels.by_path)


@pytest.mark.parametrize("content", [b"", b"no database at all" * 400])
def test_that_a_damaged_project_closes_the_one_before_and_offers_its_backup(
    content: bytes, qtbot: QtBot, window: Window, tmp_path: Path
) -> None:
    good = project_with(tmp_path / "Good.workbench", "cat")
    bad = project_with(tmp_path / "Bad.workbench", "dog")
    (bad / DATABASE).write_bytes(content)
    window.projects.project(good)
    assert shown(window) == ("Good", {"a.png": "cat"})
    window.projects.project(bad)
    assert shown(window) == ("", {})
    assert window.start.isVisible()
    assert "The project Bad.workbench cannot be opened" in window.start.problem.text()
    assert window.start.open_backup.text().startswith("Open the backup of 20")
    qtbot.mouseClick(window.start.open_backup, Qt.MouseButton.LeftButton)
    assert shown(window) == ("Bad", {"a.png": "dog"})


def test_that_the_offer_goes_with_the_problem(window: Window, tmp_path: Path) -> None:
    bad = project_with(tmp_path / "Bad.workbench", "dog")
    (bad / DATABASE).write_bytes(b"")
    window.projects.project(bad)
    assert window.start.open_backup.isVisible()
    window.projects.project(tmp_path)
    assert "is not a project" in window.start.problem.text()
    assert not window.start.open_backup.isVisible()


def test_that_a_window_says_where_a_project_is_open(window: Window, tmp_path: Path) -> None:
    project = Project.create(tmp_path / "P.workbench")
    window.projects.project(project.folder)
    assert "P.workbench is open in another window, on " in window.start.problem.text()
    assert window.start.isVisible()
    project.close()
    window.projects.project(project.folder)
    assert shown(window) == ("P", {})
