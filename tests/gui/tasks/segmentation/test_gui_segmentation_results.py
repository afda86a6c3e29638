"""Results of pixels in the window: the table, the worst images of a class, live overlays, and the three views."""

import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.gui.conftest import Pixels
from tests.painted_scenes import HIGH, TABLE, WIDE, truth
from workbench.core.domain import Side
from workbench.core.events import Overlay, Overlays, Progressed
from workbench.core.scores import PixelScores
from workbench.core.view_settings import ImageDisplay
from workbench.data.mask_png import read_numbers
from workbench.gui.browse.samples_panel import SamplesPanel
from workbench.gui.kit.number_format import percent
from workbench.gui.kit.sample_ids import Ids
from workbench.gui.session.inspection_controller import InspectionController
from workbench.gui.tasks.segmentation.compared_masks import ComparedMasks
from workbench.gui.tasks.segmentation.mask_viewer_controller import MaskViewerController
from workbench.gui.tasks.segmentation.results_panel import SegmentationResults, worst
from workbench.gui.theme import LIGHT
from workbench.gui.views.masks.mask_layer import LEFT_OUT, RIGHT, WRONG, class_palette, difference
from workbench.gui.views.masks.mask_viewer import MaskViewer
from workbench.gui.views.pictures.compare_view import ComparedImage, CompareView
from workbench.store.run_tables import ImageScores
from workbench.worker.replies import Failed

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def results(qtbot: QtBot, pixels: Pixels) -> Iterator[SegmentationResults]:
    made = SegmentationResults(pixels.session, pixels.runs)
    qtbot.addWidget(made)
    made.resize(900, 420)
    made.show()
    pixels.runs.show(pixels.run.path.name)
    qtbot.waitUntil(lambda: len(made.strip.rows) == 3)
    yield made
    made.background.close()


def scores(pixels: Pixels) -> PixelScores:
    """How well the run tells the target's pixels."""
    assert pixels.record.scores is not None
    found = pixels.record.scores.target_pixels
    assert found is not None
    return found


def test_that_the_worst_class_stands_on_top_and_the_run_is_summed_up(
    results: SegmentationResults, pixels: Pixels
) -> None:
    found = scores(pixels)
    known = {name: iou for name, iou in zip(TABLE.names, found.iou, strict=True) if iou is not None}
    assert known.keys() == {"road", "sky", "car"}
    assert [one.name for one in results.table.rows][:3] == sorted(known, key=lambda name: known[name])
    assert results.table.rows[-1].name == "tram", "no scene shows one"
    assert results.title.text() == f"{percent(found.miou)} mean IoU"
    assert f"{percent(found.accuracy)} of pixels right" in results.words.text()
    first = results.table.rows[0].name
    assert results.table.accessibleDescription().startswith(f"{first} {percent(known[first])}")


def test_that_a_class_leads_to_its_worst_images(results: SegmentationResults, pixels: Pixels, qtbot: QtBot) -> None:
    iou = {one.path: one.iou["road"] for one in pixels.run.image_scores()}
    from_worst = sorted(iou, key=lambda path: iou[path])
    assert from_worst != sorted(from_worst)
    road = [one.name for one in results.table.rows].index("road")
    with qtbot.waitSignal(results.shown) as told:
        QTest.mouseClick(results.table, LEFT, pos=results.table.place(road).center().toPoint())
    assert told.args == [Ids((), [f"images/{number}.png" for number in range(3)]), "lowest IoU of “road”"]
    qtbot.waitUntil(lambda: [one.path for one in results.strip.rows] == from_worst)
    assert results.all.isVisible()
    QTest.mouseClick(results.all, LEFT)
    qtbot.waitUntil(lambda: results.strip.rows[0].path == "images/0.png")


def test_that_a_class_that_no_image_shows_is_said_so(results: SegmentationResults) -> None:
    QTest.mouseClick(results.table, LEFT, pos=results.table.place(3).center().toPoint())
    assert results.words.text() == "No target image with a mask contains “tram”."


def test_that_images_are_ordered_by_a_class_and_cut_to_a_dozen() -> None:
    scores = [ImageScores(str(n), 0.5, {"a": n / 40} if n % 2 else {}) for n in range(40)]
    assert [one.path for one in worst(scores, "a")] == [str(n) for n in range(1, 25, 2)]


def png(mask: "np.typing.NDArray[np.uint8]", form: str = "PNG") -> bytes:
    held = io.BytesIO()
    Image.fromarray(mask).save(held, form)
    return held.getvalue()


