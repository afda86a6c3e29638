"""Labelling as a person does it: by keys alone, through the strip, and with folders that change meanwhile."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.journeys.use import PATIENCE, adapt, classification, finish, open_folders
from tests.machine import kill
from workbench.core.domain import Side
from workbench.data.folder_events import is_local
from workbench.gui.shell.window import Window
from workbench.gui.tasks.classification.suggestion_controller import SuggestionState
from workbench.gui.views.tables.sheet_table import SheetTable
from workbench.store.project import Project
from workbench.store.watched_images import WatchedImage

LABELLING = """
import sys
from pathlib import Path
from PySide6.QtCore import QSettings, QTimer, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from workbench.gui.theme import Theme
from workbench.gui.shell.window import Window

app = QApplication([])
window = Window(Theme(app), QSettings(sys.argv[2], QSettings.Format.IniFormat))
window.show()
window.projects.project(Path(sys.argv[1]))
grid = window.pictures.grid

def press():
    if not window.session.domains.complete:
        return
    if not window.session.selection.ids:
        grid.setFocus()
        grid.focus_next()
    before = set(window.session.labels.by_path) | window.session.labels.unsure
    QTest.keyClick(grid, "x" if len(before) % 4 == 3 else "1")
    (named,) = (set(window.session.labels.by_path) | window.session.labels.unsure) - before
    print(named, flush=True)

