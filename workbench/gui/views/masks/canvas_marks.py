"""The marks of the painting tools over a mask: brush, polygon, cell and region."""

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem, QGraphicsPathItem

from workbench.data.regions import Pixels, Window, extent
from workbench.gui.theme import Tokens

_HANDLE = 8.0  # side of the square at a corner of a polygon, in screen pixels


class _Mark:
    """A light line above a dark one, so that it is visible on any image."""

    def __init__(self, parent: QGraphicsItem, height: float) -> None:
        self.below, self.above = QGraphicsPathItem(parent), QGraphicsPathItem(parent)
        for item, level in ((self.below, height), (self.above, height + 0.5)):
            item.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIgnoresParentOpacity)
            item.setZValue(level)

    def set_colours(self, colour: str, width: float, width_below: float) -> None:
        self.above.setPen(_cosmetic(colour, width))
        self.below.setPen(_cosmetic("#000000", width_below))

    def draw(self, path: QPainterPath) -> None:
        for item in (self.below, self.above):
            item.setPath(path)
            item.setVisible(not path.isEmpty())


class CanvasMarks:
    """Draws the marks as children of the mask, in its pixels."""

    def __init__(self, parent: QGraphicsItem) -> None:
        self.brush, self.polygon, self.region, self.cell = (_Mark(parent, height) for height in range(10, 14))
        self.handles = _Mark(parent, 14)

    def set_theme(self, tokens: Tokens) -> None:
        """Apply the colours of a theme."""
        for mark in (self.brush, self.polygon, self.handles):
            mark.set_colours("#ffffff", 1.4, 3.0)
        self.region.set_colours("#ffffff", 2.0, 4.0)
        self.cell.set_colours(tokens.accent, 2.0, 4.0)

    def draw_brush(self, at: QPointF | None, radius: float) -> None:
        """Draw the outline of the brush; None removes it."""
        path = QPainterPath()
        if at is not None:
            path.addEllipse(at, radius, radius)
        self.brush.draw(path)

    def draw_polygon(self, corners: Sequence[QPointF], closed: bool, scale: float = 0.0) -> None:
        """Draw a polygon. `scale`: screen pixels per pixel of the mask, to draw handles at its corners; 0 for none."""
        path, handles = QPainterPath(), QPainterPath()
        if corners:
            path.moveTo(corners[0])
            for corner in corners[1:]:
                path.lineTo(corner)
            if closed:
                path.closeSubpath()
        if scale:
            half = _HANDLE / scale / 2
            for corner in corners:
                handles.addRect(QRectF(corner - QPointF(half, half), corner + QPointF(half, half)))
        self.polygon.draw(path)
        self.handles.draw(handles)

    def draw_cell(self, window: Window | None) -> None:
        """Draw a frame around a window; None removes it."""
        path = QPainterPath()
        if window is not None:
            left, top, right, bottom = window
            path.addRect(QRectF(left, top, right - left, bottom - top))
        self.cell.draw(path)

    def draw_region(self, pixels: Pixels | None) -> None:
        """Draw the outline of a region (H, W); None removes it."""
        self.region.draw(QPainterPath() if pixels is None else outline(pixels))


def outline(pixels: Pixels) -> QPainterPath:
    """The border of a region (H, W) along the edges of its pixels."""
    left, top, right, bottom = extent(pixels)
    inside = np.pad(pixels[top:bottom, left:right], 1)
    row, column = np.nonzero(inside[:, 1:] != inside[:, :-1])  # borders between neighbours in a row
    row_below, column_below = np.nonzero(inside[1:] != inside[:-1])
    x = np.concatenate([np.stack([column, column], 1).ravel(), np.stack([column_below - 1, column_below], 1).ravel()])
    y = np.concatenate([np.stack([row - 1, row], 1).ravel(), np.stack([row_below, row_below], 1).ravel()])
    if not x.size:
        return QPainterPath()
    path: QPainterPath = pg.arrayToQPath(x + float(left), y + float(top), connect="pairs")
    return path


def _cosmetic(colour: str, width: float) -> QPen:
    pen = QPen(QColor(colour), width)
    pen.setCosmetic(True)
    return pen
