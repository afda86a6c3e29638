"""The task of a project follows the labels of its source."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from tests.journeys.use import PATIENCE, classification, open_folders, segmentation
from workbench.core.domain import Side
from workbench.engine.tasks.registry import tasks
from workbench.gui.shell.window import Window
from workbench.gui.tasks.discovery import task_rules


def test_that_each_task_has_its_part_of_the_window() -> None:
    assert task_rules().keys() == tasks().keys()


def test_that_a_source_with_other_labels_brings_another_task(
    qtbot: QtBot, window: Window, domains: tuple[Path, Path], streets: tuple[Path, Path]
) -> None:
    open_folders(qtbot, window, *domains)
    session, form, export = window.session, window.adapt.form, window.export.form
    images, pixels = classification(window), segmentation(window)
    session.go_to("label")
    assert window.tasks.current.rules.name == "classify"
    assert images.form.isVisible()
    assert images.suggestions_panel.isVisible()
    assert window.pictures.above.currentWidget() is window.pictures.scatter
    assert "2" in session.labels.keys.values()

    for side, folder in zip(Side, streets, strict=True):
        session.change_folder(side, folder)
    qtbot.waitUntil(lambda: session.domains.complete, timeout=PATIENCE)
    assert window.tasks.current.rules.name == "segment"
    assert pixels.form.isVisible()
    assert not images.form.isVisible()
    assert not window.zones.below.isVisible(), "the painter has their room"
    assert window.pictures.above.currentWidget() is pixels.centre
    assert window.rail.boxes["shots"].text() == "Labelled only"
    assert list(window.rail.rows) == ["sky", "road", "box"]
    session.go_to("adapt")
    assert window.pictures.above.currentWidget() is pixels.results
    assert not form.speed.isEnabled()
    assert form.summary.text().startswith("Tries AdaptSegNet")
    session.go_to("export")
    assert not export.sort.isVisibleTo(export.more)
    assert export.watch.isVisibleTo(export.more)

    for side, folder in zip(Side, domains, strict=True):
        session.change_folder(side, folder)
    qtbot.waitUntil(lambda: session.domains.complete, timeout=PATIENCE)
    assert window.tasks.current.rules.name == "classify"
    assert export.sort.isVisibleTo(export.more)
    assert form.speed.isEnabled()
    session.go_to("label")
    assert window.zones.below.isVisible()
    assert window.pictures.above.currentWidget() is window.pictures.scatter
    assert list(window.rail.rows) == ["a", "b", "c"]
