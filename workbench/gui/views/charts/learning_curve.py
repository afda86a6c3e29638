"""The learning curve: accuracy of runs over the number of shots, with a forecast and its confidence band."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import count, percent, whole
from workbench.gui.kit.plain_text import plain_tip
from workbench.gui.theme import DARK, Tokens

_HEIGHT = 112
_LEFT, _TOP, _RIGHT, _BELOW = 40, 8, 8, 20  # pixels around the plot


class ForecastPoint(NamedTuple):
    """The forecast value in [0, 1] at a number of shots, with its lower and upper bound."""

    shots: int
    value: float
    low: float
    high: float


class LearningCurve(QWidget):
    """Squares are runs; the dashed line and the band are the forecast."""

    def __init__(self, tokens: Tokens = DARK, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens = tokens
        self._points: list[tuple[int, float]] = []
        self._expected: list[ForecastPoint] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Accuracy over the number of shots"))
        self.hide()

    def show_curve(self, points: Sequence[tuple[int, float]], expected: Sequence[ForecastPoint]) -> None:
        """Show runs as (shots, value in [0, 1]) in ascending order, and a forecast. Hidden for fewer than two."""
        self._points, self._expected = list(points), list(expected)
        lines = [f"{count(shots, 'shot')}: {percent(value)}" for shots, value in points]
        lines += [
            tr(
                "{shots} expected: {low} to {high}",
                shots=whole(forecast.shots),
                low=percent(forecast.low, 0),
                high=percent(forecast.high, 0),
            )
            for forecast in expected[-1:]
        ]
        self.setToolTip(plain_tip("\n".join(lines)))
        self.setAccessibleDescription("; ".join(lines))
        self.setVisible(len(points) > 1)
        self.update()

    def set_theme(self, tokens: Tokens) -> None:
        """Apply the colours of a theme."""
        self._tokens = tokens
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(220, _HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(_LEFT, _TOP, self.width() - _LEFT - _RIGHT, self.height() - _TOP - _BELOW)
        shots = [shots for shots, _ in self._points] + [forecast.shots for forecast in self._expected]
        values = [value for _, value in self._points]
        values += [bound for forecast in self._expected for bound in (forecast.low, forecast.high)]
        low, high = max(min(values) - 0.02, 0.0), min(max(values) + 0.02, 1.0)
        first, last = min(shots), max(*shots, min(shots) + 1)

        def at(x: float, value: float) -> QPointF:
            across = (x - first) / (last - first)
            return QPointF(
                area.left() + across * area.width(), area.bottom() - (value - low) / (high - low) * area.height()
            )

        self._axes(painter, area, (low, high), (first, last))
        if self._expected:
            above = [at(forecast.shots, forecast.high) for forecast in self._expected]
            below = [at(forecast.shots, forecast.low) for forecast in reversed(self._expected)]
            band = QPolygonF([*above, *below])
            ground = QColor(self._tokens.accent)
            ground.setAlpha(48)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ground)
            painter.drawPolygon(band)
            painter.setPen(QPen(QColor(self._tokens.accent), 1.2, Qt.PenStyle.DashLine))
            painter.drawPolyline(QPolygonF([at(forecast.shots, forecast.value) for forecast in self._expected]))
        places = [at(*point) for point in self._points]
        painter.setPen(QPen(QColor(self._tokens.target), 1.2))
        painter.drawPolyline(QPolygonF(places))
        painter.setBrush(QColor(self._tokens.target))
        painter.setPen(Qt.PenStyle.NoPen)
        for place in places:
            painter.drawRect(QRectF(place.x() - 3, place.y() - 3, 6, 6))

    def _axes(self, painter: QPainter, area: QRectF, values: tuple[float, float], shots: tuple[int, int]) -> None:
        font = self.font()
        font.setPixelSize(11)
        painter.setFont(font)
        painter.setPen(QColor(self._tokens.line))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        painter.drawLine(area.topLeft(), area.topRight())
        painter.setPen(QColor(self._tokens.dim))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for value, y in zip(values, (area.bottom(), area.top()), strict=True):
            painter.drawText(QRectF(0, y - 8, _LEFT - 6, 16), right, f"{100 * value:.0f} %")
        below = QRectF(area.left(), area.bottom() + 3, area.width(), 16)
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, whole(shots[0]))
        painter.drawText(below, Qt.AlignmentFlag.AlignHCenter, tr("shots"))
        painter.drawText(below, Qt.AlignmentFlag.AlignRight, whole(shots[1]))
