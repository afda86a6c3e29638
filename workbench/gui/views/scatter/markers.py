"""Identical markers drawn with one call: the rings around selected points and the point under the cursor."""

import numpy as np
from numpy.typing import NDArray
from pyqtgraph.Qt.internals import PrimitiveArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from workbench.core.domain import Side


class Markers(QGraphicsItem):
    """Circles (source) or squares (target) of one colour and size; a ring when `hollow`.

    The size is in pixels and does not change when the view zooms.
    """

    def __init__(self, side: Side, colour: QColor, hollow: bool = False) -> None:
        super().__init__()
        self._side, self._colour, self._hollow = side, colour, hollow
        self._size = 7.0
        self._xy = np.zeros((2, 0), np.float64)
        self._extent = QRectF()
        self._stamp = QPixmap()
        self._fragments = PrimitiveArray(QPainter.PixmapFragment, 10)

    def place(self, xy: NDArray[np.float32], size: float) -> None:
        """Place the markers at finite points `xy` (N, 2), `size` pixels wide."""
        self.prepareGeometryChange()
        self._xy = np.ascontiguousarray(xy.T, np.float64)
        if size != self._size:
            self._size, self._stamp = size, QPixmap()
        if len(xy):
            (left, bottom), (right, top) = self._xy.min(axis=1), self._xy.max(axis=1)
            # Markers extend some pixels beyond their points; a tenth of the view is more than that at any useful size.
            margin = 0.1 * max(right - left, top - bottom, 1e-6)
            self._extent = QRectF(left, bottom, right - left, top - bottom).adjusted(-margin, -margin, margin, margin)
        else:
            self._extent = QRectF()
        self.update()

    def colour(self, colour: QColor) -> None:
        """Set the colour of all markers."""
        if colour != self._colour:
            self._colour, self._stamp = colour, QPixmap()
            self.update()

    def boundingRect(self) -> QRectF:
        return self._extent

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        ratio = widget.devicePixelRatioF() if widget else 1.0
        if self._stamp.isNull() or self._stamp.devicePixelRatio() != ratio:
            self._stamp = stamp(self._side, self._colour, self._size, self._hollow, ratio)
        place = painter.transform()
        x, y = self._xy
        across, down = place.m11() * x + place.dx(), place.m22() * y + place.dy()
        area, reach = painter.viewport(), self._size * ratio
        shown = (across > -reach) & (down > -reach)
        shown &= (across < area.right() + reach) & (down < area.bottom() + reach)
        self._fragments.resize(int(np.count_nonzero(shown)))
        rows = self._fragments.ndarray()
        rows[:, 0], rows[:, 1] = across[shown], down[shown]
        rows[:, 2:10] = (0, 0, self._stamp.width(), self._stamp.height(), 1 / ratio, 1 / ratio, 0, 1)
        painter.save()
        painter.resetTransform()
        fragments, count = self._fragments.drawargs()
        painter.drawPixmapFragments(fragments, count, self._stamp)
        painter.restore()


def stamp(side: Side, colour: QColor, size: float, hollow: bool, ratio: float) -> QPixmap:
    """Return a pixmap with one marker at its centre. Its width is a whole number of screen pixels."""
    pixels = int(np.ceil((size + 3) * ratio))
    stamp = QPixmap(pixels, pixels)
    stamp.fill(Qt.GlobalColor.transparent)
    stamp.setDevicePixelRatio(ratio)
    painter = QPainter(stamp)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, 1.5) if hollow else Qt.PenStyle.NoPen)
    painter.setBrush(Qt.BrushStyle.NoBrush if hollow else colour)
    middle, radius = pixels / ratio / 2, size / 2
    if side is Side.SOURCE:
        painter.drawEllipse(QPointF(middle, middle), radius, radius)
    else:
        radius *= 0.9  # a square looks larger than a circle of its width
        painter.drawRect(QRectF(middle - radius, middle - radius, 2 * radius, 2 * radius))
    painter.end()
    return stamp
