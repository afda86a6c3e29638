"""The main job in the window, as a person does it, with a real worker process."""

import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import onnxruntime
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.journeys.use import PATIENCE, adapt, classification, finish, open_folders, wait_for_step
from workbench.core.domain import Side
from workbench.core.events import Embedding, Progressed, Scalars
from workbench.core.model_formats import ModelFormat
from workbench.core.run_selection import degradation
from workbench.data.decode import decode
from workbench.gui.shell.window import Window
from workbench.store.project import Project
from workbench.store.record_table import Status


def test_that_the_sample_is_adapted_labelled_adapted_again_and_taken_away(
    qtbot: QtBot, window: Window, tmp_path: Path
) -> None:
    qtbot.mouseClick(window.start.sample, Qt.MouseButton.LeftButton)
    session, runs = window.session, window.runs
    qtbot.waitUntil(lambda: session.domains.complete and session.catalogue is not None, timeout=PATIENCE)
    told: list[object] = []
    runs.event_received.connect(told.append)
    adapt(window, steps=30)
    finish(qtbot, window)
    assert {Embedding, Scalars, Progressed} <= {type(event) for event in told}
    assert [record.status for record in runs.all()] == [Status.FINISHED]
    assert len(session.predictions.by_path) == 1797

    grid = window.pictures.grid
    grid.setFocus()
    for _ in range(5):
        grid.focus_next()
        path = grid.current()[1]  # type: ignore[index]  # there are unlabelled target samples left
        qtbot.keyClick(grid, path[0])  # the sample's folders are named by the digit
    assert len(session.labels.by_path) == 5
    assert all(label == path[0] for path, label in session.labels.by_path.items())

    adapt(window, steps=30)
    finish(qtbot, window)
    assert [len(record.job.shots) for record in runs.all()] == [0, 5]

    out = tmp_path / "model.onnx"
    session.go_to("export")
    window.export.form.format.setCurrentIndex(window.export.form.format.findData(ModelFormat.ONNX))
    qtbot.mouseClick(window.export.form.any_size, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    with qtbot.waitSignal(window.export.exports.written, timeout=PATIENCE):
        window.export.form.save_to(out)
    model = onnxruntime.InferenceSession(out)
    predictions = list(session.predictions.by_path.values())[:20]
    files = [session.domains.file((Side.TARGET, one.path)) for one in predictions]
    images = np.stack([decode(file, 32) for file in files]).transpose(0, 3, 1, 2).astype(np.float32) / 255
    digits = model.run(["logits"], {"images": images})[0].argmax(1)
    assert [str(digit) for digit in digits] == [one.predicted for one in predictions]
    assert model.run(["logits"], {"images": np.zeros((1, 3, 48, 40), np.float32)})[0].shape == (1, 10), "any size"


def test_that_labels_are_undone_redone_and_kept_by_keys(
    qtbot: QtBot, window: Window, domains: tuple[Path, Path]
) -> None:
    open_folders(qtbot, window, *domains)
    grid, session = window.pictures.grid, window.session
    grid.setFocus()
    grid.focus_next()
    qtbot.keyClick(grid, "2")
    qtbot.keyClick(grid, "3")
    assert list(session.labels.by_path.values()) == ["b", "c"]
    qtbot.keyClick(grid, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert list(session.labels.by_path.values()) == ["b"]
    qtbot.keyClick(grid, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert list(session.labels.by_path.values()) == ["b", "c"]
    assert session.project is not None
    kept = Project.open(session.project.folder, settle=False)
    assert kept.labels.current() == session.labels.by_path
    kept.close()


def test_that_a_run_is_paused_goes_on_stopped_and_resumed(
    qtbot: QtBot, window: Window, domains: tuple[Path, Path]
) -> None:
    open_folders(qtbot, window, *domains)
    adapt(window, steps=200)
    wait_for_step(qtbot, window, 5)
    progress = window.adapt.runs_panel
    begun = time.process_time()
    qtbot.mouseClick(progress.pause, Qt.MouseButton.LeftButton)
    assert time.process_time() - begun < 0.1
    assert progress.pause.text() == "Pausing…"
    assert progress.words.text().startswith("Pausing… · trial 1 of")
    qtbot.mouseClick(progress.pause, Qt.MouseButton.LeftButton)
    window.runs.go_on()
    qtbot.waitUntil(lambda: window.runs.paused, timeout=PATIENCE)
    assert progress.pause.text() == "Resume", "pressing again did not undo it"
    assert progress.pause.isEnabled()
    progress.pause.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(progress.pause, Qt.Key.Key_Space)
    assert progress.pause.text() == "Resuming…"
    assert not progress.pause.hasFocus()
    qtbot.waitUntil(lambda: not window.runs.paused, timeout=PATIENCE)
    assert progress.pause.hasFocus(), "the same key goes on"
    window.session.go_to("label")
    suggestions = classification(window).suggestions_panel
    assert suggestions.words.text().startswith("Adapting · ")
    assert not suggestions.cancel.isVisible(), "the run is stopped where it is shown"
    window.session.go_to("adapt")
    qtbot.mouseClick(progress.stop, Qt.MouseButton.LeftButton)
    assert progress.stop.text() == "Stopping…"
    assert not progress.stop.isEnabled()
    finish(qtbot, window)
    (stopped,) = window.runs.all()
    assert stopped.status is Status.STOPPED
    assert window.runs.displayed_id == progress.table.selected() == stopped.id
    assert not progress.filter.isVisible()
    qtbot.mouseClick(progress.resume, Qt.MouseButton.LeftButton)
    finish(qtbot, window)
    assert window.runs.all()[0].status is Status.FINISHED


def test_that_a_stopped_run_is_ended_and_its_model_becomes_the_current_one(
    qtbot: QtBot, window: Window, domains: tuple[Path, Path]
) -> None:
    open_folders(qtbot, window, *domains)
    adapt(window, steps=400, method="dann")
    wait_for_step(qtbot, window, 5)
    progress = window.adapt.runs_panel
    qtbot.mouseClick(progress.stop, Qt.MouseButton.LeftButton)
    finish(qtbot, window)
    assert not window.runs.finished()
    qtbot.mouseClick(progress.end, Qt.MouseButton.LeftButton)
    finish(qtbot, window)
    (ended,) = window.runs.all()
    assert ended.status is Status.FINISHED
    assert window.runs.model == ended
    assert window.session.predictions.by_path
    assert "The run was ended at step" in progress.problem.text()
    assert not progress.end.isVisible()


def test_that_the_windows_process_imports_neither_torch_nor_opencv(domains: tuple[Path, Path]) -> None:
    script = (
        "import sys\n"
        "from PySide6.QtCore import QSettings, QTimer\n"
        "from PySide6.QtWidgets import QApplication\n"
        "from workbench.gui.theme import Theme\n"
        "from workbench.gui.shell.window import Window\n"
        "app = QApplication([])\n"
        "window = Window(Theme(app), QSettings())\n"
        "window.show()\n"
        "window.projects.sample()\n"
        "window.session.catalogue_changed.connect(lambda: QTimer.singleShot(500, window.close))\n"
        "app.exec()\n"
        "print(window.session.catalogue is not None, 'torch' in sys.modules or 'cv2' in sys.modules)\n"
    )
    answer = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=120)
    assert answer.stdout.split() == ["True", "False"]


def test_that_a_narrow_window_folds_its_inspector(qtbot: QtBot, window: Window, domains: tuple[Path, Path]) -> None:
    open_folders(qtbot, window, *domains)
    assert window.zones.inspectors.isVisible()
    window.resize(1100, 800)
    qtbot.waitUntil(lambda: not window.zones.inspectors.isVisible())
    qtbot.mouseClick(window.header.inspector, Qt.MouseButton.LeftButton)
    assert window.zones.inspectors.isVisible()
    qtbot.mouseClick(window.header.projects, Qt.MouseButton.LeftButton)
    assert not window.header.inspector.isVisible(), "the start page has none"
    window.resize(1440, 900)
    open_folders(qtbot, window, *domains)
    assert not window.header.inspector.isVisible()
    assert window.zones.inspectors.isVisible()


def test_that_a_step_change_moves_the_focus_to_the_images(
    qtbot: QtBot, window: Window, domains: tuple[Path, Path]
) -> None:
    open_folders(qtbot, window, *domains)
    window.session.go_to("adapt")
    window.adapt.form.method.setFocus()
    window.session.go_to("export")
    assert window.pictures.grid.hasFocus()


def test_that_the_keys_are_shown_and_put_away(qtbot: QtBot, window: Window, domains: tuple[Path, Path]) -> None:
    open_folders(qtbot, window, *domains)
    qtbot.keyClick(window.pictures.grid, "?")
    assert window.keys_sheet.isVisible()
    qtbot.keyClick(window.keys_sheet, Qt.Key.Key_Escape)
    assert not window.keys_sheet.isVisible()
    assert window.pictures.grid.hasFocus()


def test_that_a_project_opens_with_the_last_run_in_sight(
    qtbot: QtBot, window: Window, domains: tuple[Path, Path]
) -> None:
    open_folders(qtbot, window, *domains)
    adapt(window, steps=30)
    finish(qtbot, window)
    assert window.session.project is not None
    folder = window.session.project.folder
    window.session.close_project()
    assert window.adapt.runs_panel.curves.empty.isVisible() is False  # the start page is in front
    window.projects.project(folder)
    qtbot.waitUntil(lambda: window.session.domains.complete, timeout=PATIENCE)
    assert window.pictures.scatter.isVisible()
    assert not window.pictures.scatter.empty.isVisible()
    assert not window.adapt.runs_panel.curves.empty.isVisible()
    assert window.session.predictions.by_path


def test_that_classes_are_named_from_the_scatter_and_the_viewer_too(
    qtbot: QtBot, window: Window, domains: tuple[Path, Path]
) -> None:
    open_folders(qtbot, window, *domains)
    adapt(window, steps=20)
    finish(qtbot, window)
    session, pictures = window.session, window.pictures
    targets = [one for one in pictures.grid.ids() if one[0] is Side.TARGET]
    session.selection.choose(frozenset(targets[:2]))
    pictures.scatter.setFocus()
    qtbot.keyClick(QApplication.focusWidget(), "1")
    assert set(session.labels.by_path) == {path for _, path in targets[:2]}
    window.viewer.open(targets[5])
    qtbot.keyClick(QApplication.focusWidget(), "2")
    assert session.labels.by_path[targets[5][1]] == session.labels.classes[1]
    assert window.viewer.viewer.isVisible()
    assert window.viewer.shown != targets[5]  # on to the next
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert not window.viewer.viewer.isVisible()
    assert QApplication.focusWidget() is pictures.scatter.focusProxy(), "what the step shows of the images"


def test_that_two_seeds_are_compared_and_harm_is_marked(
    qtbot: QtBot, window: Window, domains: tuple[Path, Path]
) -> None:
    open_folders(qtbot, window, *domains)
    for method, seed in (("source_only", 0), ("mcc", 0), ("mcc", 1)):
        window.adapt.form.method.setCurrentIndex(window.adapt.form.method.findData(method))
        window.adapt.form.seed.setValue(seed)
        adapt(window, steps=20)
        finish(qtbot, window)
    assert "Run 2, with another seed, agrees on" in window.adapt.runs_panel.problem.text()
    plain, *adapted = window.runs.all()
    table = window.adapt.runs_panel.table
    assert table.selected() == adapted[-1].id, "the table points at what is drawn"
    assert "after run 3" in window.adapt.form.sentence.text()
    table.selectRow(1)
    assert "after run 2" in window.adapt.form.sentence.text()
    assert "points against source only (run 1)" in window.adapt.form.sentence.text()
    table.selectAll()
    assert window.adapt.runs_panel.compare.isVisible()
    assert not window.adapt.runs_panel.resume.isVisible()
    assert window.runs.degradation(plain) == ""
    for record in adapted:
        assert record.scores is not None
        assert plain.scores is not None
        assert bool(window.runs.degradation(record)) == bool(degradation(record.scores, plain.scores))


def test_that_automatic_is_offered_first_and_says_why_it_took_a_method(
    qtbot: QtBot, window: Window, domains: tuple[Path, Path]
) -> None:
    open_folders(qtbot, window, *domains)
    assert window.adapt.form.method.currentText() == "Automatic"
    assert "MCC" in window.adapt.form.summary.text()
    adapt(window, steps=30)
    finish(qtbot, window)
    (record,) = window.runs.all()
    assert record.status is Status.FINISHED
    assert record.job.method in ("source_only", "adabn", "dann", "mcc")
    assert "agreement with evidence without labels" in window.adapt.runs_panel.problem.text()


def test_that_the_log_of_a_run_can_be_read(qtbot: QtBot, window: Window, domains: tuple[Path, Path]) -> None:
    open_folders(qtbot, window, *domains)
    adapt(window, steps=10)
    finish(qtbot, window)
    qtbot.mouseClick(window.adapt.runs_panel.log, Qt.MouseButton.LeftButton)
    assert window.log_sheet.isVisible()
    assert "finished after" in window.log_sheet.text.toPlainText()
    qtbot.keyClick(window.log_sheet, Qt.Key.Key_Escape)
    assert not window.log_sheet.isVisible()


def test_that_a_method_that_wants_shots_waits_for_them_and_says_why(
    qtbot: QtBot, window: Window, domains: tuple[Path, Path]
) -> None:
    open_folders(qtbot, window, *domains)
    form = window.adapt.form
    row = form.method.findData("mme")
    assert not form.method.model().index(row, 0).flags() & Qt.ItemFlag.ItemIsEnabled
    form.method.setCurrentIndex(row)
    assert not form.start.isEnabled()
    assert "labelled target images" in form.foot.text()
    grid = window.pictures.grid
    grid.setFocus()
    grid.focus_next()
    qtbot.keyClick(grid, "1")
    assert form.start.isEnabled()
    assert form.method.model().index(row, 0).flags() & Qt.ItemFlag.ItemIsEnabled
    assert form.foot.text() == "Uses 1 shot."
    for _ in range(4):
        qtbot.keyClick(grid, "1")
    assert form.foot.text() == "Uses 4 shots. 1 more are held out for evaluation."
