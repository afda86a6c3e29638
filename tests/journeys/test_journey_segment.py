"""Where pixels are told: folders of scenes, a method that serves, what it reached by class, and masks taken away."""

from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItemModel
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.journeys.use import PATIENCE, finish, open_folders
from workbench.core.domain import Side
from workbench.data.numbers import read_numbers
from workbench.gui.window import Window
from workbench.store.project import Status

LEFT = Qt.MouseButton.LeftButton
CLASSES = {"sky", "road", "box"}


def greyed(window: Window) -> dict[str, str]:
    """The reason beside each method that can not be chosen."""
    items = window.adapt.method.model()
    assert isinstance(items, QStandardItemModel)
    rows = (items.item(row) for row in range(items.rowCount()))
    return {one.text(): one.toolTip() for one in rows if not one.isEnabled()}


def test_that_scenes_are_adapted_looked_at_by_class_and_taken_away_as_masks(
    qtbot: QtBot, window: Window, streets: tuple[Path, Path], tmp_path: Path
) -> None:
    open_folders(qtbot, window, *streets)
    session, runs, form, results = window.session, window.runs, window.adapt, window.pixels.results
    session.go_to("adapt")
    assert window.pictures.above.currentWidget() is results
    assert results.nothing.isVisible()
    reasons = greyed(window)
    assert reasons["FixMatch"] == "FixMatch tells classes of images, and this source labels pixels."
    assert not {"Self-training (DACS)", "FDA", "Source only", "DANN"} & reasons.keys()

    form.method.setCurrentIndex(form.method.findData("fixmatch"))
    assert not form.start.isEnabled()
    assert form.foot.text() == reasons["FixMatch"]
    form.method.setCurrentIndex(form.method.findData("dacs"))
    form.steps.setValue(30)
    form.batch.setValue(2)
    QTest.mouseClick(form.start, LEFT)
    qtbot.waitUntil(lambda: results.live > 0 and bool(results.strip.rows), timeout=PATIENCE)
    assert runs.busy, "images under their prediction while it adapts"
    finish(qtbot, window)
    assert runs.failure is None
    assert [record.status for record in runs.all()] == [Status.FINISHED]

    qtbot.waitUntil(lambda: results.live == 0 and not results.background.busy, timeout=PATIENCE)
    assert {one.name for one in results.table.rows} == CLASSES
    assert results.words.text().startswith("mIoU ")
    named = [one.name for one in results.table.rows].index("sky")
    QTest.mouseClick(results.table, LEFT, pos=results.table.place(named).center().toPoint())
    assert "the worst of “sky”" in window.pictures.why
    qtbot.waitUntil(lambda: not results.background.busy)
    assert len(results.strip.rows) == 6

    worst = results.strip.rows[0].path
    QTest.mouseDClick(results.strip.viewport(), LEFT, pos=results.strip.place(0).center().toPoint())
    viewing = window.pixels.viewing
    assert viewing is not None
    qtbot.waitUntil(viewing.viewer.isVisible, timeout=PATIENCE)
    assert viewing.viewer.name.text() == worst
    assert [column.isVisible() for column in viewing.viewer.columns] == [True, True, True]
    assert viewing.viewer.under[2].text().endswith("wrong")
    QTest.keyClick(viewing.viewer, Qt.Key.Key_Escape)

    session.go_to("export")
    out = tmp_path / "masks"
    with qtbot.waitSignal(window.leaving.written, timeout=PATIENCE):
        window.export.predict_to(session.domains[Side.TARGET].folder / "images", out, "masks")
    made = [read_numbers(file) for file in sorted((out / "masks").glob("*.png"))]
    assert len(made) == 12
    assert all(mask is not None and mask.shape == (32, 64) and set(np.unique(mask)) <= {0, 1, 2} for mask in made)
