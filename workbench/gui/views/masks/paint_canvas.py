"""The canvas for painting masks: handles the mouse for each tool and draws strokes while they are made."""

from collections.abc import Callable, Sequence
from enum import StrEnum

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QEnterEvent, QMouseEvent
from PySide6.QtWidgets import QGraphicsView, QWidget

from workbench.core.strokes import Stroke, Tool
from workbench.data.regions import Mask, Pixels, Window
from workbench.gui.theme import DARK, Tokens
from workbench.gui.views.masks.canvas_marks import CanvasMarks
from workbench.gui.views.masks.live_stroke import LiveStroke
from workbench.gui.views.masks.mask_layer import MaskLayer, uncertainty_palette
from workbench.gui.views.masks.mask_picture import MaskPicture
from workbench.gui.views.masks.polygon_editor import PolygonEditor

SMALLEST, LARGEST = 1.0, 200.0  # radius of the brush in pixels of the image
UNCERTAINTY, PREDICTION = 1, 2  # layers below the paint
PREDICTED = 0.3  # opacity of the prediction under the paint
_CLOSE = 8  # reach of the cursor to a corner of a polygon, in screen pixels
RegionAt = Callable[[int, int], Pixels | None]


class Hand(StrEnum):
    """The tool of the left button. Names of tools that make strokes are those of `Tool`."""

    BRUSH = "brush"
    ERASER = "eraser"
    POLYGON = "polygon"
    EDIT = "edit"  # corners of polygons
    WAND = "wand"  # superpixels
    BUCKET = "bucket"  # connected pixels of one class, or without paint
    FILL = "fill"  # regions of the prediction
    MOVE = "move"


PAINTS = (Hand.BRUSH, Hand.POLYGON, Hand.WAND, Hand.BUCKET)  # they paint the chosen class
REGIONS = (Hand.WAND, Hand.BUCKET, Hand.FILL)  # they act on the region under the cursor
CURSORS = {Hand.MOVE: Qt.CursorShape.OpenHandCursor, Hand.FILL: Qt.CursorShape.PointingHandCursor}


