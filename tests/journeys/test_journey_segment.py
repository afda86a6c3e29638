"""Where pixels are told: two folders of scenes, a method that serves, what it reached by class, masks taken away."""

import re
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItemModel
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.journeys.use import PATIENCE, finish, open_folders, segmentation
from workbench.core.domain import Side
from workbench.data.mask_png import read_numbers
from workbench.gui.shell.window import Window
from workbench.store.record_table import Status
from workbench.store.run_folder import RunFolder

LEFT = Qt.MouseButton.LeftButton


def test_that_scenes_are_adapted_looked_at_by_class_and_taken_away_as_masks(
    qtbot: QtBot, window: Window, streets: tuple[Path, Path], tmp_path: Path
) -> None:
    open_folders(qtbot, window, *streets)
    window.session.go_to("adapt")
    assert window.pictures.above.currentWidget() is segmentation(window).results
    assert segmentation(window).results.nothing.isVisible()
    choose(window, "fixmatch")
    reason = "FixMatch classifies images, but this source labels pixels."
    assert greyed(window)["FixMatch"] == window.adapt.form.foot.text() == reason
    assert "Paint a few first" in greyed(window)["S+T"]
    assert not {"Self-training (DACS)", "FDA", "Source only", "DANN"} & greyed(window).keys()
    assert not window.adapt.form.start.isEnabled()

    choose(window, "dacs")
    adapt_and_watch(qtbot, window)
    look_at_worst(qtbot, window, "sky")
    take_away(qtbot, window, tmp_path / "masks")


def greyed(window: Window) -> dict[str, str]:
    """The reason beside each method that can not be chosen."""
    items = window.adapt.form.method.model()
    assert isinstance(items, QStandardItemModel)
    rows = (items.item(row) for row in range(items.rowCount()))
    methods = (one for one in rows if one.data(Qt.ItemDataRole.UserRole) is not None)
    return {one.text(): one.toolTip() for one in methods if not one.isEnabled()}


def choose(window: Window, method: str) -> None:
    window.adapt.form.method.setCurrentIndex(window.adapt.form.method.findData(method))


def adapt_and_watch(qtbot: QtBot, window: Window) -> None:
    form, results, runs = window.adapt.form, segmentation(window).results, window.runs
    form.steps.setValue(60)
    form.batch.setValue(2)
    QTest.mouseClick(form.start, LEFT)
    qtbot.waitUntil(lambda: bool(results.live) and not results.background.busy, timeout=PATIENCE)
    assert runs.busy, "images are seen under their prediction while the run is under way"
    assert results.words.text().endswith(f"images as of step {results.live}")
    assert len(results.strip.rows) == 4
    finish(qtbot, window)
    assert runs.failure is None
    assert [record.status for record in runs.all()] == [Status.FINISHED]
    qtbot.waitUntil(lambda: results.live is None and not results.background.busy, timeout=PATIENCE)
    assert {one.name for one in results.table.rows} == {"sky", "road", "box"}
    assert " of pixels right · edges " in results.words.text()
    first = window.pictures.grid.samples.item(0)
    assert first.confidence is not None
    assert first.predicted is None, "one class says little of an image of many"
    assert window.adapt.form.sentence.text().startswith("after run 1 (")


def look_at_worst(qtbot: QtBot, window: Window, name: str) -> None:
    results, viewing = segmentation(window).results, segmentation(window).viewer
    assert viewing is not None
    row = [one.name for one in results.table.rows].index(name)
    QTest.mouseClick(results.table, LEFT, pos=results.table.place(row).center().toPoint())
    assert f"lowest IoU of “{name}”" in window.pictures.samples.why
    qtbot.waitUntil(lambda: not results.background.busy, timeout=PATIENCE)
    assert len(results.strip.rows) == 6
    worst = results.strip.rows[0].path
    QTest.mouseDClick(results.strip.viewport(), LEFT, pos=results.strip.place(0).center().toPoint())
    viewer = viewing.viewer
    qtbot.waitUntil(viewer.isVisible, timeout=PATIENCE)
    assert viewer.name.text() == worst
    assert [column.isVisible() for column in viewer.columns] == [True, True, True]
    assert re.search(r"wrong \d", viewer.titles[2].text())
    QTest.keyClick(viewer, Qt.Key.Key_Escape)
    assert not viewer.isVisible()


def take_away(qtbot: QtBot, window: Window, out: Path) -> None:
    session = window.session
    session.go_to("export")
    assert window.export.form.predict.toolTip() == "Any images: writes a mask with the class of each pixel"
    assert not window.export.form.sort.isVisible(), "an image of many classes goes into no folder of one"
    with qtbot.waitSignal(window.export.exports.written, timeout=PATIENCE):
        window.export.form.predict_to(session.domains.by_side[Side.TARGET].folder / "images", out, "masks")
    assert session.project is not None
    run = RunFolder(session.project.run_folder(window.runs.all()[0].id))
    for number in range(12):
        taken = read_numbers(out / "masks" / f"{number:03d}.png")
        kept = read_numbers(run.mask_file(f"images/{number:03d}.png"), (64, 32))
        assert taken is not None
        assert kept is not None
        assert taken.shape == (32, 64), "as large as the image"
        assert float((taken == kept).mean()) > 0.95, "what the run said of it"
