"""The canvas for painting masks: handles the mouse for each tool and draws strokes while they are made."""

from enum import StrEnum

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QMouseEvent, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsEllipseItem, QGraphicsPathItem, QGraphicsRectItem, QGraphicsView, QWidget

from workbench.core.strokes import Stroke, Tool
from workbench.data.regions import Mask, Window
from workbench.data.stroke_raster import paint_stroke
from workbench.gui.theme import DARK, Tokens
from workbench.gui.views.masks.mask_layer import MaskLayer, uncertainty_palette
from workbench.gui.views.masks.mask_picture import MaskPicture

SMALLEST, LARGEST = 1.0, 200.0  # radius of the brush in pixels of the image
_CLOSE = 8  # a click within so many screen pixels of the first corner closes a polygon
_SPACING = 0.25  # distance between points of a stroke, as a share of the radius


class Hand(StrEnum):
    """The tool of the left button. FILL copies a region of the prediction; MOVE pans."""

    BRUSH = "brush"
    ERASER = "eraser"
    POLYGON = "polygon"
    FILL = "fill"
    MOVE = "move"


class PaintCanvas(MaskPicture):
    """A drag paints, a click sets a corner or copies a region, the right button pans, the wheel zooms.

    Signals:
        stroked(Stroke): a stroke was finished. It is already on the mask.
        filled(int, int): the user clicked this pixel to copy its region of the prediction.
    """

    stroked = Signal(object)
    filled = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(MaskLayer(), MaskLayer(uncertainty_palette()), parent=parent)
        self.layers[1].setZValue(0.5)  # the uncertainty lies above the image and below the mask
        self.hand = Hand.BRUSH
        self.label = ""
        self.numbers: dict[str, int] = {}
        self.radius = 12.0
        self.corners: list[QPointF] = []
        self._way: list[QPointF] = []  # points of the current stroke
        self._panned: QPoint | None = None
        self._at: QPointF | None = None  # position of the mouse in pixels of the mask
        self._ring, self._ring_below = QGraphicsEllipseItem(), QGraphicsEllipseItem()
        self._outline, self._outline_below = QGraphicsPathItem(), QGraphicsPathItem()
        self._cell, self._cell_below = QGraphicsRectItem(), QGraphicsRectItem()
        below = (self._ring_below, self._outline_below, self._cell_below)
        marks = (*below, self._ring, self._outline, self._cell)
        for height, item in enumerate(marks, start=10):
            item.setParentItem(self.classes)
            item.setFlag(item.GraphicsItemFlag.ItemIgnoresParentOpacity)
            item.setZValue(height)
        self.setDragMode(QGraphicsView.DragMode.NoDrag)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.set_theme(DARK)
        self.set_hand(Hand.BRUSH)

    @property
    def size_painted(self) -> tuple[int, int]:
        """Width and height of the mask."""
        height, width = self.classes.mask.shape
        return width, height

    def set_theme(self, tokens: Tokens) -> None:
        super().set_theme(tokens)
        for item in (self._ring, self._outline):
            item.setPen(_cosmetic("#ffffff", 1.4))
        for below in (self._ring_below, self._outline_below, self._cell_below):
            below.setPen(_cosmetic("#000000", 4.0 if below is self._cell_below else 3.0))
        self._cell.setPen(_cosmetic(tokens.accent, 2.0))

    def set_mask(self, mask: Mask | None, layer: int = 0) -> None:
        if layer == 0:
            self._way = []  # the stroke belongs to another mask
        super().set_mask(mask, layer)

    def set_hand(self, hand: Hand) -> None:
        """Change the tool. The current stroke is finished and an open polygon is discarded."""
        self._end()
        self.cancel()
        self.hand = hand
        cursors = {Hand.MOVE: Qt.CursorShape.OpenHandCursor, Hand.FILL: Qt.CursorShape.PointingHandCursor}
        self.viewport().setCursor(cursors.get(hand, Qt.CursorShape.CrossCursor))
        self._draw_ring()

    def set_radius(self, radius: float) -> None:
        """Set the radius of brush and eraser in pixels of the image."""
        self.radius = min(max(radius, SMALLEST), LARGEST)
        self._draw_ring()

    def set_brush(self, label: str, numbers: dict[str, int]) -> None:
        """Set the class to paint, and the numbers of all classes."""
        self.label, self.numbers = label, numbers

    def mark_cell(self, window: Window | None) -> None:
        """Draw a frame around a part of the mask; None removes it."""
        left, top, right, bottom = window or (0, 0, 0, 0)
        for item in (self._cell, self._cell_below):
            item.setRect(QRectF(left, top, right - left, bottom - top))
            item.setVisible(window is not None)

    def cancel(self) -> bool:
        """Discard the open polygon; returns whether there was one."""
        begun = bool(self.corners)
        self.corners = []
        self._draw_outline()
        return begun

    def back(self) -> bool:
        """Remove the last corner of the open polygon; returns whether there was one."""
        begun = bool(self.corners)
        self.corners = self.corners[:-1]
        self._draw_outline()
        return begun

    def close_polygon(self) -> bool:
        """Fill the open polygon; returns whether there was one."""
        corners, begun = self.corners, bool(self.corners)
        self.cancel()
        if len(corners) >= 3:
            stroke = self._stroke(Tool.POLYGON, corners)
            self.classes.refresh(paint_stroke(self.classes.mask, stroke, self.numbers))
            self.stroked.emit(stroke)
        return begun

    @property
    def ready(self) -> bool:
        """Whether an image and a mask are shown."""
        return bool(self.classes.mask.size) and not self.pixmap.isNull()

    def _stroke(self, tool: Tool, points: list[QPointF]) -> Stroke:
        places = tuple((round(point.x(), 2), round(point.y(), 2)) for point in points)
        label = "" if tool is Tool.ERASER else self.label
        radius = 0.0 if tool is Tool.POLYGON else round(self.radius, 2)
        return Stroke(tool, label, self.size_painted, places, radius)

    def _begin(self, at: QPointF) -> None:
        match self.hand:
            case Hand.BRUSH | Hand.ERASER:
                self._way = [at]
                self._lay_last()
            case Hand.POLYGON:
                first = self.to_viewport(self.corners[0]) if self.corners else None
                if first is not None and (first - self.to_viewport(at)).manhattanLength() <= _CLOSE:
                    self.close_polygon()
                else:
                    self.corners.append(at)
                    self._draw_outline()
            case Hand.FILL:
                width, height = self.size_painted
                if 0 <= at.x() < width and 0 <= at.y() < height:
                    self.filled.emit(int(at.x()), int(at.y()))

    def _go_on(self, at: QPointF) -> None:
        step = at - self._way[-1]
        if (step.x() ** 2 + step.y() ** 2) ** 0.5 >= max(_SPACING * self.radius, 0.5):
            self._way.append(at)
            self._lay_last()

    def _lay_last(self) -> None:
        """Paint the last segment of the stroke and redraw only that part."""
        part = self._stroke(Tool(self.hand.value), self._way[-2:])
        self.classes.refresh(paint_stroke(self.classes.mask, part, self.numbers))

    def _end(self) -> None:
        way, self._way = self._way, []
        if way:
            self.stroked.emit(self._stroke(Tool(self.hand.value), way))

    # -- overlays -------------------------------------------------------------------------------------------------

    def _draw_ring(self) -> None:
        shown = self._at is not None and self.hand in (Hand.BRUSH, Hand.ERASER)
        for item in (self._ring, self._ring_below):
            item.setVisible(shown)
            if self._at is not None:
                x, y, radius = self._at.x(), self._at.y(), self.radius
                item.setRect(QRectF(x - radius, y - radius, 2 * radius, 2 * radius))

    def _draw_outline(self) -> None:
        path = QPainterPath()
        if self.corners:
            path.moveTo(self.corners[0])
            for corner in (*self.corners[1:], *([self._at] if self._at is not None else [])):
                path.lineTo(corner)
        for item in (self._outline, self._outline_below):
            item.setPath(path)
            item.setVisible(bool(self.corners))

    # -- Qt --------------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        pans = event.button() in (Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton)
        if pans or (self.hand is Hand.MOVE and event.button() == Qt.MouseButton.LeftButton):
            self._panned = event.position().toPoint()
        elif event.button() == Qt.MouseButton.LeftButton and self.ready:
            self._begin(self.to_mask(event.position()))
            self.pressed.emit(self.to_mask(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._at = self.to_mask(event.position())
        if self._panned is not None:
            by = event.position().toPoint() - self._panned
            self._panned = event.position().toPoint()
            self._fitted = False
            for bar, step in ((self.horizontalScrollBar(), by.x()), (self.verticalScrollBar(), by.y())):
                bar.setValue(bar.value() - step)
            self.moved.emit()
        elif self._way:
            self._go_on(self._at)
        self._draw_ring()
        if self.corners:
            self._draw_outline()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._end()
        self._panned = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.hand is Hand.POLYGON and event.button() == Qt.MouseButton.LeftButton:
            self.close_polygon()  # its first click set the last corner
        else:
            self.mousePressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._at = self.to_mask(event.position())
        self._draw_ring()

    def leaveEvent(self, _event: object) -> None:
        self._at = None
        self._draw_ring()


def _cosmetic(colour: str, width: float) -> QPen:
    pen = QPen(QColor(colour), width)
    pen.setCosmetic(True)
    return pen
