"""What tests of painting do and ask: keys, drags, the strokes of the project and the prediction of the run."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from tests.gui.conftest import Pixels
from tests.painted_scenes import HIGH, WIDE
from workbench.core.strokes import Tool
from workbench.data.mask_png import read_numbers
from workbench.data.stroke_raster import rasterised
from workbench.gui.tasks.segmentation.painter_panel import PainterPanel

LEFT = Qt.MouseButton.LeftButton
PATH = "images/0.png"
At = Callable[[float, float], QPoint]


def press(painter: PainterPanel, key: "Qt.Key | str") -> None:
    QTest.keyClick(painter, key if isinstance(key, Qt.Key) else Qt.Key(ord(key.upper())))


def drag(
    painter: PainterPanel,
    *places: QPoint,
    button: Qt.MouseButton = LEFT,
    keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    """Press the button at the first place, and release it at the last."""
    view = painter.canvas.viewport()
    QTest.mousePress(view, button, keys, places[0])
    for place in places[1:]:
        QTest.mouseMove(view, place)
    QTest.mouseRelease(view, button, keys, places[-1])


def predicted(pixels: Pixels) -> "np.typing.NDArray[np.uint8]":
    """What the run says of the pixels, in the size of the image."""
    mask = read_numbers(pixels.run.mask_file(PATH), (WIDE, HIGH))
    assert mask is not None
    return mask


def strokes(pixels: Pixels, path: str = PATH) -> list[Tool]:
    """The tools of the strokes on an image that the project keeps."""
    assert pixels.session.project is not None
    return [one.stroke.tool for one in pixels.session.project.strokes.of(path)]


def as_committed(pixels: Pixels) -> bool:
    """Whether the mask on the screen is the one that the project's strokes make."""
    project = pixels.session.project
    assert project is not None
    kept = [one.stroke for one in project.strokes.of(PATH)]
    return bool((pixels.painting.mask == rasterised(kept, (WIDE, HIGH), pixels.painting.numbers)).all())
