"""Labels of other people in the window: taken from files, merged side by side, given away, and looked at again."""

import csv
import json
import sys
from pathlib import Path

from PySide6.QtCore import QProcess, Qt
from pytestqt.qtbot import QtBot

from tests.journeys.use import PATIENCE, classification, open_folders
from workbench.core.domain import Side
from workbench.gui.shell.window import Window
from workbench.gui.tasks.classification.merge_sheet import MergeSheet
from workbench.store.run_tables import Prediction


def _text(merge: MergeSheet, y: int, x: int) -> str:
    item = merge.left_out.item(y, x)
    return item.text() if item is not None else ""


def table(path: Path, labels: dict[str, str]) -> Path:
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([("path", "label"), *labels.items()])
    return path


def test_that_another_persons_labels_are_taken_and_conflicts_chosen_by_keys(
    qtbot: QtBot, window: Window, domains: tuple[Path, Path], tmp_path: Path
) -> None:
    open_folders(qtbot, window, *domains)
    session, merge, files = window.session, classification(window).merge, classification(window).files
    session.labels.apply({"a/000.png": "a", "a/001.png": "a", "a/002.png": "a", "a/003.png": "a"})
    theirs = {"a/000.png": "a", "a/001.png": "b", "a/002.png": "c", "a/003.png": "b", "b/000.png": "b", "gone.png": "c"}
    with qtbot.waitSignal(files.offered, timeout=PATIENCE):
        files.read(table(tmp_path / "theirs.csv", theirs))
    assert merge.isVisible()
    assert list(merge.chosen()) == ["a/001.png", "a/002.png", "a/003.png"]
    assert len(session.labels.by_path) == 4  # nothing is taken before it is chosen
    qtbot.keyClick(merge.table, Qt.Key.Key_Right)  # and on to the next row
    qtbot.keyClick(merge.table, Qt.Key.Key_Left)
    qtbot.keyClick(merge.table, Qt.Key.Key_Right)
    assert merge.chosen() == {"a/001.png": "b", "a/002.png": "a", "a/003.png": "b"}
    qtbot.mouseClick(merge.take, Qt.MouseButton.LeftButton)
    assert session.labels.by_path == {
        "a/000.png": "a",
        "a/001.png": "b",
        "a/002.png": "a",
        "a/003.png": "b",
        "b/000.png": "b",
    }
    told = classification(window).form.files.outcome.text()
    assert told == "Imported 3 labels from theirs.csv. 1 was equal already. 1 entry left out."
    session.labels.undo()
    assert session.labels.by_path == dict.fromkeys(("a/000.png", "a/001.png", "a/002.png", "a/003.png"), "a")