def test_that_overlays_of_a_run_under_way_are_shown_as_they_come(
    results: SegmentationResults, pixels: Pixels, qtbot: QtBot
) -> None:
    photo = png(np.zeros((HIGH, WIDE, 3), np.uint8), "JPEG")
    pixels.runs.current = pixels.record
    for step, mask in ((100, np.zeros((HIGH, WIDE), np.uint8)), (200, truth())):
        pixels.runs.event_received.emit(Overlays(step, (Overlay("images/1.png", photo, png(mask)),)))
        pixels.runs.event_received.emit(Progressed(step, 400, 10.0, 20.0, 5.0))
        qtbot.waitUntil(lambda: len(results.strip.rows) == 1 and not results.background.busy)
        assert results.live == step
    assert "images as of step 200" in results.words.text()
    qtbot.waitUntil(lambda: not results.background.busy)
    sky = results.strip.rows[0].image.pixelColor(WIDE // 2, 4)
    assert sky.blue() > 60
    pixels.runs.current = None
    pixels.runs.state_changed.emit()
    qtbot.waitUntil(lambda: len(results.strip.rows) == 3)


def test_that_while_a_run_is_under_way_the_table_says_of_which_run_it_is(
    results: SegmentationResults, pixels: Pixels
) -> None:
    assert results.table.of == "run 1"
    pixels.runs.current = pixels.record
    pixels.runs.state_changed.emit()
    assert results.title.text() == "Pixels of the target"
    pixels.runs.current = None
    pixels.runs.state_changed.emit()
    assert results.title.text() == f"{percent(scores(pixels).miou)} mean IoU"


def test_that_a_failure_is_told_and_an_empty_panel_says_what_will_be_there(
    results: SegmentationResults, pixels: Pixels, qtbot: QtBot
) -> None:
    pixels.runs.failure = Failed("The disk is full.", "Free some space.")
    pixels.runs.state_changed.emit()
    assert results.words.text() == "The disk is full. Free some space."
    pixels.runs.failure = None
    pixels.runs.shown.emit(None)
    qtbot.waitUntil(results.nothing.isVisible)
    with qtbot.waitSignal(results.start_wanted):
        results.nothing.acted.emit()


def test_that_a_double_click_opens_an_image(results: SegmentationResults, qtbot: QtBot) -> None:
    with qtbot.waitSignal(results.opened) as told:
        QTest.mouseDClick(results.strip.viewport(), LEFT, pos=results.strip.place(1).center().toPoint())
    assert told.args == ["images/1.png"]
    results.strip.setFocus()
    QTest.keyClick(results.strip, Qt.Key.Key_Right)
    assert results.session.selection.ids == Ids((), ["images/0.png"])


@pytest.fixture
def viewing(qtbot: QtBot, pixels: Pixels) -> Iterator[MaskViewerController]:
    pictures = SamplesPanel(pixels.session, InspectionController(pixels.session))
    qtbot.addWidget(pictures)
    pictures.resize(900, 420)
    pictures.show()
    made = MaskViewerController(pixels.session, pixels.runs, pictures)
    made.run = pixels.run
    yield made
    made.background.close()


def seen(viewer: MaskViewer) -> list[bool]:
    return [column.isVisible() for column in viewer.columns]


def test_that_prediction_truth_and_difference_stand_side_by_side(
    viewing: MaskViewerController, pixels: Pixels, qtbot: QtBot
) -> None:
    assert viewing.open((Side.TARGET, "images/1.png"))
    viewer = viewing.viewer
    qtbot.waitUntil(lambda: viewer.isVisible() and not viewer.panes[2].pixmap.isNull())
    assert seen(viewer) == [True, True, True]
    assert (viewer.panes[1].classes.mask == truth()).all()
    found = viewer.panes[2].classes.mask
    predicted = read_numbers(pixels.run.mask_file("images/1.png"), (WIDE, HIGH))
    assert predicted is not None
    wrong = predicted != truth()
    assert 0 < wrong.mean() < 0.1
    assert ((found == WRONG) == wrong).all()
    assert f"wrong {percent(float(wrong.mean()))}" in viewer.titles[2].text()
    QTest.keyClick(viewer, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: viewer.name.text() == "images/2.png")
    QTest.keyClick(viewer, Qt.Key.Key_Escape)
    assert not viewer.isVisible()


def test_that_the_filmstrip_shows_the_order_of_the_grid_and_the_display_is_that_of_the_project(
    viewing: MaskViewerController, pixels: Pixels, qtbot: QtBot
) -> None:
    for side in Side:
        pixels.session.domains.changed.emit(side)  # the panel was made after they had been read
    order = viewing.pictures.grid.ids()
    viewing.open(order[1])
    viewer = viewing.viewer
    qtbot.waitUntil(viewer.isVisible)
    strip = viewer.filmstrip
    assert strip.isVisible()
    QTest.mouseClick(strip, LEFT, pos=strip.place(2).center().toPoint())
    qtbot.waitUntil(lambda: viewer.name.text() == order[2][1])
    QTest.keyClick(viewer, Qt.Key.Key_Left)
    qtbot.waitUntil(lambda: viewer.name.text() == order[1][1])
    viewer.set_display(ImageDisplay(gamma=2.0))
    assert viewer.look.text() == "Contrast altered"


def test_that_compared_images_have_their_predicted_masks_unless_they_measure(qtbot: QtBot, pixels: Pixels) -> None:
    view = CompareView()
    qtbot.addWidget(view)
    masks = ComparedMasks(pixels.session, pixels.runs, view)
    view.resize(900, 420)
    view.show()
    pixels.runs.show(pixels.run.path.name)
    root = pixels.session.domains.by_side[Side.TARGET].folder
    paths = [sample.path for sample in pixels.session.domains.samples(Side.TARGET)][:2]
    view.show_images([ComparedImage(Side.TARGET, path, str(root / path)) for path in paths], 0)
    qtbot.waitUntil(masks.layers[1].isVisible)
    for layer, pane, path in zip(masks.layers, view.panes, paths, strict=False):
        predicted = read_numbers(pixels.run.mask_file(path))
        assert predicted is not None
        assert (layer.mask == predicted).all()
        assert layer.sceneBoundingRect().width() == pytest.approx(pane.canvas.sceneRect().width())
    project = pixels.session.project
    assert project is not None
    sample = pixels.session.domains.samples(Side.TARGET)[0]
    pixels.session.labels.change(lambda: project.measuring_set.draw([sample], 1, points=True))
    masks.refresh()
    qtbot.waitUntil(lambda: masks.layers[1].isVisible() and not masks.background.busy)
    assert not masks.layers[0].mask.size, "no opinion of the model on an image that measures"
    masks.background.close()


def test_that_all_three_are_zoomed_together(viewing: MaskViewerController, qtbot: QtBot) -> None:
    viewing.open((Side.TARGET, "images/1.png"))
    viewer = viewing.viewer
    qtbot.waitUntil(lambda: viewer.isVisible() and all(not pane.pixmap.isNull() for pane in viewer.panes))
    before = viewer.panes[2].scale_shown
    for key in (Qt.Key.Key_Plus, Qt.Key.Key_Plus):
        QTest.keyClick(viewer, key)
    assert viewer.panes[2].scale_shown > 1.4 * before
    assert len({round(pane.scale_shown, 6) for pane in viewer.panes}) == 1
    places = {pane.mapToScene(10, 10).toPoint().toTuple() for pane in viewer.panes}
    assert len(places) == 1


def test_that_a_source_image_shows_its_mask_alone(viewing: MaskViewerController, qtbot: QtBot) -> None:
    viewing.open((Side.SOURCE, "images/0.png"))
    qtbot.waitUntil(viewing.viewer.isVisible)
    assert seen(viewing.viewer) == [False, True, False]
    assert not viewing.viewer.notice.isVisible(), "nobody expects a prediction of it"


def test_that_an_image_that_is_read_too_late_is_not_shown(
    viewing: MaskViewerController, pixels: Pixels, qtbot: QtBot
) -> None:
    assert viewing.open((Side.TARGET, "images/1.png"))
    pixels.session.go_to("export")
    qtbot.waitUntil(lambda: not viewing.background.busy)
    assert not viewing.viewer.isVisible()


def test_that_what_is_not_known_is_said(qtbot: QtBot, tmp_path: Path) -> None:
    viewer = MaskViewer()
    qtbot.addWidget(viewer)
    viewer.show()
    Image.new("RGB", (8, 6)).save(tmp_path / "a.png")
    palette = class_palette(TABLE.colours)
    viewer.show_masks(str(tmp_path / "a.png"), "a.png", "", palette, None, None)
    assert "Run a method" in viewer.notice.text()
    viewer.show_masks(str(tmp_path / "a.png"), "a.png", "", palette, np.zeros((6, 8), np.uint8), None)
    assert "no mask to compare" in viewer.notice.text()
    assert seen(viewer) == [True, False, False]
    viewer.set_theme(LIGHT)
    qtbot.waitUntil(lambda: not viewer.panes[0].pixmap.isNull())


def test_that_what_the_truth_leaves_out_is_neither_right_nor_wrong() -> None:
    predicted, true = np.array([[0, 1, 1]], np.uint8), np.array([[0, 0, 255]], np.uint8)
    assert difference(predicted, true, 255).tolist() == [[RIGHT, WRONG, LEFT_OUT]]
