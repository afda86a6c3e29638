"""Plays a few frames of a video in a loop, each above its translation."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QHideEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.gui.kit.language import tr
from workbench.gui.theme import DARK, Tokens

GAP = 4  # pixels between both pictures
TALLEST = 160  # pixels of a picture


class FramePlayer(QWidget):
    """A click or Space stops and continues it. Hidden while it has no frames; it does not run while it is hidden."""

    def __init__(self) -> None:
        super().__init__()
        self._tokens = DARK
        self.frames: list[tuple[QPixmap, QPixmap]] = []
        self.place = 0
        self.timer = QTimer(self)
        self.timer.timeout.connect(self._next)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(tr("First seconds of the video, above their translation"))
        self.setToolTip(tr("The source above, its translation below. A click stops it"))
        self.hide()

    def show_frames(self, frames: Sequence[tuple[bytes, bytes]], rate: float) -> None:
        """Play pairs of encoded images at `rate` per second; none hides the player."""
        self.frames = [(_pixmap(before), _pixmap(after)) for before, after in frames]
        self.place = 0
        self.setVisible(bool(frames))
        self.timer.setInterval(round(1000 / max(rate, 1)))
        self.updateGeometry()
        self.update()
        if self.isVisible() and frames:
            self.timer.start()
        elif not frames:
            self.timer.stop()

    def set_theme(self, tokens: Tokens) -> None:
        """Apply the colours of a theme."""
        self._tokens = tokens
        self.update()

    def toggle(self) -> None:
        """Stop, or continue."""
        if self.timer.isActive():
            self.timer.stop()
        elif self.frames:
            self.timer.start()

    def _next(self) -> None:
        self.place = (self.place + 1) % max(len(self.frames), 1)
        self.update()

    def _height(self, width: int) -> int:
        if not self.frames:
            return 0
        size = self.frames[0][0].size()
        return min(round(size.height() * width / max(size.width(), 1)), TALLEST)

    def sizeHint(self) -> QSize:
        width = self.width() or 264
        return QSize(width, 2 * self._height(width) + GAP)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self.frames:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        height = (self.height() - GAP) // 2
        for line, pixmap in enumerate(self.frames[self.place]):
            area = QRectF(0, line * (height + GAP), self.width(), height)
            shown = pixmap.size().scaled(area.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
            painter.drawPixmap(QRectF(area.topLeft(), shown), pixmap, QRectF(pixmap.rect()))
        if self.hasFocus():
            painter.setPen(QColor(self._tokens.accent))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.toggle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self.toggle()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.frames:
            self.timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.timer.stop()


def _pixmap(content: bytes) -> QPixmap:
    return QPixmap.fromImage(QImage.fromData(content))
