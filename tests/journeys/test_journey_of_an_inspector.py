"""An inspector of an industrial line, whose target folder has no class folders: from two folders to a model folder."""

from pathlib import Path

import msgspec
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.conftest import make_domain
from tests.journeys.hands import (
    CTRL,
    Dialogs,
    adapt_by_keys,
    click,
    click_image,
    go_to,
    make_project,
    reach,
    type_over,
)
from tests.journeys.recording import Recording
from tests.journeys.test_journey_focus import press
from tests.journeys.test_journey_groups import last_action, settled
from tests.journeys.test_journey_without_labels import flat, name_selected
from tests.journeys.use import PATIENCE, classification, finish
from workbench.core.domain import Side
from workbench.core.image_groups import NAMED_AS_GROUP
from workbench.core.target_quality import QualityKind
from workbench.gui.shell.window import Window

MEASURED = 30
STEPS = "10"
COST = "20"  # errors of another class


def test_that_an_inspector_gets_from_two_folders_to_a_measured_model(
    qtbot: QtBot, window: Window, tmp_path: Path
) -> None:
    source = make_domain(tmp_path / "lab", seed=1, count=16)
    target, truth = flat(make_domain(tmp_path / "made", seed=2, count=16, negative=True), tmp_path / "line")
    told = Recording(window, "a", "An inspector whose target has no class folders")
    make_project(qtbot, window, (source, target), "Line 7")
    told.step("Choose two folders, name the project “Line 7”, press Enter")
    inspect(qtbot, window)
    told.step("Inspect: how far apart are they?")
    adapt(qtbot, window)
    told.step(f"Adapt with MCC, {STEPS} steps")
    measure(qtbot, window, truth)
    told.step(f"Draw {MEASURED} random images, label them by keys, read the measured accuracy")
    weigh_errors(qtbot, window)
    told.step("Weigh errors: a miss of one class costs more than a false alarm")
    name_a_group(qtbot, window, truth)
    told.step("Name a group of images that look alike with one key")
    adapt_again(qtbot, window)
    told.step("Adapt again with these labels; the measuring set measures this run too")
    export(qtbot, window, tmp_path / "model")
    told.step("Export a model folder")
    told.end()


def inspect(qtbot: QtBot, window: Window) -> None:
    go_to(qtbot, 2)
    click(qtbot, window.inspect.form.start)
    qtbot.waitUntil(lambda: window.inspection.inspection is not None, timeout=PATIENCE)
    assert window.inspect.form.figure.text().endswith("apart")


def adapt(qtbot: QtBot, window: Window) -> None:
    adapt_by_keys(qtbot, window, "MCC", "mcc", STEPS)
    (first,) = window.runs.finished()
    assert window.runs.quality.of(first).kind is not QualityKind.MEASURED


def measure(qtbot: QtBot, window: Window, truth: dict[str, str]) -> None:
    go_to(qtbot, 5)
    box = classification(window).form.measuring_box
    click(qtbot, classification(window).form.switch.measure)
    click(qtbot, box.draw)
    for _ in range(MEASURED):
        name_selected(qtbot, window, truth)
    assert box.progress.text() == f"{MEASURED} of {MEASURED} labelled"
    assert " of the target is right." in box.words.text()


def weigh_errors(qtbot: QtBot, window: Window) -> None:
    task = classification(window)
    box = task.form.decision_box
    click(qtbot, box.toggle)
    qtbot.waitUntil(lambda: task.decision.known, timeout=PATIENCE)
    reach(qtbot, window, box.cost)
    type_over(qtbot, COST)
    for _ in range(3):
        press(qtbot, Qt.Key.Key_Tab)  # past the threshold and the counts, which are in sight then
    assert task.decision.costs == {box.label.currentText(): float(COST)}
    assert f"“{box.label.currentText()}” missed (" in box.counts.text()


def name_a_group(qtbot: QtBot, window: Window, truth: dict[str, str]) -> None:
    task, session = classification(window), window.session
    naming = task.naming
    click(qtbot, task.form.switch.teach)
    click(qtbot, task.suggestions_panel.groups)
    qtbot.waitUntil(lambda: settled(naming) and naming.page is not None, timeout=PATIENCE)
    names = [truth[path] for path in sorted(session.selection.ids.target)]
    name = max(names, key=names.count)
    for path in sorted(session.selection.ids.target):
        if truth[path] != name:
            click_image(qtbot, window.pictures.grid, (Side.TARGET, path), CTRL)
    press(qtbot, session.labels.keys[name])
    assert last_action(window).why == NAMED_AS_GROUP
    assert {truth[path] for path in session.labels.by_path if path not in session.labels.drawn} == {name}
    qtbot.waitUntil(lambda: settled(naming), timeout=PATIENCE)


def adapt_again(qtbot: QtBot, window: Window) -> None:
    press(qtbot, Qt.Key.Key_Escape)  # from the next group to all images
    drawn = set(window.session.labels.drawn)
    click(qtbot, classification(window).suggestions_panel.again)
    finish(qtbot, window)
    second, _ = window.runs.finished()
    assert second.job.shots
    assert {shot.path for shot in second.job.shots}.isdisjoint(drawn)
    go_to(qtbot, 3)
    basis = f"Measured on {MEASURED} random target images"
    qtbot.waitUntil(lambda: basis in window.adapt.form.sentence.text(), timeout=PATIENCE)


def export(qtbot: QtBot, window: Window, out: Path) -> None:
    go_to(qtbot, 6)
    dialogs = Dialogs(out)
    with qtbot.waitSignal(window.export.exports.written, timeout=PATIENCE):
        click(qtbot, window.export.form.save)
    dialogs.check(qtbot, window)
    manifest = msgspec.json.decode((out / "model.json").read_bytes())
    assert (manifest["target_quality"]["kind"], manifest["target_quality"]["count"]) == ("measured", MEASURED)
    assert list(manifest["miss_costs"].values()) == [float(COST)]