timer = QTimer()
timer.timeout.connect(press)
timer.start(1)
app.exec()
"""


def state(window: Window) -> SuggestionState:
    return classification(window).suggestions.state


def text(table: SheetTable, row: int) -> str:
    item = table.item(row, 0)
    assert item is not None
    return item.text()


def press(qtbot: QtBot, key: "str | Qt.Key") -> None:
    """A key, to whatever has the keyboard."""
    widget = QApplication.focusWidget()
    assert widget is not None
    qtbot.keyClick(widget, key)


def test_that_ten_suggested_images_are_labelled_by_keys_and_adapted_again(
    qtbot: QtBot, window: Window, domains: tuple[Path, Path]
) -> None:
    open_folders(qtbot, window, *domains)
    session, task = window.session, classification(window)
    suggesting, panel = task.suggestions, task.suggestions_panel
    session.go_to("label")
    assert state(window) is SuggestionState.NOTHING
    assert panel.nothing.isVisible()
    window.adapt.form.method.setCurrentIndex(window.adapt.form.method.findData("source_only"))
    adapt(window, steps=10)
    finish(qtbot, window)
    session.go_to("label")
    qtbot.waitUntil(lambda: suggesting.state is SuggestionState.READY, timeout=PATIENCE)
    assert panel.strip.isVisible()
    assert len(panel.strip.ids()) == 10
    assert all(one.why for one in suggesting.batch)

    window.pictures.grid.setFocus()
    press(qtbot, Qt.Key.Key_Tab)
    for number in range(10):
        assert state(window) is SuggestionState.READY
        assert len(session.labels.by_path) + len(session.labels.unsure) == number
        ((side, path),) = session.selection.ids
        assert side is Side.TARGET
        assert path in suggesting.paths
        if number == 3:
            press(qtbot, "x")
        else:
            press(qtbot, session.labels.keys[path[0]])  # the target's folders are named by the class
    assert state(window) is SuggestionState.DONE
    assert not session.selection.ids
    assert session.labels.by_path == {path: path[0] for path in suggesting.paths - session.labels.unsure}
    assert len(session.labels.unsure) == 1

    assert panel.again.text() == "Adapt again with 9 shots"
    qtbot.mouseClick(panel.again, Qt.MouseButton.LeftButton)
    finish(qtbot, window)
    first, second = window.runs.all()
    assert {shot.path: shot.label for shot in second.job.shots} == session.labels.by_path
    assert (first.job.method, first.job.steps, first.job.batch) == (
        second.job.method,
        second.job.steps,
        second.job.batch,
    )
    assert window.curve.sentence().startswith("The last 9 shots gained")
    assert not panel.again.isVisible()
    qtbot.waitUntil(lambda: suggesting.state is SuggestionState.READY, timeout=PATIENCE)
    assert suggesting.paths.isdisjoint({*session.labels.by_path, *session.labels.unsure})

    assert session.project is not None
    shutil.rmtree(session.project.run_folder(second.id))
    qtbot.mouseClick(panel.others, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: suggesting.state is SuggestionState.FAILED, timeout=PATIENCE)
    assert "is not finished" in panel.words.text()
    assert panel.others.text() == "Try again"


def test_that_what_was_unusual_when_it_was_watched_is_suggested_first(
    qtbot: QtBot, window: Window, domains: tuple[Path, Path]
) -> None:
    open_folders(qtbot, window, *domains)
    session, suggesting = window.session, classification(window).suggestions
    window.adapt.form.method.setCurrentIndex(window.adapt.form.method.findData("source_only"))
    adapt(window, steps=10)
    finish(qtbot, window)
    assert session.project is not None
    beside = Project.open(session.project.folder, settle=False)  # as `workbench watch --project` does
    beside.watched_images.add(
        [WatchedImage("b/007.png", 0.0, 2.0, "brightness 250"), WatchedImage("c/011.png", 0.0, 3.0, "noise 40")]
    )
    beside.close()
    session.go_to("label")
    qtbot.waitUntil(lambda: suggesting.state is SuggestionState.READY, timeout=PATIENCE)
    assert [one.path for one in suggesting.batch[:2]] == ["c/011.png", "b/007.png"]
    assert suggesting.batch[1].why.startswith("unusual when it was watched, 19")
    assert len(suggesting.batch) == len(suggesting.paths) == 10
    assert session.selection.ids == {(Side.TARGET, "c/011.png")}


def test_that_what_an_inspection_saw_suggests_images_before_the_first_run(
    qtbot: QtBot, window: Window, domains: tuple[Path, Path]
) -> None:
    open_folders(qtbot, window, *domains)
    session, suggesting = window.session, classification(window).suggestions
    session.go_to("inspect")
    qtbot.waitUntil(window.inspect.form.start.isEnabled, timeout=PATIENCE)
    qtbot.mouseClick(window.inspect.form.start, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.inspection.inspection is not None, timeout=PATIENCE)
    session.go_to("label")
    qtbot.waitUntil(lambda: suggesting.state is SuggestionState.READY, timeout=PATIENCE)
    words = classification(window).suggestions_panel.words.text()
    assert words == "10 to go, chosen by the inspection · Tab next · X unsure"
    window.pictures.grid.setFocus()
    press(qtbot, Qt.Key.Key_Tab)
    ((_, path),) = session.selection.ids
    assert path in suggesting.paths
    press(qtbot, session.labels.keys[path[0]])
    assert session.labels.by_path == {path: path[0]}
    adapt(window, steps=10)
    finish(qtbot, window)
    assert suggesting.request() is None, "the run knows more"
    assert not suggesting.batch


def test_that_what_was_named_by_keys_survives_a_killed_window(
    qtbot: QtBot, window: Window, domains: tuple[Path, Path], tmp_path: Path
) -> None:
    folder = tmp_path / "killed.workbench"
    made = Project.create(folder)
    for side, place in zip(Side, domains, strict=True):
        made.set_domain_folder(side, place)
    made.close()
    script = [sys.executable, "-c", LABELLING, str(folder), str(tmp_path / "window.ini")]
    with subprocess.Popen(script, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        shown = {process.stdout.readline().rstrip("\n") for _ in range(15)}
        kill(process.pid)
        shown |= {line.rstrip("\n") for line in process.stdout if line.endswith("\n")}
    window.projects.project(folder)
    session = window.session
    assert shown <= {*session.labels.by_path, *session.labels.unsure}
    assert len(session.labels.by_path) + len(session.labels.unsure) <= len(shown) + 1
    before = len(session.labels.by_path)
    for _ in range(len(session.labels.by_path) + len(session.labels.unsure)):
        session.labels.undo()
    assert not session.labels.by_path
    assert not session.labels.unsure
    session.labels.redo()
    assert before > len(session.labels.by_path) == 1


def test_that_a_class_gets_another_key_which_is_kept(qtbot: QtBot, window: Window, domains: tuple[Path, Path]) -> None:
    open_folders(qtbot, window, *domains)
    session, editor, grid = window.session, window.key_editor, window.pictures.grid
    session.labels.key_wanted.emit("b")
    assert editor.isVisible()
    qtbot.keyClick(editor, "x")
    assert editor.isVisible()
    assert editor.words.text() == "X marks the selection as unsure. Press another digit or letter."
    qtbot.keyClick(editor, "k")
    assert not editor.isVisible()
    assert session.labels.keys == {"a": "1", "b": "k", "c": "3"}
    grid.setFocus()
    grid.focus_next()
    qtbot.keyClick(grid, "k")
    assert list(session.labels.by_path.values()) == ["b"]
    assert session.project is not None
    folder = session.project.folder
    session.close_project()
    window.projects.project(folder)
    qtbot.waitUntil(lambda: session.domains.complete, timeout=PATIENCE)
    assert session.labels.keys == {"a": "1", "b": "k", "c": "3"}


def test_that_history_is_listed_and_gone_back_in(qtbot: QtBot, window: Window, domains: tuple[Path, Path]) -> None:
    open_folders(qtbot, window, *domains)
    session, grid, sheet = window.session, window.pictures.grid, window.label.history
    grid.setFocus()
    grid.focus_next()
    for key in "12x":
        qtbot.keyClick(grid, key)
    window.rail.boxes["unsure"].setChecked(True)
    assert [path for _, path in grid.ids()] == [*session.labels.unsure]
    window.rail.boxes["unsure"].setChecked(False)
    window.pictures.bar.filter.setText("mark:unsure")
    qtbot.waitUntil(lambda: [path for _, path in grid.ids()] == [*session.labels.unsure])
    window.pictures.bar.filter.clear()
    qtbot.waitUntil(lambda: grid.count() == 144)
    classification(window).form.history.click()
    assert sheet.isVisible()
    words = [text(sheet.table, row) for row in range(sheet.table.rowCount())]
    first, second, third = (path for _, path in grid.ids()[:3])
    assert words == [f"{third} marked unsure", f"{second} labelled “b”", f"{first} labelled “a”"]
    sheet.table.selectRow(2)
    qtbot.mouseClick(sheet.back, Qt.MouseButton.LeftButton)
    assert session.labels.by_path == {first: "a"}
    assert not session.labels.unsure
    assert text(sheet.table, 0).endswith("(gone back)")
    session.labels.undo()
    assert (session.labels.by_path, session.labels.unsure) == ({first: "a", second: "b"}, {third})


def watched_target(qtbot: QtBot, window: Window, domains: tuple[Path, Path], place: Path) -> Path:
    """A copy of the target, open and looked at for changes."""
    target = shutil.copytree(domains[1], place / "target")
    open_folders(qtbot, window, domains[0], target)
    qtbot.waitUntil(lambda: len(window.watcher._known) == 2, timeout=PATIENCE)
    return target


def test_that_images_that_come_and_move_are_seen_and_labels_follow(
    qtbot: QtBot, window: Window, domains: tuple[Path, Path], tmp_path: Path
) -> None:
    target, session = watched_target(qtbot, window, domains, tmp_path), window.session
    session.selection.choose({(Side.TARGET, "a/000.png"), (Side.TARGET, "a/001.png")})
    classification(window).label_keys.name("c")
    qtbot.waitUntil(lambda: len(session.project.moved_files.known()) == 2, timeout=PATIENCE)  # type: ignore[union-attr]  # open
    (target / "a" / "000.png").rename(target / "renamed.png")
    qtbot.waitUntil(lambda: session.labels.by_path == {"renamed.png": "c", "a/001.png": "c"}, timeout=PATIENCE)
    told = "1 image was added to the target, 1 image was removed. 1 label moved with its image."
    assert window.status.notice.text() == told
    shutil.copyfile(target / "b" / "000.png", target / "new.png")
    qtbot.waitUntil(lambda: (Side.TARGET, "new.png") in window.pictures.grid.ids(), timeout=PATIENCE)
    assert window.status.notice.text().startswith("1 image was added to the target.")


def test_that_an_image_that_is_written_over_is_read_again(
    qtbot: QtBot, window: Window, domains: tuple[Path, Path], tmp_path: Path
) -> None:
    target, session = watched_target(qtbot, window, domains, tmp_path), window.session
    if not is_local(target):
        pytest.skip("the folder for tests is on no local drive, where this is not reported")
    events = window.watcher._events
    qtbot.waitUntil(lambda: [one._poll_at > 0 for one in [*events.values()]] == [True, True], timeout=PATIENCE)
    Image.new("RGB", (50, 40), "red").save(target / "a" / "000.png")
    qtbot.waitUntil(
        lambda: {one.width for one in session.domains.samples(Side.TARGET) if one.path == "a/000.png"} == {50},
        timeout=PATIENCE,
    )


def test_that_an_image_that_was_still_being_copied_comes_when_it_is_whole(
    qtbot: QtBot, window: Window, domains: tuple[Path, Path], tmp_path: Path
) -> None:
    target, session = watched_target(qtbot, window, domains, tmp_path), window.session
    whole = (target / "b" / "000.png").read_bytes()
    with (target / "slow.png").open("wb", buffering=0) as file:
        file.write(whole[: len(whole) // 2])
        qtbot.waitUntil(lambda: bool(session.domains.by_side[Side.TARGET].set_aside), timeout=PATIENCE)
        file.write(whole[len(whole) // 2 :])
    qtbot.waitUntil(lambda: (Side.TARGET, "slow.png") in window.pictures.grid.ids(), timeout=PATIENCE)
    assert not session.domains.by_side[Side.TARGET].set_aside
