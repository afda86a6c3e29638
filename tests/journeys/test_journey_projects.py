"""A person names and places a project, renames, moves, duplicates and deletes it, and comes back to where they were."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from tests.conftest import make_domain
from tests.journeys.use import PATIENCE, open_folders, open_project
from tests.made_projects import MadeProject
from workbench.core.domain import Side
from workbench.core.job import AUTO
from workbench.gui.shell.project_menu import ACTIONS
from workbench.gui.shell.window import Window
from workbench.store.project import Project
from workbench.store.recent_projects import recent_projects, remember_project
from workbench.store.record_table import Status

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    """Two small folders that a test may change."""
    source = make_domain(tmp_path / "shop", seed=1, count=2)
    return source, make_domain(tmp_path / "street", seed=2, count=2, negative=True)


def choose(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Answer the system's dialog for a folder."""
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(folder))


def pick(window: Window, action: str) -> None:
    """Choose an action of the menu of the open project, as a click on it does."""
    entries = {entry.text(): entry for entry in window.header.menu.actions()}
    entries[ACTIONS[action]].trigger()


def type_in(qtbot: QtBot, field: QWidget, text: str) -> None:
    qtbot.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(field, text)


def read(qtbot: QtBot, window: Window, source: Path, target: Path) -> None:
    for side, folder in ((Side.SOURCE, source), (Side.TARGET, target)):
        window.start.zones[side].chosen.emit(str(folder))
    qtbot.waitUntil(window.start.new.isVisible, timeout=PATIENCE)


def is_open(window: Window, folder: Path) -> bool:
    return window.session.project is not None and window.session.project.folder == folder


