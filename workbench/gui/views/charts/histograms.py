"""Overlaid histograms of one image statistic in both domains."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.core.shift_report import ImageStatistic
from workbench.gui.kit.core_words import word
from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import grouped, percent
from workbench.gui.kit.plain_text import plain_tip
from workbench.gui.theme import DARK, Tokens

HEAD, FOOT, MARGIN = 40, 16, 10  # pixels


class HistogramCard(QWidget):
    """Shows a statistic: its name, both medians and both distributions. A click or Enter chooses it.

    Signals: chosen(str): the name of the statistic.
    """

    chosen = Signal(str)

    def __init__(self, statistic: ImageStatistic, tokens: Tokens = DARK) -> None:
        super().__init__()
        self.statistic, self._tokens = statistic, tokens
        self.setFixedWidth(208)
        self.setMinimumHeight(112)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(f"{word(statistic.title)}: {self.sentence()}")
        self.setToolTip(plain_tip(tr("{sentence}. Click to sort the images by it.", sentence=self.sentence())))

    def sentence(self) -> str:
        """Describe the difference between the domains in a sentence."""
        which, share = self._direction()
        return tr(
            "In {share} of pairs, the value of the target image is {which} than that of the source image",
            share=share,
            which=which,
        )

    def _direction(self) -> tuple[str, str]:
        """Return whether the target's values are rather higher or lower, and in which share of pairs."""
        more = self.statistic.more
        return (tr("higher"), percent(more, 0)) if more >= 0.5 else (tr("lower"), percent(1 - more, 0))

    def share(self) -> str:
        """Return the share of pairs as it is drawn; it is a probability, and no change."""
        return tr(" in ").join(self._direction())

    def set_theme(self, tokens: Tokens) -> None:
        """Apply the colours of a theme."""
        self._tokens = tokens
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(208, 132)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, statistic, tokens = QPainter(self), self.statistic, self._tokens
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.raised))
        painter.drawRoundedRect(QRectF(self.rect()), 8, 8)
        inside = QRectF(self.rect()).adjusted(MARGIN, 8, -MARGIN, -6)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        painter.setPen(QColor(tokens.text))
        painter.drawText(inside, left, word(statistic.title))
        painter.setPen(QColor(tokens.dim))
        small = painter.font()
        small.setPixelSize(11)
        painter.setFont(small)
        unit = f" {statistic.unit}" if statistic.unit else ""
        words = f"{number(statistic.source_median)} → {number(statistic.target_median)}{unit}"
        painter.drawText(inside.adjusted(0, 18, 0, 0), left, words)
        painter.drawText(inside.adjusted(0, 18, 0, 0), Qt.AlignmentFlag.AlignRight, self.share())
        area = inside.adjusted(0, HEAD - 6, 0, -FOOT)
        highest = max(*statistic.source, *statistic.target, 1e-9)
        for shares, colour in ((statistic.source, tokens.source), (statistic.target, tokens.target)):
            self._draw(painter, area, [share / highest for share in shares], QColor(colour))
        painter.setPen(QColor(tokens.faint))
        foot = QRectF(area.left(), area.bottom() + 2, area.width(), FOOT)
        painter.drawText(foot, Qt.AlignmentFlag.AlignLeft, number(statistic.edges[0]))
        painter.drawText(foot, Qt.AlignmentFlag.AlignRight, number(statistic.edges[-1]))
        if self.hasFocus():
            painter.setPen(QPen(QColor(tokens.accent), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)

    def _draw(self, painter: QPainter, area: QRectF, heights: list[float], colour: QColor) -> None:
        step = area.width() / max(len(heights), 1)
        outline = QPolygonF([area.bottomLeft()])
        for index, height in enumerate(heights):
            top = area.bottom() - height * area.height()
            outline.append(QPointF(area.left() + index * step, top))
            outline.append(QPointF(area.left() + (index + 1) * step, top))
        outline.append(area.bottomRight())
        fill = QColor(colour)
        fill.setAlpha(70)
        painter.setPen(QPen(colour, 1))
        painter.setBrush(fill)
        painter.drawPolygon(outline)

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        self.chosen.emit(self.statistic.name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit(self.statistic.name)
        else:
            super().keyPressEvent(event)


def number(value: float) -> str:
    """Format a number with three significant digits, or with a thousands separator."""
    return grouped(value, 0) if abs(value) >= 1000 else f"{value:.3g}"
