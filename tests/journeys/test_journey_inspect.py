"""A person asks how far two domains lie apart, and looks at the images behind each number."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.journeys.terms_on_screen import unexplained
from tests.journeys.use import PATIENCE, adapt, finish, open_folders
from workbench.core.domain import Side
from workbench.gui.shell.window import Window

LEFT = Qt.MouseButton.LeftButton


def inspect(qtbot: QtBot, window: Window) -> None:
    window.session.go_to("inspect")
    qtbot.waitUntil(window.inspect.form.start.isEnabled, timeout=PATIENCE)
    qtbot.mouseClick(window.inspect.form.start, LEFT)
    assert window.inspection.call.busy
    qtbot.waitUntil(lambda: not window.inspection.call.busy, timeout=PATIENCE)


def test_that_a_person_sees_the_shift_and_the_images_that_show_it(
    qtbot: QtBot, window: Window, domains: tuple[Path, Path]
) -> None:
    open_folders(qtbot, window, *domains)
    findings, pictures = window.inspect.findings, window.pictures
    window.session.go_to("inspect")
    assert not findings.isVisible()
    assert pictures.grid.isVisible(), "the images stand where the scatter plot will be"
    inspect(qtbot, window)
    found = window.inspection.inspection
    assert found is not None, window.inspection.call.problem
    assert found.separation > 0.95, "the target is the source's negative"
    form, right = window.inspect.form, {one.side: one.accuracy for one in found.performances}
    assert form.figure.text() == "Far apart"
    low, high = (round(100 * bound) for bound in (right[Side.TARGET].low, right[Side.TARGET].high))
    assert f"and on {low} to {high} % of labelled target images. Adapt a model to the target." in form.sentence.text()
    assert not form.details.open
    assert "two halves of the source" in form.details.words.text()
    assert len(pictures.scatter.painting.options) > 6
    assert findings.tabs.isVisible()
    assert window.rail.ticks["inspect"].text() == "✓"

    brightness = next(card for card in findings.cards if card.statistic.name == "brightness")
    brightness.chosen.emit("brightness")  # as a click does
    numbers = pictures.arrangement.numbers["brightness"]
    order = [numbers[side][path] for side, path in pictures.grid.ids()]
    assert order == sorted(order, reverse=True)

    errors = found.performances[-1]
    cell = next((i, j) for i, row in enumerate(errors.confusion) for j, count in enumerate(row) if count)
    for tab in range(findings.tabs.count()):
        findings.tabs.setCurrentIndex(tab)
        assert not unexplained(window)
    findings.tabs.setCurrentIndex(2)
    qtbot.mouseClick(findings.confusion, LEFT, pos=findings.confusion.centre(*cell))
    assert pictures.grid.count() == errors.confusion[cell[0]][cell[1]]
    assert all(path.startswith(f"{errors.truths[cell[0]]}/") for _, path in pictures.grid.ids())
    qtbot.mouseClick(pictures.bar.everything, LEFT)

    pictures.grid.setFocus()
    qtbot.keyClick(pictures, "/")
    assert QApplication.focusWidget() is pictures.bar.filter
    with qtbot.waitSignal(pictures.bar.filter_changed):
        qtbot.keyClicks(pictures.bar.filter, "a/000")
    assert {path for _, path in pictures.grid.ids()} == {"a/000.png"}
    window.viewer.open((Side.TARGET, "a/000.png"))
    assert window.viewer.viewer.strip.isVisible()
    assert window.viewer.viewer.side_panel.isVisible()
    qtbot.mouseClick(window.viewer.viewer.strip, LEFT, pos=window.viewer.viewer.strip.place(0).center().toPoint())
    assert window.viewer.shown is not None
    assert window.viewer.shown[0] is Side.SOURCE


def test_that_drawn_images_are_neither_ordered_nor_filtered_by_the_confidence_of_an_inspection(
    qtbot: QtBot, window: Window, domains: tuple[Path, Path]
) -> None:
    open_folders(qtbot, window, *domains)
    inspect(qtbot, window)
    session, pictures = window.session, window.pictures
    pictures.bar.set_sort("confidence", True)
    session.go_to("label")
    project = session.project
    assert project is not None
    drawn = session.labels.change(lambda: project.measuring_set.draw(session.domains.samples(Side.TARGET), 5))
    assert {path for _, path in pictures.grid.ids()[-5:]} == set(drawn), "without a number they come last"
    pictures.grid.setFocus()
    qtbot.keyClick(pictures, "/")
    with qtbot.waitSignal(pictures.bar.filter_changed):
        qtbot.keyClicks(pictures.bar.filter, "domain:target confidence>0")
    assert len(pictures.grid.ids()) == len(session.domains.samples(Side.TARGET)) - 5
    session.labels.apply({drawn[0]: "a"})
    session.filter.choose("confidence>0 domain:target")
    assert (Side.TARGET, drawn[0]) in pictures.grid.ids(), "it is known once the image has its label"


def test_that_points_move_to_another_layout_and_an_inspection_is_there_after_a_restart(
    qtbot: QtBot, window: Window, domains: tuple[Path, Path]
) -> None:
    open_folders(qtbot, window, *domains)
    inspect(qtbot, window)
    scatter, inspecting = window.pictures.scatter, window.inspection
    before = scatter.canvas._cloud._xy[Side.TARGET].copy()
    scatter.bar.layouts.setCurrentText("t-SNE")
    scatter.bar.layouts.textActivated.emit("t-SNE")
    qtbot.waitUntil(lambda: not inspecting.call.busy, timeout=PATIENCE)
    after = scatter.canvas._cloud._xy[Side.TARGET]
    assert after.shape == before.shape
    assert abs(after - before).max() > 0.1

    project = window.session.project
    assert project is not None
    folder, found = project.folder, inspecting.inspection
    window.session.close_project()
    assert inspecting.inspection is None
    window.session.open_project(folder)
    assert inspecting.inspection == found

    session = window.session
    qtbot.waitUntil(lambda: session.domains.complete, timeout=PATIENCE)
    session.change_folder(Side.SOURCE, domains[1])
    qtbot.waitUntil(lambda: session.domains.complete, timeout=PATIENCE)
    assert inspecting.inspection is None, "it is of the other source"
    session.change_folder(Side.SOURCE, domains[0])
    qtbot.waitUntil(lambda: session.domains.complete, timeout=PATIENCE)
    assert inspecting.inspection == found, "going back does not drop it"


def test_that_an_inspection_through_a_run_goes_on_beside_another_run(
    qtbot: QtBot, window: Window, domains: tuple[Path, Path]
) -> None:
    open_folders(qtbot, window, *domains)
    window.adapt.form.method.setCurrentIndex(window.adapt.form.method.findData("dann"))
    adapt(window, steps=30)
    finish(qtbot, window)
    adapt(window, steps=4000)
    through = window.inspect.form.through
    window.session.go_to("inspect")
    through.setCurrentIndex(through.count() - 1)
    inspect(qtbot, window)
    found = window.inspection.inspection
    assert found is not None, window.inspection.call.problem
    assert "dann" in found.features
    assert [one.side for one in found.performances] == [Side.TARGET]
    assert window.runs.busy, "neither waits for the other"
    window.runs.stop()
    finish(qtbot, window)


def test_that_an_inspection_can_be_stopped_and_says_so(
    qtbot: QtBot, window: Window, domains: tuple[Path, Path]
) -> None:
    open_folders(qtbot, window, *domains)
    window.session.go_to("inspect")
    qtbot.waitUntil(window.inspect.form.start.isEnabled, timeout=PATIENCE)
    qtbot.mouseClick(window.inspect.form.start, LEFT)
    qtbot.mouseClick(window.inspect.form.cancel, LEFT)
    qtbot.waitUntil(lambda: not window.inspection.call.busy, timeout=PATIENCE)
    assert "stopped" in window.inspect.form.words.text()
    assert window.inspect.form.start.isVisible()
