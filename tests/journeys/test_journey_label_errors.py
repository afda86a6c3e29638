"""A person finds a wrong label in the source, corrects it with a key, and trains with it; the folder stays as it is."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.conftest import make_domain
from tests.journeys.use import PATIENCE, adapt, classification, finish, open_folders
from workbench.core.corrections import Correction
from workbench.core.domain import Side
from workbench.gui.label.history_sheet import describe
from workbench.gui.shell.window import Window
from workbench.store.correction_table import read_corrections
from workbench.store.run_folder import RunFolder

LEFT = Qt.MouseButton.LeftButton
WRONG = "b/wrong.png"


@pytest.fixture
def planted(tmp_path: Path) -> tuple[Path, Path]:
    """Source and target, and in the source an image of class a in the folder of class b."""
    source, target = make_domain(tmp_path / "source", seed=1), make_domain(tmp_path / "target", seed=2, negative=True)
    (source / "a" / "003.png").rename(source / WRONG)
    return source, target


def contents(folder: Path) -> dict[str, tuple[bytes, int]]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns) for path in files}


def inspect(qtbot: QtBot, window: Window) -> None:
    window.session.go_to("inspect")
    qtbot.waitUntil(window.inspect.form.start.isEnabled, timeout=PATIENCE)
    qtbot.mouseClick(window.inspect.form.start, LEFT)
    qtbot.waitUntil(lambda: not window.inspection.call.busy, timeout=PATIENCE)
    problems = window.inspect.findings.problems
    window.inspect.findings.tabs.setCurrentWidget(problems)
    titles = [problems.kinds.item(row).text() for row in range(problems.kinds.count())]
    problems.kinds.setCurrentRow(next(row for row, title in enumerate(titles) if title.startswith("Suspected label")))


def test_that_a_wrong_label_is_found_corrected_taken_back_trained_with_and_exported(
    qtbot: QtBot, window: Window, planted: tuple[Path, Path], tmp_path: Path
) -> None:
    before = contents(planted[0])
    open_folders(qtbot, window, *planted)
    inspect(qtbot, window)
    problems, pictures, session = window.inspect.findings.problems, window.pictures, window.session
    text = problems.sets.item(0).text()
    assert text.startswith(f"{WRONG}: labelled “b” (")
    assert "looks like “a” (" in text
    number = problems.sets.count()
    assert problems.kinds.currentItem().text().endswith(f"  {number}")

    qtbot.mouseClick(problems.look, LEFT)
    assert pictures.grid.ids()[0] == (Side.SOURCE, WRONG), "the strongest evidence first"
    assert pictures.grid.count() == number
    assert set(session.selection.ids) == {(Side.SOURCE, WRONG)}, "a key corrects one label, not all"
    first = pictures.grid.samples.item(0)
    assert (first.label, first.predicted) == ("b", "a")

    counts = dict(session.domains.counts)
    qtbot.keyClick(pictures.grid, session.labels.keys["a"])
    corrected = Correction(WRONG, "b", "a")
    assert session.project is not None
    assert session.project.labels.corrections.current() == {WRONG: corrected}
    assert session.domains.counts == {**counts, "a": counts["a"] + 1, "b": counts["b"] - 1}
    assert problems.sets.count() == number - 1
    assert (Side.SOURCE, WRONG) not in session.selection.ids, "the next suspect is selected"
    first = pictures.grid.samples.item(0)
    assert (first.label, first.given, first.predicted) == ("a", "b", None)
    assert session.labels.by_path == {}, "no target image is labelled"

    window.content.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert session.domains.decided == {}
    assert session.domains.counts == counts
    assert problems.sets.count() == number
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert session.domains.decided == {WRONG: corrected}
    steps = session.project.labels.history()
    assert describe(steps[-1]) == f"source {WRONG} corrected to “a”"
    assert describe(steps[1]) == f"Undone: source {WRONG} corrected to “a”"

    session.go_to("data")
    assert any("1 label is corrected" in note for note in session.domains.by_side[Side.SOURCE].notes)
    adapt(window, steps=12)
    finish(qtbot, window)
    (record,) = window.runs.all()
    place = RunFolder(session.project.run_folder(record.id))
    assert place.job().corrections == record.job.corrections == (corrected,)
    assert read_corrections(place.corrections_file) == (corrected,)
    assert place.command(place.job())[-2:] == ["--corrections", str(place.corrections_file)]

    _export(qtbot, window, tmp_path, corrected)
    assert contents(planted[0]) == before, "the person's files are as they were"


def _export(qtbot: QtBot, window: Window, folder: Path, corrected: Correction) -> None:
    """Labels and a model are exported, and both carry the correction."""
    window.session.labels.apply({"a/000.png": "a"})
    files = classification(window).files
    with qtbot.waitSignal(files.reported, timeout=PATIENCE) as told:
        files.write(folder / "labels.csv", "csv")
    assert "labels.corrections.csv" in told.args[0]
    assert read_corrections(folder / "labels.corrections.csv") == (corrected,)
    with qtbot.waitSignal(window.export.exports.written, timeout=PATIENCE):
        window.export.form.save_to(folder / "model")
    assert "1 label of the source was corrected" in (folder / "model" / "README.md").read_text()


def test_that_a_label_that_is_right_is_not_suspected_again_and_another_key_can_not_harm(
    qtbot: QtBot, window: Window, planted: tuple[Path, Path]
) -> None:
    open_folders(qtbot, window, *planted)
    inspect(qtbot, window)
    problems, pictures, session = window.inspect.findings.problems, window.pictures, window.session
    number = problems.sets.count()
    assert not problems.right.isEnabled()
    problems.sets.setCurrentRow(0)
    assert problems.right.isEnabled()
    qtbot.mouseClick(problems.right, LEFT)
    assert session.domains.decided == {WRONG: Correction(WRONG, "b", "b")}
    assert session.domains.by_side[Side.SOURCE].notes == session.domains.as_read[Side.SOURCE].notes
    assert problems.sets.count() == number - 1
    inspect(qtbot, window)
    assert WRONG not in window.inspection.suspects()

    session.selection.choose(frozenset({(Side.SOURCE, "c/000.png")}))
    pictures.grid.setFocus()
    qtbot.keyClick(pictures.grid, "x")
    qtbot.keyClick(pictures.grid, "u")
    assert "no class of the source" in window.status.problem.text()
    assert list(session.domains.decided) == [WRONG]
    session.selection.choose(frozenset({(Side.SOURCE, "c/000.png"), (Side.TARGET, "c/000.png")}))
    qtbot.keyClick(pictures.grid, session.labels.keys["a"])
    assert list(session.domains.decided) == [WRONG], "with a target image beside it, that is labelled"
    assert session.labels.by_path == {"c/000.png": "a"}

    window.viewer.open((Side.SOURCE, "c/001.png"))
    qtbot.keyClick(window.viewer.viewer, session.labels.keys["a"])
    assert session.domains.decided["c/001.png"] == Correction("c/001.png", "c", "a")
    assert "<b>a</b>" in window.viewer.viewer.verdict.text()
    qtbot.keyClick(window.viewer.viewer, Qt.Key.Key_Delete)
    assert list(session.domains.decided) == [WRONG]


def test_that_a_correction_follows_a_moved_image_and_is_told_when_its_class_has_gone(
    qtbot: QtBot, window: Window, planted: tuple[Path, Path]
) -> None:
    open_folders(qtbot, window, *planted)
    session = window.session
    session.corrections.correct([WRONG], "c")
    assert session.project is not None
    project = session.project
    qtbot.waitUntil(lambda: WRONG in project.moved_sources.known(), timeout=PATIENCE)
    (planted[0] / WRONG).rename(planted[0] / "b" / "other.png")
    session.domains.read_again(Side.SOURCE)
    qtbot.waitUntil(lambda: "b/other.png" in session.domains.decided, timeout=PATIENCE)
    assert "1 correction moved with its image" in window.label.moved.notice
    (planted[0] / "c").rename(planted[0].parent / "c")
    session.domains.read_again(Side.SOURCE)
    qtbot.waitUntil(lambda: not session.domains.decided, timeout=PATIENCE)
    assert any("no such class in the source" in note for note in session.domains.by_side[Side.SOURCE].notes)
    adapt(window, steps=10)
    finish(qtbot, window)
    assert window.runs.all()[0].job.corrections == ()
    (planted[0].parent / "c").rename(planted[0] / "c")
    session.domains.read_again(Side.SOURCE)
    qtbot.waitUntil(lambda: "b/other.png" in session.domains.decided, timeout=PATIENCE)
