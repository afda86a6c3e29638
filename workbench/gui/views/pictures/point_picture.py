"""An image with a cross at one of its pixels, and an enlarged part around that pixel in a corner."""

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QGraphicsView, QWidget

from workbench.gui.views.pictures.picture import PictureView

_GAP, _ARM = 7, 30  # distances of the ends of an arm from the middle of the cross, in screen pixels
_DARK, _LIGHT = QColor(0, 0, 0, 210), QColor(255, 255, 255)  # two tones, so that one of them differs from any pixel
_SIDE, _MARGIN = 176, 12  # of the enlarged part in screen pixels; its side is less in a small view
_AROUND = 24  # least side of the enlarged part, in pixels of the image
_SHARE = 0.06  # of the longest side of the image


class PointPicture(PictureView):
    """The cross lies over the image at every scale; the enlarged part lies in the corner that is farthest from it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place: tuple[float, float] | None = None  # the middle of the pixel, as shares of width and height
        self._width = 1
        self.inset = _EnlargedPart(self)
        self.inset.hide()
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)  # the cross is no item
        self.arrived.connect(self._enlarge)
        self.moved.connect(self._enlarge)

    def show_point(self, file: str, size: tuple[int, int], point: tuple[int, int] | None) -> None:
        """Show a file and a cross at a pixel (x, y) of an image of `size` (width, height); None draws no cross."""
        (width, height), self._width = size, size[0]
        self._place = None if point is None else ((point[0] + 0.5) / width, (point[1] + 0.5) / height)
        self.inset.hide()
        if file != self.file or self.pixmap.isNull():
            self.show_file(file)
        self._enlarge()
        self.viewport().update()

    @property
    def cross(self) -> QPointF | None:
        """The middle of the cross in the viewport; None if there is none, or the image is not there."""
        if self._place is None or self.pixmap.isNull():
            return None
        area = self.sceneRect()
        across, down = self._place
        return self.viewportTransform().map(QPointF(across * area.width(), down * area.height()))

    def _enlarge(self) -> None:
        """Show the part around the pixel, if that is larger than the image itself shows it."""
        if (cross := self.cross) is None or self._place is None:
            self.inset.hide()
            return
        area = self.sceneRect()
        pixel = area.width() / self._width
        side = max(_AROUND * pixel, _SHARE * max(area.width(), area.height()))
        room = self.viewport().rect()
        shown = min(_SIDE, 2 * min(room.width(), room.height()) // 5)
        if self.scale_shown * side >= shown:
            self.inset.hide()
            return
        middle = QPointF(self._place[0] * area.width(), self._place[1] * area.height())
        self.inset.setFixedSize(QSize(shown, shown))
        self.inset.show_part(self.pixmap, middle, side, pixel)
        left = _MARGIN if cross.x() > room.width() / 2 else room.width() - shown - _MARGIN
        top = _MARGIN if cross.y() > room.height() / 2 else room.height() - shown - _MARGIN
        self.inset.move(QPoint(left, top))
        self.inset.show()

    # -- Qt --------------------------------------------------------------------------------------------------------

    def drawForeground(self, painter: QPainter, _rect: QRectF | QRect) -> None:
        if (cross := self.cross) is None:
            return
        painter.save()
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = max(self.scale_shown * self.sceneRect().width() / self._width / 2, _GAP / 2) + 1
        draw_cross(painter, cross, side, side + _GAP, side + _GAP + _ARM)
        painter.restore()


class _EnlargedPart(QWidget):
    """A square part of an image, with a frame around the pixel in its middle."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._pixmap, self._part, self._pixel = QPixmap(), QRectF(), 1.0

    def show_part(self, pixmap: QPixmap, middle: QPointF, side: float, pixel: float) -> None:
        """Show a square of `side` around a place of the pixmap. `pixel`: side of a pixel of the image in it."""
        self._pixmap, self._pixel = pixmap, pixel
        self._part = QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, area = QPainter(self), QRectF(self.rect())
        painter.fillRect(area, QColor(0, 0, 0))
        painter.drawPixmap(area, self._pixmap, self._part)
        for colour, inset in ((_DARK, 0.5), (_LIGHT, 1.5)):
            painter.setPen(QPen(colour, 1))
            painter.drawRect(area.adjusted(inset, inset, -inset, -inset))
        half = max(self._pixel * area.width() / self._part.width() / 2, 3)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_cross(painter, area.center(), half, half + 5, half + 16)


def draw_cross(painter: QPainter, at: QPointF, half: float, inner: float, outer: float) -> None:
    """Draw a frame of 2 · `half` around a place, and four arms from `inner` to `outer`, light on dark."""
    frame = QRectF(at.x() - half, at.y() - half, 2 * half, 2 * half)
    ways = [QPointF(1, 0), QPointF(-1, 0), QPointF(0, 1), QPointF(0, -1)]
    for colour, width in ((_DARK, 4.5), (_LIGHT, 1.8)):
        painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(frame)
        for way in ways:
            painter.drawLine(at + way * inner, at + way * outer)
