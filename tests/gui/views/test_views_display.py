"""The display of images: formulas and references, and the panel in the viewer."""

from pathlib import Path

import cv2
import numpy as np
import pyqtgraph as pg
import pytest
from numpy.typing import NDArray
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from workbench.core.deep_range import DeepRange
from workbench.core.view_settings import Channel, ImageDisplay
from workbench.data.decode import decode
from workbench.gui.views.pictures.deep_ranges import set_deep_range
from workbench.gui.views.pictures.displayed import adjusted, pixels_of, read_displayed
from workbench.gui.views.pictures.image_viewer import ImageViewer
from workbench.gui.views.pictures.local_contrast import equalised

LEFT = Qt.MouseButton.LeftButton
Bytes = NDArray[np.uint8]


def picture(pixels: Bytes) -> QImage:
    height, width, _ = pixels.shape
    return QImage(pixels.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888).copy()


def colours(seed: int = 0) -> Bytes:
    return np.random.default_rng(seed).integers(0, 256, (40, 51, 3), dtype=np.uint8)


def shown(pixels: Bytes, display: ImageDisplay) -> NDArray[np.int64]:
    return pixels_of(adjusted(picture(pixels), display)).astype(np.int64)


def test_that_limits_and_gamma_follow_their_formula() -> None:
    pixels = colours()
    expected = np.clip((pixels / 255 - 0.2) / (0.7 - 0.2), 0, 1) ** 0.5 * 255
    assert np.abs(shown(pixels, ImageDisplay(low=0.2, high=0.7, gamma=0.5)) - expected).max() <= 0.5 + 1e-9


def test_that_automatic_limits_clip_half_a_percent_at_each_end() -> None:
    grey = np.clip(np.random.default_rng(1).normal(120, 10, (100, 100)), 0, 255).astype(np.uint8)
    values = shown(np.stack([grey] * 3, -1), ImageDisplay(automatic=True))
    assert (values == 0).mean() == pytest.approx(0.005, abs=0.01)
    assert (values == 255).mean() == pytest.approx(0.005, abs=0.01)


def test_that_a_channel_and_false_colours_are_those_of_the_map() -> None:
    pixels = colours()
    table = pg.colormap.get("viridis").getLookupTable(nPts=256)
    assert (shown(pixels, ImageDisplay(channel=Channel.GREEN, colours="viridis")) == table[pixels[..., 1]]).all()
    assert (shown(pixels, ImageDisplay(colours="viridis")) == pixels).all(), "a colour image has no false colours"
    grey = np.stack([pixels[..., 0]] * 3, -1)
    assert (shown(grey, ImageDisplay(colours="viridis")) == table[pixels[..., 0]]).all()


@pytest.mark.parametrize("shape", [(64, 64), (100, 130), (37, 91), (5, 7)])
def test_that_local_contrast_is_that_of_opencv(shape: tuple[int, int]) -> None:
    y, x = np.mgrid[: shape[0], : shape[1]]
    wave = 127 + 60 * np.sin(x / 17) + 40 * np.cos(y / 23) + np.random.default_rng(0).normal(0, 9, shape)
    grey = wave.clip(0, 255).astype(np.uint8)
    reference = cv2.createCLAHE(2.0, (8, 8)).apply(grey)
    assert np.abs(equalised(grey, 2.0).astype(int) - reference).max() <= 1


def test_that_limits_of_deep_images_keep_the_depth_of_their_values(tmp_path: Path) -> None:
    values = (1000 + np.arange(40 * 40) % 16).reshape(40, 40).astype(np.uint16)
    Image.fromarray(values).save(tmp_path / "deep.png")
    file = str(tmp_path / "deep.png")
    set_deep_range(tmp_path, DeepRange((0.0, 65535.0)))
    try:
        for display in (ImageDisplay(low=1000 / 65535, high=1015 / 65535), ImageDisplay(automatic=True)):
            image = read_displayed(file, 100, display)
            assert image is not None
            assert len(np.unique(pixels_of(image))) == 16, display
        plain = read_displayed(file, 100, ImageDisplay())
        assert plain is not None
        assert len(np.unique(pixels_of(plain))) == 1, "8 bits of the whole range cannot show them"
    finally:
        set_deep_range(tmp_path, None)
    assert len(np.unique(decode(tmp_path / "deep.png", deep=DeepRange((0.0, 65535.0))))) == 1, "as for a model"


@pytest.fixture
def viewer(qtbot: QtBot, tmp_path: Path) -> ImageViewer:
    Image.fromarray((colours() // 3 + 40).astype(np.uint8)).save(tmp_path / "dull.png")
    viewer = ImageViewer()
    qtbot.addWidget(viewer)
    viewer.resize(900, 600)
    viewer.show()
    qtbot.waitExposed(viewer)
    viewer.look.contrast.changed.connect(viewer.set_display)
    viewer.show_image(str(tmp_path / "dull.png"), "dull.png")
    qtbot.waitUntil(lambda: not viewer.canvas.pixmap.isNull())
    return viewer


def spread(viewer: ImageViewer) -> int:
    return int(np.ptp(pixels_of(viewer.canvas.pixmap.toImage())))


def test_that_contrast_unfolds_alters_the_image_says_so_and_is_reset(viewer: ImageViewer, qtbot: QtBot) -> None:
    panel = viewer.look.contrast
    assert not panel.isVisible()
    QTest.mouseClick(viewer.look.folds["Contrast"], LEFT)
    assert panel.isVisible()
    assert panel.histogram.isVisible()
    before, scale = spread(viewer), 3.0 * viewer.canvas.scale_shown
    viewer.canvas.zoom(3.0)
    QTest.mouseClick(panel.automatic, LEFT, pos=QPoint(6, panel.automatic.height() // 2))
    qtbot.waitUntil(lambda: spread(viewer) > 200)
    assert viewer.canvas.scale_shown == pytest.approx(scale), "the zoom stays"
    assert viewer.altered.isVisible()
    QTest.mouseClick(viewer.altered, LEFT)
    qtbot.waitUntil(lambda: spread(viewer) == before)
    assert not viewer.altered.isVisible()
    assert not panel.automatic.isChecked()


def test_that_a_drag_in_the_histogram_and_the_fields_below_set_the_limits(viewer: ImageViewer, qtbot: QtBot) -> None:
    QTest.mouseClick(viewer.look.folds["Contrast"], LEFT)
    panel, width = viewer.look.contrast, viewer.look.contrast.histogram.width() - 1
    qtbot.waitUntil(lambda: panel.histogram.counts.sum() > 0)
    QTest.mouseClick(panel.histogram, LEFT, pos=QPoint(round(0.6 * width), 20))
    assert panel.high.value() == pytest.approx(0.6 * 255, abs=2)
    assert panel.low.value() == 0
    panel.low.setFocus()
    panel.low.selectAll()
    QTest.keyClicks(panel.low, "51")
    QTest.keyClick(panel.low, Qt.Key.Key_Return)
    assert panel.display.low == pytest.approx(0.2)
    assert panel.histogram.low == pytest.approx(0.2)