class PaintCanvas(MaskPicture):
    """The left button uses the tool; the right one, or Alt, erases; the middle one, or Ctrl, pans; the wheel zooms.

    `region_at` returns the region of the tool under a pixel of the mask. `protected`: other classes than the chosen one
    are neither painted over nor erased.

    Signals:
        stroked(Stroke): a stroke was finished. It is already on the mask.
        filled(int, int): the user clicked this pixel to paint its region.
        edited(int, Stroke): the polygon of this number has another shape.
    """

    stroked = Signal(object)
    filled = Signal(int, int)
    edited = Signal(int, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(MaskLayer(), MaskLayer(uncertainty_palette()), MaskLayer(), parent=parent)
        self.layers[UNCERTAINTY].setZValue(0.5)  # above the image and below the mask
        self.layers[PREDICTION].setZValue(0.7)
        self.layers[PREDICTION].setOpacity(PREDICTED)
        self.hand = Hand.BRUSH
        self.label = ""
        self.numbers: dict[str, int] = {}
        self.radius = 12.0
        self.protected = False
        self.region_at: RegionAt = lambda _x, _y: None
        self.corners: list[QPointF] = []
        self.editor = PolygonEditor()
        self._live: LiveStroke | None = None  # the current stroke
        self._swept: Pixels | None = None  # the last region of the current stroke
        self._panned: QPoint | None = None
        self._at: QPointF | None = None  # position of the mouse in pixels of the mask
        self._region: Pixels | None = None  # the outlined region
        self.marks = CanvasMarks(self.classes)
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
        self.marks.set_theme(tokens)

    def set_mask(self, mask: Mask | None, layer: int = 0) -> None:
        if layer == 0:
            self._live = self._swept = None  # the stroke belongs to another mask
        super().set_mask(mask, layer)

    def set_hand(self, hand: Hand) -> None:
        """Change the tool. The current stroke is finished and an open polygon is discarded."""
        self._end()
        self.cancel()
        self.hand = hand
        self.viewport().setCursor(CURSORS.get(hand, Qt.CursorShape.CrossCursor))
        self.refresh_marks()

    def set_radius(self, radius: float) -> None:
        """Set the radius of brush and eraser in pixels of the image."""
        self.radius = min(max(radius, SMALLEST), LARGEST)
        self.refresh_marks()

    def set_brush(self, label: str, numbers: dict[str, int]) -> None:
        """Set the class to paint, and the numbers of all classes."""
        self.label, self.numbers = label, numbers

    def set_strokes(self, strokes: Sequence[tuple[int, Stroke]]) -> None:
        """Set the strokes of the image with their numbers; their polygons can be edited."""
        self.editor.set_strokes(strokes)
        self.refresh_marks()

    def mark_cell(self, window: Window | None) -> None:
        """Draw a frame around a part of the mask; None removes it."""
        self.marks.draw_cell(window)

    def cancel(self) -> bool:
        """Discard the open polygon; returns whether there was one."""
        begun = bool(self.corners)
        self.corners = []
        self.refresh_marks()
        return begun

    def back(self) -> bool:
        """Remove the last corner of the open polygon; returns whether there was one."""
        begun = bool(self.corners)
        self.corners = self.corners[:-1]
        self.refresh_marks()
        return begun

    def close_polygon(self) -> bool:
        """Fill the open polygon; returns whether there was one."""
        corners, begun = self.corners, bool(self.corners)
        self.cancel()
        if len(corners) >= 3:
            self._live = self._start(Tool.POLYGON)
            self._live.close(corners)
            self._end()
        return begun

    @property
    def ready(self) -> bool:
        """Whether an image and a mask are shown."""
        return bool(self.classes.mask.size) and not self.pixmap.isNull()

    @property
    def _reach(self) -> float:
        """The reach of the cursor in pixels of the mask."""
        return _CLOSE / max(self._scale, 1e-9)

    @property
    def _scale(self) -> float:
        """Screen pixels per pixel of the mask."""
        return self.scale_shown * self.classes.scale()

    # -- strokes ---------------------------------------------------------------------------------------------------

    def _begin(self, at: QPointF, erases: bool) -> None:
        width, height = self.size_painted
        inside = 0 <= at.x() < width and 0 <= at.y() < height
        if erases or self.hand in (Hand.BRUSH, Hand.ERASER):
            self._live = self._start(Tool.ERASER if erases else Tool(self.hand.value))
            self._live.extend(at)
        elif self.hand is Hand.POLYGON:
            first = self.to_viewport(self.corners[0]) if self.corners else None
            if first is not None and (first - self.to_viewport(at)).manhattanLength() <= _CLOSE:
                self.close_polygon()
            else:
                self.corners.append(at)
        elif self.hand is Hand.EDIT:
            self.editor.begin(at, self._reach)
        elif self.hand is Hand.WAND and inside:
            self._live = self._start(Tool.REGION)
            self._sweep()
        elif self.hand in REGIONS and inside:
            self.filled.emit(int(at.x()), int(at.y()))
        self.refresh_marks()

    def _start(self, tool: Tool) -> LiveStroke:
        return LiveStroke(self.classes, tool, self.label, self.radius, self.numbers, self.protected)

    def _sweep(self) -> None:
        """Add the region under the cursor to the stroke."""
        pixels = self._under()
        if self._live is not None and pixels is not None and pixels is not self._swept:
            self._swept = pixels
            self._live.add(pixels)

    def _end(self) -> None:
        live, self._live, self._swept = self._live, None, None
        if live is not None and (stroke := live.finished()) is not None:
            self.stroked.emit(stroke)

    # -- marks -----------------------------------------------------------------------------------------------------

    def _under(self) -> Pixels | None:
        """The region under the cursor; None if there is none."""
        width, height = self.size_painted
        at = self._at
        if at is None or not self.ready or not (0 <= at.x() < width and 0 <= at.y() < height):
            return None
        return self.region_at(int(at.x()), int(at.y()))

    def refresh_marks(self) -> None:
        """Draw what the tool would do at the cursor."""
        at, hand, erasing = self._at, self.hand, self._live is not None and self._live.tool is Tool.ERASER
        self.marks.draw_brush(at if hand in (Hand.BRUSH, Hand.ERASER) or erasing else None, self.radius)
        region = self._under() if hand in REGIONS and not erasing else None
        if region is not self._region:
            self._region = region
            self.marks.draw_region(region)
        if hand is Hand.EDIT:
            self.editor.hover(at, self._reach)
            self.marks.draw_polygon(self.editor.corners, closed=True, scale=self._scale)
        else:
            ahead = [at] if at is not None and self.corners else []
            self.marks.draw_polygon([*self.corners, *ahead], closed=False)

    # -- Qt --------------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        button, keys = event.button(), event.modifiers()
        left, right = button == Qt.MouseButton.LeftButton, button == Qt.MouseButton.RightButton
        at = self._at = self.to_mask(event.position())
        control = bool(keys & Qt.KeyboardModifier.ControlModifier)
        if button == Qt.MouseButton.MiddleButton or (left and (control or self.hand is Hand.MOVE)):
            self._panned = event.position().toPoint()
        elif not self.ready or not (left or right) or self._live is not None:
            return
        elif self.hand is Hand.EDIT and (right or keys & Qt.KeyboardModifier.AltModifier):
            self._report_edit(self.editor.remove(at, self._reach))
        else:
            self._begin(at, erases=right or bool(keys & Qt.KeyboardModifier.AltModifier))
            self.pressed.emit(at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._at = self.to_mask(event.position())
        if self._panned is not None:
            by = event.position().toPoint() - self._panned
            self._panned = event.position().toPoint()
            self._fitted = False
            for bar, step in ((self.horizontalScrollBar(), by.x()), (self.verticalScrollBar(), by.y())):
                bar.setValue(bar.value() - step)
            self.moved.emit()
        elif self._live is not None and self._live.tool is Tool.REGION:
            self._sweep()
        elif self._live is not None:
            self._live.extend(self._at)
        elif self.editor.dragging:
            self.editor.move(self._at)
        self.refresh_marks()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton):
            self._end()
            if self.editor.dragging:
                self._report_edit(self.editor.end())
        self._panned = None

    def _report_edit(self, edit: tuple[int, Stroke] | None) -> None:
        if edit is not None:
            self.edited.emit(*edit)
        self.refresh_marks()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.hand is Hand.POLYGON and event.button() == Qt.MouseButton.LeftButton:
            self.close_polygon()  # its first click set the last corner
        else:
            self.mousePressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._at = self.to_mask(event.position())
        self.refresh_marks()

    def leaveEvent(self, _event: QEvent) -> None:
        self._at = None
        self.refresh_marks()
