"""Measuring as a person does it: images drawn at random, labelled by keys without the model's opinion."""

import shutil
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.journeys.terms_on_screen import unexplained
from tests.journeys.use import PATIENCE, adapt, classification, finish, open_folders, open_project
from tests.made_projects import MadeProject
from workbench.core.domain import Side
from workbench.core.target_quality import QualityKind
from workbench.gui.kit.number_format import percent
from workbench.gui.shell.window import Window
from workbench.gui.tasks.classification.labelling_controller import NOT_ACCEPTED
from workbench.gui.tasks.measuring_controller import MeasuringState


def press(qtbot: QtBot, key: "str | Qt.Key") -> None:
    """A key, to whatever has the keyboard."""
    widget = QApplication.focusWidget()
    assert widget is not None
    qtbot.keyClick(widget, key)


def begin(qtbot: QtBot, window: Window) -> None:
    """Go to the second part of the Label step."""
    window.session.go_to("label")
    qtbot.mouseClick(classification(window).form.switch.measure, Qt.MouseButton.LeftButton)


def draw(qtbot: QtBot, window: Window) -> None:
    qtbot.mouseClick(classification(window).form.measuring_box.draw, Qt.MouseButton.LeftButton)


def selected(window: Window) -> str:
    ((side, path),) = window.session.selection.ids
    assert side is Side.TARGET
    return path


def label(qtbot: QtBot, window: Window, number: int) -> list[str]:
    """Press the key of the class that the folder of each selected image names. Return the images."""
    done = []
    for _ in range(number):
        done.append(selected(window))
        press(qtbot, window.session.labels.keys[done[-1][0]])
    return done


def words(window: Window) -> str:
    box = classification(window).form.measuring_box
    return f"{box.words.text()}\n{box.more.text()}".strip()


def test_that_drawn_images_are_labelled_by_keys_and_measure_the_model(
    qtbot: QtBot, window: Window, classification_project: MadeProject
) -> None:
    open_project(qtbot, window, classification_project)
    session, task = window.session, classification(window)
    box, panel, measuring = task.form.measuring_box, task.measuring_panel, task.measuring
    begin(qtbot, window)
    assert (measuring.state, box.progress.text()) == (MeasuringState.NOTHING, "No image is drawn")
    assert box.isVisible()
    assert panel.isVisible()
    assert not task.form.teaching.isVisible()
    assert not task.suggestions_panel.isVisible()
    assert box.draw.text() == "Draw 24 images", "the target has no more"
    qtbot.mouseClick(box.draw, Qt.MouseButton.LeftButton)
    assert box.progress.text() == "0 of 24 labelled"
    assert box.draw.text() == "Every image is drawn or has a label"
    assert not box.draw.isEnabled()
    order = [*session.labels.drawn]
    assert [path for _, path in panel.strip.ids()] == order[:10]
    assert selected(window) == order[0]
    assert words(window).endswith(" is measured as soon as images are labelled.")

    assert label(qtbot, window, 5) == order[:5]
    assert box.progress.text() == "5 of 24 labelled"
    assert box.figure.text().endswith(" %")
    assert " of the target is right." in words(window)
    assert "10 more labels: about ±" in words(window)
    assert "follows when all drawn images are labelled" in words(window)
    assert not session.labels.class_labels, "no label teaches"
    assert session.labels.shot_count == 0
    assert session.project is not None
    assert session.project.shots() == ()
    assert window.rail.counts["measuring"].text() == "24"
    assert sum(session.labels.measuring.values()) == 5
    label(qtbot, window, 19)
    assert measuring.state is MeasuringState.DONE
    assert not session.selection.ids, "the next key labels nothing"
    assert "against source only" in words(window)
    assert not unexplained(window)
    assert "All drawn images are labelled." in panel.nothing._sentence.text()

    before = words(window)
    window.runs.show(classification_project.plain)
    assert words(window).startswith("Run 1 (")
    assert words(window) != before
    assert "against source only" not in words(window)


