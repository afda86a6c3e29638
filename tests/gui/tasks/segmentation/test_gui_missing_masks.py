"""What is not there yet says so: masks in the painter, in the results and in the viewer."""

from pytestqt.qtbot import QtBot

from tests.gui.conftest import Pixels
from workbench.core.domain import Side
from workbench.gui.browse.samples_panel import SamplesPanel
from workbench.gui.session.inspection_controller import InspectionController
from workbench.gui.tasks.segmentation.mask_viewer_controller import MaskViewerController
from workbench.gui.tasks.segmentation.painter_panel import NO_MASK, PainterPanel
from workbench.gui.tasks.segmentation.results_panel import FOLLOWS, READING, SegmentationResults
from workbench.gui.views.pictures.image_viewer import NO_PREDICTION, ImageViewer


def test_that_results_are_being_read_or_follow_while_a_run_is_in_progress(qtbot: QtBot, pixels: Pixels) -> None:
    results = SegmentationResults(pixels.session, pixels.runs)
    qtbot.addWidget(results)
    pixels.runs.show(pixels.run.path.name)
    assert results.words.text() == READING
    qtbot.waitUntil(lambda: bool(results.strip.rows))
    assert results.words.text() != READING
    pixels.runs.show("")
    pixels.runs.current = pixels.record
    pixels.runs.state_changed.emit()
    assert results.nothing._sentence.text() == FOLLOWS
    results.background.close()


def test_that_the_painter_and_the_viewer_say_that_there_is_no_predicted_mask(qtbot: QtBot, pixels: Pixels) -> None:
    pictures = SamplesPanel(pixels.session, InspectionController(pixels.session))
    qtbot.addWidget(pictures)
    pictures.show()
    viewer = MaskViewerController(pixels.session, pixels.runs, pictures)
    painter = PainterPanel(pixels.session, pixels.painting)
    qtbot.addWidget(painter)
    sample = (Side.TARGET, pixels.session.domains.samples(Side.TARGET)[0].path)
    pixels.session.selection.choose(frozenset({sample}))
    qtbot.waitUntil(lambda: not pixels.painting.loading)
    assert NO_MASK not in painter.words.text()
    pixels.runs.show("")
    qtbot.waitUntil(lambda: not pixels.painting.loading)
    assert painter.words.text().endswith(NO_MASK)
    pixels.runs.current = pixels.record
    viewer.open(sample)
    qtbot.waitUntil(viewer.viewer.isVisible)
    assert viewer.viewer.notice.text() == "The predicted mask follows at the end of the run in progress."
    viewer.background.close()


def test_that_an_image_without_a_prediction_says_so(qtbot: QtBot) -> None:
    viewer = ImageViewer()
    qtbot.addWidget(viewer)
    viewer.show_image("", "x.png")
    viewer.show_known(label="cat")
    viewer.miss_prediction()
    assert viewer.verdict.text() == f"labelled <b>cat</b> · {NO_PREDICTION}"
