"""The histogram of an image's values, with the limits that are shown as black and as white."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.gui.kit.language import tr
from workbench.gui.theme import DARK, Tokens

HEIGHT = 72  # pixels
BINS = 64


class ValueHistogram(QWidget):
    """Draws shares of values in [0, 1]. Dragging moves the nearer limit; the fields below it do the same by keyboard.

    Signals: limits_moved(float, float): the user moved a limit; both, in [0, 1].
    """

    limits_moved = Signal(float, float)

    def __init__(self) -> None:
        super().__init__()
        self._tokens = DARK
        self.counts = np.zeros(BINS)
        self.low, self.high = 0.0, 1.0
        self._moves_high: bool | None = None  # the limit that is dragged
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Histogram of the image's values"))
        self.setToolTip(tr("Shares of the values on a square-root scale. Drag a limit."))

    def show_values(self, values: NDArray[np.uint8]) -> None:
        """Show the values of an image in 8 bits, of any shape; none clears the histogram."""
        self.counts = np.bincount(values.ravel(), minlength=256).reshape(BINS, -1).sum(axis=1)
        self.update()

    def set_limits(self, low: float, high: float) -> None:
        """Show limits in [0, 1]."""
        self.low, self.high = low, high
        self.update()

    def set_theme(self, tokens: Tokens) -> None:
        """Apply the colours of a theme."""
        self._tokens = tokens
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, HEIGHT)

    def _place(self, value: float) -> float:
        return value * (self.width() - 1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, tokens = QPainter(self), self._tokens
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.raised))
        painter.drawRoundedRect(area, 6, 6)
        heights = np.sqrt(self.counts / max(self.counts.max(), 1)) * (HEIGHT - 8)
        edges = np.linspace(0, area.width(), BINS + 1)
        corners = [QPointF(0, HEIGHT)]
        for left, right, height in zip(edges, edges[1:], heights, strict=False):
            corners += [QPointF(left, HEIGHT - height), QPointF(right, HEIGHT - height)]
        painter.setBrush(QColor(tokens.dim))
        painter.drawPolygon(QPolygonF([*corners, QPointF(area.right(), HEIGHT)]))
        painter.setPen(QPen(QColor(tokens.accent), 2))
        for value in (self.low, self.high):
            at = min(max(self._place(value), 1), self.width() - 2)
            painter.drawLine(QPointF(at, 2), QPointF(at, HEIGHT - 2))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position().x() / max(self.width() - 1, 1)
        self._moves_high = abs(at - self.high) < abs(at - self.low)
        self._move(at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._moves_high is not None:
            self._move(event.position().x() / max(self.width() - 1, 1))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._moves_high = None

    def _move(self, at: float) -> None:
        step = 1 / 255
        if self._moves_high:
            self.set_limits(self.low, min(max(at, self.low + step), 1.0))
        else:
            self.set_limits(min(max(at, 0.0), self.high - step), self.high)
        self.limits_moved.emit(self.low, self.high)
