"""An image before and after, on either side of a movable divider."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.gui.kit.language import tr
from workbench.gui.theme import DARK, Tokens

_SHARP = 3.0  # from this scale on, pixels are not smoothed
_KNOB = 9  # radius of the handle in pixels
_NUDGE = 0.05  # a key moves the divider by this share of the width


class SplitPicture(QWidget):
    """Shows `before` to the left of the divider and `after` to its right.

    Signals: divided(float): the divider was moved to this share of the image's width.
    """

    divided = Signal(float)

    def __init__(self, tokens: Tokens = DARK, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tokens = tokens
        self.before, self.after = QImage(), QImage()
        self.share = 0.5
        self.names = (tr("before"), tr("after"))
        self.notice = ""
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.setAccessibleName(tr("Image before and after"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_images(self, before: QImage, after: QImage, names: tuple[str, str], notice: str = "") -> None:
        """Show an image before and after. If `after` is null, `notice` gives the reason."""
        self.before, self.after, self.names, self.notice = before, after, names, notice
        self.setAccessibleDescription(
            notice or tr("{left} on the left, {right} on the right of the divider", left=names[0], right=names[1])
        )
        self.update()

    def nudge(self, by: int) -> None:
        """Move the divider by `by` steps; negative steps move it to the left."""
        self._divide(self.share + by * _NUDGE)

    def set_theme(self, tokens: Tokens) -> None:
        """Apply the colours of a theme."""
        self.tokens = tokens
        self.update()

    @property
    def area(self) -> QRectF:
        """The rectangle of the image."""
        size = self.before.size() if not self.before.isNull() else self.after.size()
        if size.isEmpty():
            return QRectF()
        fitted = size.scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        left, top = (self.width() - fitted.width()) / 2, (self.height() - fitted.height()) / 2
        return QRectF(left, top, fitted.width(), fitted.height())

    def _divide(self, share: float) -> None:
        self.share = min(max(share, 0.0), 1.0)
        self.update()
        self.divided.emit(self.share)

    # -- Qt --------------------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(480, 480)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.mouseMoveEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        area = self.area
        if event.buttons() & Qt.MouseButton.LeftButton and area.width():
            self._divide((event.position().x() - area.left()) / area.width())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = self.area
        if not area.isEmpty():
            self._draw(painter, area, self.before)
        if self.after.isNull():
            self._badge(painter, self.notice, QRectF(self.rect()), Qt.AlignmentFlag.AlignHCenter)
            return
        at = area.left() + self.share * area.width()
        painter.save()
        painter.setClipRect(QRectF(at, area.top(), area.right() - at, area.height()))
        painter.fillRect(area, QColor(self.tokens.background))
        self._draw(painter, area, self.after)
        painter.restore()
        painter.setPen(QPen(QColor("#ffffff"), 2))
        painter.drawLine(int(at), int(area.top()), int(at), int(area.bottom()))
        painter.setPen(QPen(QColor(self.tokens.background), 1))
        painter.setBrush(QColor("#ffffff"))
        painter.drawEllipse(QRectF(at - _KNOB, area.center().y() - _KNOB, 2 * _KNOB, 2 * _KNOB))
        self._badge(painter, self.names[0], area, Qt.AlignmentFlag.AlignLeft)
        self._badge(painter, self.names[1], area, Qt.AlignmentFlag.AlignRight)

    def _draw(self, painter: QPainter, area: QRectF, image: QImage) -> None:
        sharp = area.width() >= _SHARP * max(image.width(), 1)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not sharp)
        painter.drawImage(area, image)

    def _badge(self, painter: QPainter, text: str, area: QRectF, side: Qt.AlignmentFlag) -> None:
        if not text:
            return
        width = painter.fontMetrics().horizontalAdvance(text) + 16
        box = QRectF(area.left() + 8, area.top() + 8, width, 22)
        if side is Qt.AlignmentFlag.AlignRight:
            box.moveRight(area.right() - 8)
        elif side is Qt.AlignmentFlag.AlignHCenter:
            box.moveCenter(area.center())
        ground = QColor(self.tokens.background)
        ground.setAlphaF(0.82)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(box, 6, 6)
        painter.setPen(QColor(self.tokens.text))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
