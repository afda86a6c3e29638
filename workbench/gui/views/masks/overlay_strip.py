"""Target images with their predicted masks, as many side by side as fit."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from workbench.gui.kit.language import tr
from workbench.gui.theme import DARK, Tokens

_GAP, _WORDS, _LEAST = 8, 20, 220  # pixels; `_LEAST` is the least width of an image


class OverlaidImage(NamedTuple):
    """An image with its mask already drawn over it."""

    path: str
    image: QImage


class OverlayStrip(QAbstractScrollArea):
    """Arrows move; Space, Enter or a double click opens.

    Signals: opened(str), chosen(str): the user opened or chose the sample at this path.
    """

    opened = Signal(str)
    chosen = Signal(str)

    def __init__(self, tokens: Tokens = DARK, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tokens = tokens
        self.rows: list[OverlaidImage] = []
        self.current = -1
        self._drawn: dict[tuple[int, int], QPixmap] = {}
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Target images with predicted classes"))

    def show_images(self, rows: Sequence[OverlaidImage]) -> None:
        """Replace the images."""
        self.rows = list(rows)
        self.current = min(self.current, len(self.rows) - 1)
        self._drawn.clear()
        self.setAccessibleDescription(", ".join(row.path for row in self.rows))
        self._measure()
        self.viewport().update()

    def set_theme(self, tokens: Tokens) -> None:
        """Apply the colours of a theme."""
        self.tokens = tokens
        self.viewport().update()

    def place(self, row: int) -> QRectF:
        """Return the rectangle of an image in the viewport."""
        across, width, height = self._tile_layout()
        line, column = divmod(row, across)
        top = line * (height + _WORDS + _GAP) - self.verticalScrollBar().value()
        return QRectF(column * (width + _GAP), top, width, height)

    def _tile_layout(self) -> tuple[int, int, int]:
        """Return the number of images in a line, and the width and height of each."""
        room, count = self.viewport().width(), max(len(self.rows), 1)
        across = max(1, min(count, (room + _GAP) // (_LEAST + _GAP)))
        width = (room - (across - 1) * _GAP) // across
        shapes = [row.image.height() / max(row.image.width(), 1) for row in self.rows]
        return across, width, round(width * min(max(shapes, default=0.5), 1.0))

    def _measure(self) -> None:
        across, _, height = self._tile_layout()
        lines = -(-len(self.rows) // across)
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, lines * (height + _WORDS + _GAP) - self.viewport().height()))
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(24)

    def _hit(self, at: QPointF) -> int | None:
        return next((row for row in range(len(self.rows)) if self.place(row).contains(at)), None)

    def _pixmap(self, row: int, area: QRectF) -> QPixmap:
        ratio = self.devicePixelRatioF()
        key = (row, round(area.width() * ratio))
        if key not in self._drawn:
            size = (area.size() * ratio).toSize()
            keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            pixmap = QPixmap.fromImage(self.rows[row].image.scaled(size, keep, smooth))
            pixmap.setDevicePixelRatio(ratio)
            self._drawn[key] = pixmap
        return self._drawn[key]

    def _move_to(self, row: int) -> None:
        if self.rows:
            self.current = max(0, min(row, len(self.rows) - 1))
            self.viewport().update()
            self.chosen.emit(self.rows[self.current].path)

    # -- Qt --------------------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.viewport().rect(), QColor(self.tokens.background))
        for row, shown in enumerate(self.rows):
            area = self.place(row)
            if not area.adjusted(0, 0, 0, _WORDS).intersects(QRectF(self.viewport().rect())):
                continue
            if not shown.image.isNull():
                painter.drawPixmap(area.topLeft(), self._pixmap(row, area))
            words = QRectF(area.left(), area.bottom() + 2, area.width(), _WORDS - 4)
            painter.setPen(QColor(self.tokens.dim))
            short = painter.fontMetrics().elidedText(shown.path, Qt.TextElideMode.ElideMiddle, int(words.width()))
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, short)
            if row == self.current:
                painter.setPen(QPen(QColor(self.tokens.accent), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), 4, 4)

    def sizeHint(self) -> QSize:
        return QSize(560, 280)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._drawn.clear()
        self._measure()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if (row := self._hit(event.position())) is not None:
            self._move_to(row)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if (row := self._hit(event.position())) is not None:
            self.opened.emit(self.rows[row].path)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        across, key = self._tile_layout()[0], Qt.Key(event.key())
        moves = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -across, Qt.Key.Key_Down: across}
        if key in moves:
            self._move_to(self.current + moves[key])
        elif key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current >= 0:
            self.opened.emit(self.rows[self.current].path)
        else:
            event.ignore()
