"""An image view with zoom and pan, and a strip of small images."""

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QGraphicsPixmapItem, QGraphicsScene, QGraphicsView, QLabel, QSizePolicy, QWidget

from workbench.core.view_settings import ImageDisplay
from workbench.gui.kit.language import tr
from workbench.gui.theme import DARK, Tokens
from workbench.gui.views.grid.thumbnails import Thumbnails

_LONGEST = 4096  # large images are scaled down to so many pixels
_SMALL = 64  # size of an image in the strip in pixels
_GAP = 8
_SHARP = 2.0  # from this scale on, pixels are not smoothed
_FARTHEST, _NEAREST = 0.02, 128.0  # range of the scale, in screen pixels per image pixel


class PictureLook(NamedTuple):
    """The part of an image that a view shows. `across`, `down`: where it is scrolled to, in pixels of the screen."""

    fitted: bool
    transform: QTransform
    across: int
    down: int


class PictureView(QGraphicsView):
    """Shows an image that a thread reads. The image fits the widget until the user zooms.

    Signals: arrived(): the image has been read. failed(): it cannot be read. moved(): the visible part or the scale
    changed.
    """

    arrived = Signal()
    failed = Signal()
    moved = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._images = Thumbnails(self, render=_as_is)
        self._images.arrived.connect(self._show)
        self._file = ""
        self._fitted = True
        self._item = QGraphicsPixmapItem()
        scene = QGraphicsScene(self)
        scene.addItem(self._item)
        self.setScene(scene)
        self.setFrameShape(QGraphicsView.Shape.NoFrame)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the viewer around it handles the keys
        self._notice = QLabel(tr("This file cannot be read."), self, alignment=Qt.AlignmentFlag.AlignCenter)
        self._notice.setProperty("role", "dim")
        self._notice.hide()

    @property
    def pixmap(self) -> QPixmap:
        """The shown image; null while it is being read or if it cannot be read."""
        return self._item.pixmap()

    @property
    def image_item(self) -> QGraphicsPixmapItem:
        """The image in the scene, for what is drawn over it in its coordinates."""
        return self._item

    @property
    def unreadable(self) -> bool:
        """Whether the file cannot be read."""
        return not self._notice.isHidden()

    @property
    def file(self) -> str:
        """The file that is shown or being read."""
        return self._file

    @property
    def scale_shown(self) -> float:
        """Screen pixels per image pixel."""
        return self.transform().m11()

    def show_file(self, file: str) -> None:
        """Show the image in a file, fitted to the widget."""
        self._file = file
        self._fitted = True
        self._item.setPixmap(QPixmap())
        self._show()

    def set_display(self, display: ImageDisplay) -> None:
        """Show images in a display. The shown image stays, with its zoom, until it has been adjusted."""
        self._images.set_display(display)
        if not self._images.busy:  # else the next image to arrive asks for this display
            self._show()

    def fit(self) -> None:
        """Fit the image to the widget."""
        self._fitted = True
        self.resetTransform()
        self.fitInView(self._item, Qt.AspectRatioMode.KeepAspectRatio)
        self._smooth()
        self.moved.emit()

    def zoom(self, factor: float) -> None:
        """Zoom in by a factor above 1, out by one below."""
        scale = min(max(self.scale_shown * factor, _FARTHEST), _NEAREST)
        self._fitted = False
        self.scale(scale / self.scale_shown, scale / self.scale_shown)
        self._smooth()
        self.moved.emit()

    @property
    def look(self) -> PictureLook:
        """The part of the image that is shown."""
        across, down = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        return PictureLook(self._fitted, self.transform(), across, down)

    def restore(self, look: PictureLook) -> None:
        """Show a part of the image that was shown before."""
        self._fitted = look.fitted
        self.setTransform(look.transform)
        self.horizontalScrollBar().setValue(look.across)
        self.verticalScrollBar().setValue(look.down)
        self._smooth()

    def look_as(self, other: "PictureView") -> None:
        """Show the same part as another view of the same size."""
        self.restore(other.look)

    def look_alike(self, other: "PictureView") -> None:
        """Show the part of this image that lies where another view's part lies in its own, enlarged as much.

        If the images differ in size, their zoom is counted from the scale at which each fits its view.
        """
        if self.pixmap.isNull() or other.pixmap.isNull():
            return
        if other._fitted:
            self.fit()
            return
        theirs = other.mapToScene(other.viewport().rect().center())
        shares = theirs.x() / other.pixmap.width(), theirs.y() / other.pixmap.height()
        centre = QPointF(shares[0] * self.pixmap.width(), shares[1] * self.pixmap.height())
        same = self.pixmap.size() == other.pixmap.size()
        scale = other.scale_shown * (1 if same else self.fitting_scale / other.fitting_scale)
        self.show_at(centre, scale, QPointF(self.viewport().rect().center()))

    @property
    def fitting_scale(self) -> float:
        """The scale at which the image fits the widget, in screen pixels per image pixel."""
        area, image = self.viewport().rect(), self.pixmap.rect()
        return min(area.width() / max(image.width(), 1), area.height() / max(image.height(), 1))

    def show_at(self, point: QPointF, scale: float, place: QPointF) -> None:
        """Show a point of the image, in its pixels, at a place of the widget, as far as the image reaches there."""
        self._fitted = False
        anchor = self.transformationAnchor()
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setTransform(QTransform.fromScale(scale, scale))
        self.setTransformationAnchor(anchor)
        away = self.viewportTransform().map(point) - place
        self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() + round(away.x()))
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + round(away.y()))
        self._smooth()

    def set_theme(self, tokens: Tokens) -> None:
        """Apply the colours of a theme."""
        self.setBackgroundBrush(QBrush(QColor(tokens.background)))

    def _show(self) -> None:
        if not self._file:
            return
        known, pixmap = self._images.get(self._file, _LONGEST)
        self._notice.setVisible(known and pixmap is None)
        if known and pixmap is None:
            self.failed.emit()
        if pixmap is not None and self._item.pixmap().cacheKey() != pixmap.cacheKey():
            same = self._item.pixmap().size() == pixmap.size()  # in another display
            self._item.setPixmap(pixmap)
            self.setSceneRect(QRectF(pixmap.rect()))
            if not same:
                self.fit()
            self.arrived.emit()

    def _smooth(self) -> None:
        sharp = self.scale_shown * self.devicePixelRatioF() >= _SHARP
        mode = Qt.TransformationMode.FastTransformation if sharp else Qt.TransformationMode.SmoothTransformation
        self._item.setTransformationMode(mode)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.zoom(1.0015 ** event.angleDelta().y())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        if event.buttons():
            self.moved.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._notice.setGeometry(self.rect())
        if self._fitted and not self._item.pixmap().isNull():
            self.fit()


