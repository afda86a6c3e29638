"""A reliability diagram: accuracy of predictions by confidence (Guo et al., 2017)."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from workbench.core.shift_report import Bin
from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import percent, whole
from workbench.gui.kit.plain_text import plain_tip
from workbench.gui.theme import DARK, Tokens

LEFT, FOOT = 40, 30  # pixels for the text of the axes


class ReliabilityDiagram(QWidget):
    """Draws bars of accuracy over confidence. A calibrated model lies on the diagonal."""

    def __init__(self, tokens: Tokens = DARK) -> None:
        super().__init__()
        self._tokens = tokens
        self.bins: tuple[Bin, ...] = ()
        self.setMinimumSize(180, 120)
        self.setAccessibleName(tr("Reliability diagram"))

    def show_bins(self, bins: tuple[Bin, ...]) -> None:
        """Show the bins of a model."""
        self.bins = bins
        lines = (
            tr(
                "at {confidence} confidence {accuracy} of {count} right",
                confidence=percent(each.confidence, 0),
                accuracy=percent(each.accuracy, 0),
                count=whole(each.count),
            )
            for each in bins
        )
        self.setToolTip(plain_tip("\n".join(lines)))
        self.update()

    def set_theme(self, tokens: Tokens) -> None:
        """Apply the colours of a theme."""
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
        words = tr("confidence against accuracy") if side > 190 else tr("confidence")
        painter.drawText(QRectF(LEFT, area.bottom() + 4, side, 16), Qt.AlignmentFlag.AlignHCenter, words)
        largest = max((each.count for each in self.bins), default=1)
        colour = QColor(tokens.target)
        width = side / 15
        for each in self.bins:
            height, middle = each.accuracy * side, area.left() + each.confidence * side
            fill = QColor(colour)
            fill.setAlpha(70 + round(185 * (each.count / largest) ** 0.5))
            start = min(max(middle - width / 2, area.left()), area.right() - width)
            painter.fillRect(QRectF(start, area.bottom() - height, width - 1, height), fill)
        painter.setPen(QPen(QColor(tokens.text), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(area.left(), area.bottom()), QPointF(area.right(), area.top()))
