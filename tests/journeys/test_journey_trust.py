"""What the window says of a model on the target: ranges without labels, measurements with them, one current model."""

import re
import shutil
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.journeys.use import PATIENCE, adapt, classification, finish, open_folders
from workbench.core.domain import Side
from workbench.core.target_quality import QualityKind
from workbench.gui.shell.window import Window


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