class Strip(QWidget):
    """Small images in a row with a word below each. Hidden while it is empty.

    Signals: chosen(int): the index of the image that was clicked.
    """

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._images = Thumbnails(self)
        self._images.arrived.connect(self.update)
        self._files: list[str] = []
        self._words: list[str] = []
        self._tokens = DARK
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Nearest source samples"))
        self.hide()

    def show_files(self, files: list[str], words: list[str] | None = None) -> None:
        """Show files with a word for each; an empty list hides the strip."""
        self._files, self._words = list(files), list(words or [""] * len(files))
        self.setAccessibleDescription(", ".join(self._words))
        self.setVisible(bool(files))
        self.update()

    def set_theme(self, tokens: Tokens) -> None:
        """Apply the colours of a theme."""
        self._tokens = tokens
        self.update()

    def place(self, index: int) -> QRectF:
        """Return the rectangle of an image."""
        return QRectF(index * (_SMALL + _GAP), 20, _SMALL, _SMALL)

    def sizeHint(self) -> QSize:
        return QSize(400, _SMALL + 40)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        hit = next((n for n in range(len(self._files)) if self.place(n).contains(event.position())), None)
        if hit is not None:
            self.chosen.emit(hit)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(self._tokens.dim))
        painter.drawText(QRectF(0, 0, self.width(), 16), Qt.AlignmentFlag.AlignLeft, tr("Nearest source samples"))
        for index, file in enumerate(self._files):
            area = self.place(index)
            if area.left() > self.width():
                break
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._tokens.raised))
            painter.drawRoundedRect(area, 6, 6)
            _, pixmap = self._images.get(file, round(_SMALL * self.devicePixelRatioF()))
            if pixmap is not None:
                painter.drawPixmap(area, pixmap, QRectF(pixmap.rect()))
            painter.setPen(QColor(self._tokens.dim))
            short = painter.fontMetrics().elidedText(self._words[index], Qt.TextElideMode.ElideRight, _SMALL)
            painter.drawText(area.adjusted(0, _SMALL + 2, 0, 18), Qt.AlignmentFlag.AlignHCenter, short)


def _as_is(image: QImage, longest: int) -> QImage:
    return image
