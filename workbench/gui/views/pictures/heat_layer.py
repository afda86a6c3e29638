"""A heat map over the image of a PictureView: where a model finds a class."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QImage, QPixmap, QTransform
from PySide6.QtWidgets import QGraphicsPixmapItem

from workbench.gui.views.pictures.displayed import colour_table
from workbench.gui.views.pictures.picture import PictureView

MAP = "inferno"  # its lightness grows with the value, also for colour-blind persons
SIDE = 256  # pixels to which the longer side is interpolated


class HeatLayer(QObject):
    """Draws heat in [0, 1] over the shown image. Places without heat stay clear; another image removes it."""

    def __init__(self, canvas: PictureView) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._item = QGraphicsPixmapItem(canvas.image_item)
        self._item.setTransformationMode(Qt.TransformationMode.SmoothTransformation)
        self._item.setVisible(False)
        canvas.arrived.connect(self._place)

    @property
    def shown(self) -> bool:
        """Whether heat is drawn."""
        return self._item.isVisible()

    def show_heat(self, heat: NDArray[np.float32]) -> None:
        """Draw heat (H', W') over the whole image."""
        self._item.setPixmap(QPixmap.fromImage(heat_image(heat)))
        self._item.setVisible(True)
        self._place()

    def clear(self) -> None:
        """Remove the heat."""
        self._item.setVisible(False)

    def set_opacity(self, share: float) -> None:
        """Set the opacity at the hottest place, in [0, 1]."""
        self._item.setOpacity(share)

    def _place(self) -> None:
        image, heat = self._canvas.pixmap.size(), self._item.pixmap().size()
        if not heat.isEmpty() and not image.isEmpty():
            across, down = image.width() / heat.width(), image.height() / heat.height()
            self._item.setTransform(QTransform.fromScale(across, down))


def heat_image(heat: NDArray[np.float32]) -> QImage:
    """Heat (H', W') in [0, 1] as a picture: interpolated, and the more opaque the hotter."""
    height, width = heat.shape
    grey = np.ascontiguousarray((heat * 255).round().clip(0, 255).astype(np.uint8))
    small = QImage(grey.data, width, height, width, QImage.Format.Format_Grayscale8)
    factor = SIDE / max(width, height)
    mode = Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    large = small.scaled(round(width * factor), round(height * factor), *mode)
    large = large.convertToFormat(QImage.Format.Format_Grayscale8)
    lines = np.frombuffer(large.constBits(), np.uint8).reshape(large.height(), large.bytesPerLine())
    levels = lines[:, : large.width()]
    rgba = np.ascontiguousarray(np.dstack([colour_table(MAP)[levels], levels]))
    return QImage(rgba.data, large.width(), large.height(), QImage.Format.Format_RGBA8888).copy()  # owns its bytes