def test_that_all_of_one_person_are_taken_at_once(
    qtbot: QtBot, window: Window, domains: tuple[Path, Path], tmp_path: Path
) -> None:
    open_folders(qtbot, window, *domains)
    session = window.session
    session.labels.apply({"a/000.png": "a", "a/001.png": "a"})
    with qtbot.waitSignal(classification(window).files.offered, timeout=PATIENCE):
        classification(window).files.read(table(tmp_path / "theirs.csv", {"a/000.png": "b", "a/001.png": "c"}))
    qtbot.mouseClick(classification(window).merge.right_all, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(classification(window).merge.take, Qt.MouseButton.LeftButton)
    assert session.labels.by_path == {"a/000.png": "b", "a/001.png": "c"}


def test_that_an_odd_entry_loses_only_itself_and_says_why(
    qtbot: QtBot, window: Window, domains: tuple[Path, Path], tmp_path: Path
) -> None:
    open_folders(qtbot, window, *domains)
    merge = classification(window).merge
    odd = tmp_path / "odd.csv"
    odd.write_text("path,label\na/000.png,a\na/001.png\nA/002.png,a\n")
    with qtbot.waitSignal(classification(window).files.offered, timeout=PATIENCE):
        classification(window).files.read(odd)
    rows = [[_text(merge, y, x) for x in range(3)] for y in range(merge.left_out.rowCount())]
    assert rows == [
        ["A/002.png", "a", "“a/002.png” differs in case, space or digits"],
        ["a/001.png", "", "lacks a path or a label"],
    ]
    assert not window.session.labels.by_path, "nothing is imported before it was shown"
    qtbot.mouseClick(merge.take, Qt.MouseButton.LeftButton)
    assert window.session.labels.by_path == {"a/000.png": "a"}


def test_that_control_and_annotator_are_chosen(
    qtbot: QtBot, window: Window, domains: tuple[Path, Path], tmp_path: Path
) -> None:
    open_folders(qtbot, window, *domains)
    files, merge = classification(window).files, classification(window).merge

    def answer(control: str, choice: str) -> dict[str, object]:
        return {"from_name": control, "to_name": "image", "type": "choices", "value": {"choices": [choice]}}

    annotations = [
        {"completed_by": {"email": "ann@x"}, "result": [answer("animal", "a"), answer("quality", "good")]},
        {"completed_by": {"email": "bob@x"}, "result": [answer("animal", "b"), answer("quality", "good")]},
    ]
    (tmp_path / "studio.json").write_text(json.dumps([{"data": {"image": "a/000.png"}, "annotations": annotations}]))
    with qtbot.waitSignal(files.offered, timeout=PATIENCE):
        files.read(tmp_path / "studio.json")
    assert [merge.controls.itemText(index) for index in range(merge.controls.count())] == ["animal", "quality"]
    assert _text(merge, 0, 1) == "a (ann@x) | b (bob@x)"
    assert not merge.take.isEnabled()
    with qtbot.waitSignal(files.offered, timeout=PATIENCE):
        merge.annotators.setCurrentIndex(merge.annotators.findData("bob@x"))
        merge.annotators.activated.emit(merge.annotators.currentIndex())
    qtbot.mouseClick(merge.take, Qt.MouseButton.LeftButton)
    assert window.session.labels.by_path == {"a/000.png": "b"}


def test_that_a_bad_file_is_told_in_a_sentence_and_changes_nothing(
    qtbot: QtBot, window: Window, domains: tuple[Path, Path], tmp_path: Path
) -> None:
    open_folders(qtbot, window, *domains)
    bad = tmp_path / "bad.csv"
    bad.write_text("path,weight\na/000.png,3\n")
    with qtbot.waitSignal(classification(window).files.reported, timeout=PATIENCE) as told:
        classification(window).files.read(bad)
    said = f"{bad} lacks the columns path,label. Write them as its first line, or name a column with --control."
    assert told.args == [said, False]
    assert not window.session.labels.by_path


def test_that_labels_go_out_and_come_back_in_every_format(
    qtbot: QtBot, window: Window, domains: tuple[Path, Path], tmp_path: Path
) -> None:
    open_folders(qtbot, window, *domains)
    session, files = window.session, classification(window).files
    labels = {"a/000.png": "a", "b/000.png": "c", "c/003.png": "something new"}
    session.labels.apply(labels)
    for name, _, called in files.export_formats():
        place = tmp_path / name / called
        place.parent.mkdir()
        with qtbot.waitSignal(files.reported, timeout=PATIENCE) as told:
            files.write(place, name)
        assert told.args == [f"Wrote 3 labels to {place.name}.", True]
        if name in ("copies", "links"):
            assert sorted(file.parent.name for file in place.rglob("*.png")) == ["a", "c", "something new"]
            continue
        session.labels.undo()
        assert not session.labels.by_path
        with qtbot.waitSignal(files.offered, timeout=PATIENCE):
            files.read(place)
        qtbot.mouseClick(classification(window).merge.take, Qt.MouseButton.LeftButton)
        assert session.labels.by_path == labels, name


def test_that_a_second_look_leads_through_what_the_model_disagrees_with(
    qtbot: QtBot, window: Window, domains: tuple[Path, Path]
) -> None:
    open_folders(qtbot, window, *domains)
    session, second, grid = window.session, classification(window).review, window.pictures.grid
    session.go_to("label")
    session.labels.apply(dict.fromkeys(("a/000.png", "a/001.png", "a/002.png", "a/003.png"), "a"))
    said = {"a/000.png": ("b", 0.6), "a/001.png": ("b", 0.9), "a/002.png": ("a", 0.9), "a/003.png": ("c", 0.7)}
    session.predictions.replace([Prediction(path, *one) for path, one in said.items()])
    assert classification(window).form.review_box.words.text() == "3 labels differ from the prediction of the model."
    qtbot.mouseClick(classification(window).form.review_box.look, Qt.MouseButton.LeftButton)
    assert [path for _, path in grid.ids()] == ["a/001.png", "a/003.png", "a/000.png"]  # the surest first
    assert session.selection.ids == {(Side.TARGET, "a/001.png")}
    grid.setFocus()
    qtbot.keyClick(grid, Qt.Key.Key_Return)  # takes the prediction
    assert session.selection.ids == {(Side.TARGET, "a/003.png")}
    qtbot.keyClick(grid, Qt.Key.Key_Tab)  # keeps the label
    assert session.selection.ids == {(Side.TARGET, "a/000.png")}
    qtbot.keyClick(grid, "3")
    assert not session.selection.ids
    assert session.labels.by_path == {"a/000.png": "c", "a/001.png": "b", "a/002.png": "a", "a/003.png": "a"}
    assert second.contradicted() == []
    doubts = classification(window).form.review_box
    assert doubts.words.text() == "The model agrees with every label except 2 that you have confirmed."

    assert session.project is not None
    folder = session.project.folder
    session.close_project()
    window.projects.project(folder)
    qtbot.waitUntil(lambda: session.domains.complete, timeout=PATIENCE)
    session.predictions.replace([Prediction(path, *one) for path, one in said.items()])
    assert second.contradicted() == []
    session.labels.apply({"a/003.png": "b"})  # another label than was kept
    assert second.contradicted() == ["a/003.png"]
    session.labels.undo()
    qtbot.mouseClick(classification(window).form.review_box.again, Qt.MouseButton.LeftButton)
    assert second.contradicted() == ["a/003.png", "a/000.png"]
    assert not classification(window).form.review_box.again.isVisible()


def test_that_labels_written_on_the_command_line_show_up_beside_those_of_the_window(
    qtbot: QtBot, window: Window, domains: tuple[Path, Path], tmp_path: Path
) -> None:
    open_folders(qtbot, window, *domains)
    session, grid = window.session, window.pictures.grid
    session.go_to("label")
    assert session.project is not None
    theirs = {f"{name}/{number:03d}.png": name for name in "abc" for number in range(10, 20)} | {"c/020.png": "new"}
    words = ["label", "import", str(session.project.folder), str(table(tmp_path / "labels.csv", theirs))]
    process = QProcess()
    process.start(sys.executable, ["-m", "workbench", *words])
    assert process.waitForStarted()
    ours: dict[str, str] = {}

    def name_some() -> None:
        for _ in range(4):
            path = f"a/{len(ours):03d}.png"
            session.selection.choose(frozenset({(Side.TARGET, path)}))
            qtbot.keyClick(grid, "1")
            ours[path] = "a"

    grid.setFocus()
    name_some()
    qtbot.waitUntil(lambda: process.state() is QProcess.ProcessState.NotRunning, timeout=PATIENCE)
    name_some()
    assert process.exitCode() == 0, bytes(process.readAllStandardError().data()).decode()
    qtbot.waitUntil(lambda: session.labels.by_path == {**theirs, **ours}, timeout=PATIENCE)
    assert session.labels.classes == ["a", "b", "c", "new"]
    assert "31 new labels" in bytes(process.readAllStandardOutput().data()).decode()
    assert session.project.labels.current() == {**theirs, **ours}
    assert sum(session.labels.shots.values()) == len(session.labels.by_path) == 31 + len(ours)
    (latest, *_) = (one for one in session.project.labels.history() if "labels.csv" in one.why)
    assert latest.total == 31