def test_that_a_project_is_named_and_placed_when_it_is_made_and_its_pair_is_known_afterwards(
    qtbot: QtBot, window: Window, pair: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start, new = window.start, window.start.new
    read(qtbot, window, *pair)
    assert new.fields.name.text() == "shop to street"
    assert not new.open_known.isVisible()
    type_in(qtbot, new.fields.name, "con")
    assert not start.make.isEnabled()
    assert "“_con” is possible" in new.refusal.text()
    type_in(qtbot, new.fields.name, "Winter")
    choose(monkeypatch, tmp_path / "there")
    qtbot.mouseClick(new.fields.choose, LEFT)
    qtbot.keyClick(new.fields.name, Qt.Key.Key_Return)
    assert is_open(window, tmp_path / "there" / "Winter.workbench")
    assert window.session.step == "data"

    qtbot.mouseClick(window.header.projects, LEFT)
    read(qtbot, window, *pair)
    assert "The project “Winter” has the same two folders." in new.words.text()
    assert start.make.isEnabled(), "another one is possible"
    qtbot.mouseClick(new.open_known, LEFT)
    assert is_open(window, tmp_path / "there" / "Winter.workbench")


def test_that_the_open_project_is_renamed_moved_and_duplicated_with_its_labels(
    qtbot: QtBot, window: Window, pair: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_folders(qtbot, window, *pair)
    window.session.labels.apply({"a/000.png": "b"})
    window.session.go_to("translate")
    pick(window, "rename")
    sheet = window.desk.sheet
    assert sheet.fields.name.hasFocus()
    type_in(qtbot, sheet.fields.name, "Winter")
    assert window.session.project is not None
    renamed = window.session.project.folder.with_name("Winter.workbench")
    qtbot.keyClick(sheet.fields.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: is_open(window, renamed), timeout=PATIENCE)
    assert window.session.labels.by_path == {"a/000.png": "b"}
    assert window.session.step == "translate", "where the person was"
    assert window.header.name.text().startswith("Winter")

    choose(monkeypatch, tmp_path / "there")
    pick(window, "move")
    moved = tmp_path / "there" / "Winter.workbench"
    qtbot.waitUntil(lambda: is_open(window, moved), timeout=PATIENCE)
    assert [one.folder for one in recent_projects()] == [str(moved)]

    pick(window, "duplicate")
    assert sheet.fields.name.text() == "Winter copy"
    qtbot.mouseClick(sheet.agree, LEFT)
    qtbot.waitUntil(lambda: is_open(window, moved.with_name("Winter copy.workbench")), timeout=PATIENCE)
    assert window.session.labels.by_path == {"a/000.png": "b"}
    assert moved.exists()


def test_that_a_project_is_deleted_to_the_trash_after_a_question_that_names_what_goes(
    qtbot: QtBot, window: Window, pair: tuple[Path, Path]
) -> None:
    open_folders(qtbot, window, *pair)
    assert window.session.project is not None
    folder = window.session.project.folder
    window.session.labels.apply({"a/000.png": "b"})
    pick(window, "delete")
    sheet = window.desk.sheet
    qtbot.waitUntil(sheet.agree.isEnabled, timeout=PATIENCE)
    assert f"To the trash goes {folder}" in sheet.words.text()
    assert "1 label" in sheet.words.text()
    assert sheet.words.text().endswith(f"Images that stay:\n{pair[0]}\n{pair[1]}")
    assert sheet.cancel.hasFocus()
    qtbot.keyClick(sheet.cancel, Qt.Key.Key_Escape)
    assert is_open(window, folder)

    pick(window, "delete")
    qtbot.waitUntil(sheet.agree.isEnabled, timeout=PATIENCE)
    qtbot.mouseClick(sheet.agree, LEFT)
    qtbot.waitUntil(lambda: not folder.exists() or sheet.agree.text() == "Delete for ever", timeout=PATIENCE)
    if folder.exists():  # the trash of this machine does not take it
        assert not recent_projects()[0].missing
        qtbot.mouseClick(sheet.agree, LEFT)
    qtbot.waitUntil(lambda: not recent_projects(), timeout=PATIENCE)
    assert not folder.exists()
    assert not is_open(window, folder)
    assert all(side.is_dir() for side in pair)


def test_that_a_project_that_is_open_elsewhere_or_missing_is_told(
    qtbot: QtBot, window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, gone = tmp_path / "Here.workbench", tmp_path / "Gone.workbench"
    for folder in (here, gone):
        Project.create(folder).close()
        remember_project(folder, "/a/shop", "/b/street")
    shutil.move(gone, tmp_path / "Found.workbench")
    window.start.refresh()
    elsewhere = Project.open(here)
    listed = next(one for one in recent_projects() if one.folder == str(here))
    entries = window.start.recent.menu_of(listed).actions()  # a menu on the screen would grab the keyboard
    next(entry for entry in entries if entry.text() == "Rename…").trigger()
    type_in(qtbot, window.desk.sheet.fields.name, "There")
    qtbot.mouseClick(window.desk.sheet.agree, LEFT)
    qtbot.waitUntil(lambda: "is open in another window" in window.start.problem.text(), timeout=PATIENCE)
    elsewhere.close()
    assert here.exists()

    lost = window.start.recent.rows[str(gone)]
    choose(monkeypatch, tmp_path / "Found.workbench")
    qtbot.mouseClick(lost.locate, LEFT)
    assert is_open(window, tmp_path / "Found.workbench")
    window.session.close_project()
    shutil.rmtree(tmp_path / "Found.workbench")
    window.start.refresh()
    qtbot.mouseClick(window.start.recent.rows[str(tmp_path / "Found.workbench")].remove, LEFT)
    assert [one.folder for one in recent_projects()] == [str(here)]


def test_that_a_person_comes_back_to_where_they_were_and_finds_an_interrupted_run(
    qtbot: QtBot, window: Window, classification_project: MadeProject
) -> None:
    made = classification_project
    open_project(qtbot, window, made)
    window.runs.show(made.plain)
    window.session.go_to("export")
    window.session.close_project()
    window.session.go_to("inspect")
    open_project(qtbot, window, made)
    assert (window.session.step, window.runs.displayed_id) == ("export", made.plain)
    assert window.session.project is not None
    window.session.project.update_run(made.stopped, Status.RUNNING)  # as a killed program leaves it
    window.session.close_project()
    open_project(qtbot, window, made)
    assert (window.session.step, window.runs.displayed_id) == ("adapt", made.stopped)
    assert window.adapt.runs_panel.resume.isVisible()


def test_that_nothing_chosen_for_one_project_is_chosen_for_the_next(
    qtbot: QtBot, window: Window, classification_project: MadeProject, pair: tuple[Path, Path]
) -> None:
    open_project(qtbot, window, classification_project)
    adapt, translate = window.adapt.form, window.translate.form
    adapt.method.setCurrentIndex(adapt.method.findData("dann"))
    adapt.steps.setValue(7)
    adapt.seed.setValue(3)
    translate.translator.setCurrentIndex(3)
    window.pictures.bar.filter.setText("a/")
    window.rail.boxes["source"].setChecked(False)
    window.session.go_to("label")
    window.session.close_project()
    open_folders(qtbot, window, *pair)
    qtbot.waitUntil(lambda: window.session.domains.complete, timeout=PATIENCE)
    assert window.session.step == "data"
    assert (adapt.method.currentData(), adapt.seed.value()) == (AUTO, 0)
    assert adapt.steps.value() != 7
    assert translate.translator.currentIndex() == 0
    assert window.pictures.bar.filter.text() == ""
    assert window.rail.boxes["source"].isChecked()
    assert window.session.selection.ids.target == set()


def test_that_a_pair_without_labels_makes_a_project_for_translation_that_says_so_where_it_matters(
    qtbot: QtBot, window: Window, pair: tuple[Path, Path]
) -> None:
    for folder in pair:
        for file in sorted(folder.rglob("*.png")):
            file.rename(folder / f"{file.parent.name}{file.name}")
        for name in "abc":
            (folder / name).rmdir()
    read(qtbot, window, *pair)
    assert "no model can be trained" in window.start.new.limits.text()
    qtbot.mouseClick(window.start.make, LEFT)
    qtbot.waitUntil(lambda: window.session.catalogue is not None, timeout=PATIENCE)
    data = window.data.form
    assert data.next.text() == "Translate"
    qtbot.mouseClick(data.next, LEFT)
    assert window.session.step == "translate"
    assert window.translate.form.start.isEnabled()
    assert not window.adapt.form.start.isEnabled()
    assert "no model can be trained" in window.adapt.form.foot.text()
    assert "no model can be trained" in window.export.form.sentence.text()


def test_that_other_classes_of_a_new_source_are_told(
    qtbot: QtBot, window: Window, pair: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_folders(qtbot, window, *pair)
    window.session.labels.apply({"a/000.png": "c"})
    choose(monkeypatch, make_domain(tmp_path / "new", seed=1, classes="abd", count=2))
    pick(window, "source")
    qtbot.waitUntil(lambda: bool(window.data.form.replaced.notice), timeout=PATIENCE)
    assert window.data.form.replaced.notice == (
        "The new source lacks the class c. 1 label of the target has one of these classes and teaches no run until you "
        "rename it. It has the class d in addition."
    )
    assert window.session.labels.by_path == {"a/000.png": "c"}
