"""A perception engineer with masks: adapt, look at IoU by class, paint what is wrong, adapt again, take masks away."""

from pathlib import Path

from PySide6.QtCore import QPointF, Qt
from pytestqt.qtbot import QtBot

from tests.gui.tasks.segmentation.use import drag
from tests.journeys.hands import (
    CTRL,
    LEFT,
    Dialogs,
    adapt_by_keys,
    click,
    go_to,
    make_project,
)
from tests.journeys.recording import Recording
from tests.journeys.test_journey_focus import press
from tests.journeys.use import PATIENCE, finish, segmentation
from workbench.core.domain import Side
from workbench.core.masks import IGNORED
from workbench.core.strokes import Tool
from workbench.data.mask_png import read_numbers
from workbench.gui.shell.window import Window
from workbench.gui.views.masks.paint_canvas import Hand

STEPS = "6"


def test_that_an_engineer_gets_from_scenes_to_better_masks(
    qtbot: QtBot, window: Window, streets: tuple[Path, Path], tmp_path: Path
) -> None:
    told = Recording(window, "b", "A perception engineer with masks")
    make_project(qtbot, window, streets, "Night streets")
    told.step("Choose two folders of images and masks, name the project “Night streets”, press Enter")
    adapt(qtbot, window)
    told.step(f"Adapt with Self-training (DACS), {STEPS} steps")
    look_at_worst(qtbot, window)
    told.step("Click the class “box” in the table of IoU: its worst images, then one of them large")
    paint(qtbot, window)
    told.step("Paint with brush and wand, accept the rest of the prediction with Enter")
    adapt_again(qtbot, window)
    told.step("Adapt again with the painted image")
    take_away(qtbot, window, tmp_path)
    told.step("Save the masks of a folder, and the model")
    told.end()


def adapt(qtbot: QtBot, window: Window) -> None:
    adapt_by_keys(qtbot, window, "Self", "dacs", STEPS)
    results = segmentation(window).results
    qtbot.waitUntil(lambda: results.live is None and not results.background.busy, timeout=PATIENCE)
    assert {one.name for one in results.table.rows} == {"sky", "road", "box"}


def look_at_worst(qtbot: QtBot, window: Window) -> None:
    results, viewing = segmentation(window).results, segmentation(window).viewer
    row = [one.name for one in results.table.rows].index("box")
    qtbot.mouseClick(results.table, LEFT, pos=results.table.place(row).center().toPoint())
    qtbot.waitUntil(lambda: not results.background.busy, timeout=PATIENCE)
    assert "lowest IoU of “box”" in window.pictures.samples.why
    worst = results.strip.rows[0].path
    qtbot.mouseDClick(results.strip.viewport(), LEFT, pos=results.strip.place(0).center().toPoint())
    qtbot.waitUntil(viewing.viewer.isVisible, timeout=PATIENCE)
    assert viewing.viewer.name.text() == worst


def paint(qtbot: QtBot, window: Window) -> None:
    painter, painting = segmentation(window).painter, segmentation(window).painting
    press(qtbot, Qt.Key.Key_Escape)
    go_to(qtbot, 5)
    qtbot.waitUntil(lambda: bool(painting.path) and painter.canvas.ready and not painting.loading, timeout=PATIENCE)

    def at(x: float, y: float) -> QPointF:
        return painter.canvas.to_viewport(QPointF(x, y))

    press(qtbot, window.session.labels.keys["sky"])
    drag(painter, at(8, 4).toPoint(), at(20, 4).toPoint())
    assert painting.mask[4, 14] == painting.numbers["sky"]
    press(qtbot, window.session.labels.keys["road"])
    press(qtbot, "w")
    assert painter.canvas.hand is Hand.WAND
    qtbot.waitUntil(lambda: painter.regions.at(8, 30) is not None, timeout=PATIENCE)
    drag(painter, at(8, 30).toPoint(), at(9, 30).toPoint())
    assert painting.mask[30, 8] == painting.numbers["road"]
    assert (painting.mask == IGNORED).any()
    press(qtbot, Qt.Key.Key_Return)
    assert not (painting.mask == IGNORED).any()
    tools = {kept.stroke.tool for kept in painting.strokes}
    assert Tool.BRUSH in tools
    assert len(tools) > 1
    press(qtbot, Qt.Key.Key_Z, CTRL)
    assert (painting.mask == IGNORED).any(), "one undo takes the accepted prediction back"
    press(qtbot, Qt.Key.Key_Y, CTRL)
    assert window.session.labels.painted == {painting.path}


def adapt_again(qtbot: QtBot, window: Window) -> None:
    (painted,) = window.session.labels.painted
    form = segmentation(window).form
    assert form.again.text() == "Adapt again with 1 shot"
    click(qtbot, form.again)
    finish(qtbot, window)
    second, _ = window.runs.finished()
    assert [shot.path for shot in second.job.shots] == [painted]
    go_to(qtbot, 3)
    results = segmentation(window).results
    qtbot.waitUntil(lambda: results.live is None and not results.background.busy, timeout=PATIENCE)
    assert " of pixels right" in results.words.text()


def take_away(qtbot: QtBot, window: Window, place: Path) -> None:
    go_to(qtbot, 6)
    form, exports = window.export.form, window.export.exports
    images = window.session.domains.by_side[Side.TARGET].folder / "images"
    for control, paths in ((form.predict, (images, place / "night")), (form.save, (place / "model",))):
        dialogs = Dialogs(*paths)
        with qtbot.waitSignal(exports.written, timeout=PATIENCE):
            click(qtbot, control)
        dialogs.check(qtbot, window)
    mask = read_numbers(place / "night" / "masks" / "000.png")
    assert mask is not None
    assert mask.shape == (32, 64)
    assert (place / "model" / "model.json").exists()
