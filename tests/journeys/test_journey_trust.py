"""What the window says of a model on the target: ranges without labels, measurements with them, one current model."""

import re
import shutil
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.conftest import make_domain
from tests.journeys.use import PATIENCE, adapt, classification, finish, open_folders, open_project
from tests.made_projects import MadeProject
from workbench.analysis.target_quality import labels_of, quality_of_run
from workbench.core.domain import UNKNOWN, Side
from workbench.core.job import AUTO
from workbench.core.target_quality import QualityKind
from workbench.gui.shell.window import Window
from workbench.store.run_folder import RunFolder


def unlabelled(target: Path, folder: Path) -> Path:
    """A copy of a target without class folders."""
    folder.mkdir()
    for number, file in enumerate(sorted(target.rglob("*.png"))):
        shutil.copy(file, folder / f"{number:03}.png")
    return folder


def run_both(qtbot: QtBot, window: Window, domains: tuple[Path, Path]) -> None:
    """Train without adaptation, then with it."""
    open_folders(qtbot, window, *domains)
    for method in ("source_only", "dann"):
        adapt(window, steps=30, method=method)
        finish(qtbot, window)


def test_that_without_labels_no_single_number_is_shown(
    qtbot: QtBot, window: Window, domains: tuple[Path, Path], tmp_path: Path
) -> None:
    open_folders(qtbot, window, domains[0], unlabelled(domains[1], tmp_path / "images"))
    adapt(window, steps=30)
    finish(qtbot, window)
    form, runs = window.adapt.form, window.runs
    model = runs.model
    assert model is not None
    quality = runs.quality.of(model)
    assert quality.kind is not QualityKind.MEASURED
    assert re.fullmatch(r"\d+ to \d+ %|Not known", form.figure.text())
    assert form.figure.property("role") == "estimate"
    assert quality.basis in form.sentence.text()
    window.session.go_to("export")
    assert re.search(r"(\d+ to \d+ %|Not known)$", window.export.form.run.currentText())


def test_that_with_labels_the_figure_has_an_interval_and_stands_beside_source_only(
    qtbot: QtBot, window: Window, domains: tuple[Path, Path]
) -> None:
    run_both(qtbot, window, domains)
    form = window.adapt.form
    assert re.fullmatch(r"[\d.]+ %", form.figure.text())
    assert form.figure.property("role") == "number"
    assert "the 95 % interval is" in form.sentence.text()
    assert re.search(r"[+−][\d.]+ points against source only \(run 1\)", form.sentence.text())


def test_that_one_model_stands_behind_all_views_and_is_changed_in_one_place(
    qtbot: QtBot, window: Window, domains: tuple[Path, Path]
) -> None:
    run_both(qtbot, window, domains)
    session, runs, chip = window.session, window.runs, window.header.model
    first, second = runs.all()
    assert runs.model == second
    assert chip.text() == "Model · run 2 (DANN)  ▾"
    later = dict(session.predictions.by_path)

    chip.choices.aboutToShow.emit()
    action = next(action for action in chip.choices.actions() if action.text().startswith("run 1"))
    action.trigger()
    assert runs.model == first
    assert chip.text() == "Model · run 1 (Source only)  ▾"
    assert session.predictions.by_path != later
    session.go_to("export")
    assert window.export.form.run.currentData() == first.id

    session.go_to("label")
    task = classification(window)
    qtbot.waitUntil(lambda: bool(task.suggestions.batch), timeout=PATIENCE)
    path, strip = task.suggestions.batch[0].path, task.suggestions_panel.strip
    drawn = strip.samples.item(0).predicted
    session.selection.choose({(Side.TARGET, path)})
    strip.setFocus()
    qtbot.keyClick(strip, Qt.Key.Key_Return)
    assert session.labels.by_path[path] == drawn == session.predictions.by_path[path].predicted


def test_that_labels_of_the_measuring_set_choose_for_automatic(
    qtbot: QtBot, window: Window, classification_project: MadeProject
) -> None:
    open_project(qtbot, window, classification_project)
    session, project = window.session, window.session.project
    assert project is not None
    window.session.go_to("label")
    qtbot.mouseClick(classification(window).form.switch.measure, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(classification(window).form.measuring_box.draw, Qt.MouseButton.LeftButton)
    drawn = [*session.labels.drawn][:9]
    session.labels.apply({path: path[0] for path in drawn})
    adapt(window, steps=4, method=AUTO)
    finish(qtbot, window)
    run = window.runs.all()[-1]
    place = RunFolder(project.run_folder(run.id))
    comparison = place.comparison()
    assert comparison is not None
    assert comparison.labels == 9
    assert comparison.reason in window.adapt.runs_panel.problem.text()
    assert "9 random labels " in window.adapt.runs_panel.problem.text()
    assert [label.path for label in place.drawn()] == drawn
    assert not {shot.path for shot in run.job.shots} & {*drawn}


def test_that_a_right_unknown_counts_as_right_as_on_the_command_line(
    qtbot: QtBot, window: Window, tmp_path: Path
) -> None:
    source = make_domain(tmp_path / "source", seed=1, classes="ab")
    target = make_domain(tmp_path / "target", seed=2, classes="abc", negative=True)
    open_folders(qtbot, window, source, target)
    adapt(window, steps=3, method="source_only")
    finish(qtbot, window)
    (record,) = window.runs.all()
    assert window.session.project is not None
    run = RunFolder(window.session.project.run_folder(record.id))
    labels = labels_of(run.job())
    assert any(row.predicted == UNKNOWN and labels[row.path] == "c" for row in run.predictions())
    quality = window.runs.quality.of(record)
    assert quality.kind is QualityKind.MEASURED
    assert quality.value == quality_of_run(run).value
