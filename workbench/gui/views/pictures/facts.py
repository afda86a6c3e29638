"""The class probabilities beside the image of the viewer."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import percent
from workbench.gui.theme import DARK, Tokens

WIDTH = 208  # pixels
LINE, BAR = 20, 34  # heights of a line and of a class with its bar, in pixels


class Facts(QWidget):
    """Draws a bar for each class. Hidden while it is empty."""

    def __init__(self, tokens: Tokens = DARK) -> None:
        super().__init__()
        self._tokens = tokens
        self.likely: list[tuple[str, float]] = []
        self.setFixedWidth(WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Probabilities"))
        self.hide()

    def show_classes(self, likely: Sequence[tuple[str, float]]) -> None:
        """Show classes with their probabilities."""
        self.likely = list(likely)
        self.setAccessibleDescription("; ".join(f"{name} {percent(share, 0)}" for name, share in likely))
        self.setVisible(bool(likely))
        self.setFixedHeight(self.sizeHint().height())
        self.update()

    def set_theme(self, tokens: Tokens) -> None:
        """Apply the colours of a theme."""
        self._tokens = tokens
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, LINE + BAR * len(self.likely))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, tokens = QPainter(self), self._tokens
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        y = 0.0
        if self.likely:
            self._words(painter, y, tr("Probabilities"), "", QColor(tokens.dim))
            y += LINE
        for name, share in self.likely:
            self._words(painter, y, name, percent(share, 0), QColor(tokens.text))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.raised))
            painter.drawRoundedRect(QRectF(0, y + LINE, WIDTH, 6), 3, 3)
            painter.setBrush(QColor(tokens.accent))
            painter.drawRoundedRect(QRectF(0, y + LINE, max(WIDTH * share, 3), 6), 3, 3)
            y += BAR

    def _words(self, painter: QPainter, y: float, left: str, right: str, colour: QColor) -> None:
        area = QRectF(0, y, WIDTH, LINE)
        painter.setPen(colour)
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, left)
        painter.setPen(QColor(self._tokens.text))
        room = int(WIDTH - painter.fontMetrics().horizontalAdvance(left) - 12)
        short = painter.fontMetrics().elidedText(right, Qt.TextElideMode.ElideRight, room)
        painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, short)
