"""A reliability diagram: how often predictions of each confidence are right (Guo et al., 2017)."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from workbench.core.shift_report import Bin
from workbench.gui.kit.number_format import percent
from workbench.gui.theme import DARK, Tokens

LEFT, FOOT = 40, 30  # pixels for the axes' words


class ReliabilityDiagram(QWidget):
    """Bars of accuracy over confidence; on the diagonal, a model is as sure as it should be."""

    def __init__(self, tokens: Tokens = DARK) -> None:
        super().__init__()
        self._tokens = tokens
        self.bins: tuple[Bin, ...] = ()
        self.setMinimumSize(180, 120)
        self.setAccessibleName("Reliability diagram")

    def show_bins(self, bins: tuple[Bin, ...]) -> None:
        """Show these."""
        self.bins = bins
        said = (
            f"at {percent(one.confidence, 0)} confidence {percent(one.accuracy, 0)} of {one.count:,} right"
            for one in bins
        )
        self.setToolTip("\n".join(said))
        self.update()

    def set_theme(self, tokens: Tokens) -> None:
        """Take other colours."""
        self._tokens = tokens
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(220, 180)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, tokens = QPainter(self), self._tokens
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = max(min(self.width() - LEFT - 4, self.height() - FOOT - 6), 40)
        area = QRectF(LEFT, 4, side, side)
        small = painter.font()
        small.setPixelSize(11)
        painter.setFont(small)
        painter.setPen(QPen(QColor(tokens.line), 1))
        painter.drawRect(area)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.setPen(QColor(tokens.faint))
        for share in (0.0, 0.5, 1.0):
            y = area.bottom() - share * side
            painter.drawText(QRectF(0, y - 8, LEFT - 6, 16), right, percent(share, 0))
        painter.setPen(QColor(tokens.dim))
        words = "confidence, and how often right" if side > 190 else "confidence"
        painter.drawText(QRectF(LEFT, area.bottom() + 4, side, 16), Qt.AlignmentFlag.AlignHCenter, words)
        most = max((one.count for one in self.bins), default=1)
        colour = QColor(tokens.target)
        width = side / 15
        for one in self.bins:
            height, middle = one.accuracy * side, area.left() + one.confidence * side
            fill = QColor(colour)
            fill.setAlpha(70 + round(185 * (one.count / most) ** 0.5))
            start = min(max(middle - width / 2, area.left()), area.right() - width)
            painter.fillRect(QRectF(start, area.bottom() - height, width - 1, height), fill)
        painter.setPen(QPen(QColor(tokens.text), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(area.left(), area.bottom()), QPointF(area.right(), area.top()))