def test_that_the_cost_of_a_miss_is_weighed_on_the_measured_labels_and_kept(
    qtbot: QtBot, window: Window, classification_project: MadeProject
) -> None:
    open_project(qtbot, window, classification_project)
    window.runs.show(classification_project.plain)  # no drawn image taught it
    task = classification(window)
    begin(qtbot, window)
    box = task.form.decision_box
    assert not box.isVisible(), "nothing is measured yet"
    draw(qtbot, window)
    label(qtbot, window, 24)
    assert box.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert box.label.hasFocus(), "what the key opened has the keyboard"
    assert box.counts.text() == "The labelled images are being predicted."
    qtbot.waitUntil(lambda: task.decision.known, timeout=PATIENCE)
    name = max(task.decision.classes, key=lambda name: task.decision.errors(name, weighed=False).missed)  # type: ignore[union-attr]
    box.label.setCurrentText(name)
    usual = task.decision.errors(name, weighed=True)
    assert usual is not None
    assert usual.missed > 0
    assert f"{usual.missed} of {usual.of_class} “{name}” missed (" in box.counts.text()
    assert box.usual.text() == "As with the most probable class."
    undo = (window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(*undo)
    fewer = task.decision.errors(name, weighed=True)
    assert fewer is not None
    assert fewer.of_class + fewer.of_others == 23, "labels count at once; the drawn images are predicted once"
    assert not task.decision.call.busy
    task.measuring_panel.strip.setFocus()
    label(qtbot, window, 1)
    assert task.decision.errors(name, weighed=True) == usual

    box.threshold.setFocus()
    qtbot.keyClick(box.threshold, Qt.Key.Key_Home)
    assert box.share.text() == "1 %"
    assert box.cost.value() == 99
    now = task.decision.errors(name, weighed=True)
    assert now is not None
    assert now.missed < usual.missed
    assert now.false_alarms >= usual.false_alarms
    assert box.usual.text().startswith(f"Most probable class: {usual.missed} of {usual.of_class} missed")

    window.session.close_project()
    open_project(qtbot, window, classification_project)
    assert task.decision.costs == {name: 99.0}
    begin(qtbot, window)
    assert box.reset.isEnabled()
    box.reset.click()
    assert window.session.project is not None
    assert window.session.project.miss_costs.current() == {}


def test_that_no_opinion_of_the_model_is_shown_and_none_can_be_accepted(
    qtbot: QtBot, window: Window, classification_project: MadeProject
) -> None:
    open_project(qtbot, window, classification_project)
    session, grid = window.session, window.pictures.grid
    assert session.predictions.by_path
    begin(qtbot, window)
    draw(qtbot, window)
    first = selected(window)
    points = window.pictures.scatter._points[Side.TARGET]
    assert set(points.classes.tolist()) == {-1}, "all images are drawn"
    item = grid.samples.item(grid.samples.rows[Side.TARGET, first])
    assert (item.predicted, item.confidence, item.measures) == (None, None, True)
    assert "predicted" not in item.sentence()
    press(qtbot, Qt.Key.Key_Space)
    assert window.viewer.viewer.isVisible()
    assert "predicted" not in window.viewer.viewer.verdict.text()
    press(qtbot, Qt.Key.Key_Space)
    session.selection.choose({(Side.TARGET, first)})
    classification(window).measuring_panel.strip.setFocus()
    press(qtbot, Qt.Key.Key_Return)
    assert window.status.problem.text() == " ".join(NOT_ACCEPTED)
    assert not session.labels.by_path
    assert window.pictures.arrangement.named["prediction"][Side.TARGET](first) is None
    label(qtbot, window, 1)
    item = grid.samples.item(grid.samples.rows[Side.TARGET, first])
    assert item.predicted is not None, "it is shown once the label is there"
    session.selection.choose({(Side.TARGET, first)})
    press(qtbot, Qt.Key.Key_Return)
    assert session.labels.by_path == {first: first[0]}, "the label does not follow the model"


def test_that_the_large_view_shows_a_label_and_its_undo_at_once(
    qtbot: QtBot, window: Window, classification_project: MadeProject
) -> None:
    open_project(qtbot, window, classification_project)
    begin(qtbot, window)
    draw(qtbot, window)
    label(qtbot, window, 23)
    press(qtbot, Qt.Key.Key_Space)
    viewer, last = window.viewer.viewer, selected(window)
    assert viewer.verdict.text() == ""
    press(qtbot, window.session.labels.keys["a"])
    assert window.viewer.shown == (Side.TARGET, last), "none follows the last one"
    assert "labelled <b>a</b> · predicted <b>" in viewer.verdict.text()
    qtbot.keyClick(viewer, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.session.labels.is_blind(last)
    assert viewer.verdict.text() == "", "no opinion of the model stays in sight"


def test_that_undo_returns_to_the_image_and_tab_skips_it(
    qtbot: QtBot, window: Window, classification_project: MadeProject
) -> None:
    open_project(qtbot, window, classification_project)
    session = window.session
    window.runs.show(classification_project.plain)  # no drawn image taught it
    begin(qtbot, window)
    draw(qtbot, window)
    first, second = label(qtbot, window, 2)
    session.labels.undo()
    assert selected(window) == second
    press(qtbot, Qt.Key.Key_Tab)
    third = selected(window)
    assert third not in (first, second)
    label(qtbot, window, 1)
    assert "1 image without a label widens the interval." in words(window)
    session.selection.choose({(Side.TARGET, second)})
    press(qtbot, "x")
    assert classification(window).form.measuring_box.progress.text() == "2 of 24 labelled, 1 unsure"
    assert "1 image without a label widens the interval." in words(window)
    window.rail.boxes["measuring"].setChecked(True)
    assert {path for _, path in window.pictures.grid.ids()} == set(session.labels.drawn)


def test_that_measuring_comes_before_and_after_runs_and_teaching_goes_on(
    qtbot: QtBot, window: Window, domains: tuple[Path, Path], tmp_path: Path
) -> None:
    target = tmp_path / "flat"
    target.mkdir()
    for file in domains[1].rglob("*.png"):
        shutil.copyfile(file, target / f"{file.parent.name}{file.name}")
    open_folders(qtbot, window, domains[0], target)
    session, task = window.session, classification(window)
    begin(qtbot, window)
    draw(qtbot, window)
    assert len(session.labels.drawn) == 30
    assert words(window) == "There is no finished run yet. Every run will be measured on these labels."
    measured = label(qtbot, window, 30)
    qtbot.mouseClick(task.form.switch.teach, Qt.MouseButton.LeftButton)
    assert task.form.teaching.isVisible()
    taught = next(path for path in (f"a{number:03d}.png" for number in range(24)) if path not in measured)
    session.selection.choose({(Side.TARGET, taught)})
    window.pictures.grid.setFocus()
    press(qtbot, "1")
    window.adapt.form.method.setCurrentIndex(window.adapt.form.method.findData("source_only"))
    adapt(window, steps=10)
    finish(qtbot, window)
    (record,) = window.runs.all()
    assert [shot.path for shot in record.job.shots] == [taught], "measuring labels are no shots"
    begin(qtbot, window)
    assert words(window).startswith("Run 1 (")
    assert " of the target is right." in words(window)
    quality = window.runs.quality.of(record)
    assert (quality.kind, quality.count) == (QualityKind.MEASURED, 30), "the target has no labels of its own"
    session.go_to("adapt")
    assert window.adapt.form.figure.text() == percent(quality.value)
    session.go_to("label")
    qtbot.waitUntil(lambda: bool(task.suggestions.paths), timeout=PATIENCE)
    assert task.suggestions.paths.isdisjoint(measured)

    draw(qtbot, window)
    assert len(session.labels.drawn) == 40
    session.labels.undo()
    assert len(session.labels.drawn) == 30
    qtbot.mouseClick(task.form.measuring_box.release, Qt.MouseButton.LeftButton)
    assert session.labels.shot_count == 31
    assert task.measuring.state is MeasuringState.NOTHING
    task.form.history.click()
    item = window.label.history.table.item(0, 0)
    assert item is not None
    assert item.text() == "30 images released to teach"
    session.labels.undo()
    assert session.labels.shot_count == 1


def test_that_labels_unlike_the_source_warn_of_a_method_that_balances(
    qtbot: QtBot, window: Window, classification_project: MadeProject
) -> None:
    open_project(qtbot, window, classification_project)
    begin(qtbot, window)
    draw(qtbot, window)
    for _ in range(20):
        press(qtbot, window.session.labels.keys["a"])
    window.session.go_to("adapt")
    form = window.adapt.form
    form.method.setCurrentIndex(form.method.findData("mcc"))
    assert "100% of the random labels are “a”" in form.caution.text()
    assert "MCC balances its predictions" in form.caution.text()
    form.method.setCurrentIndex(form.method.findData("dann"))
    assert not form.caution.isVisible()
