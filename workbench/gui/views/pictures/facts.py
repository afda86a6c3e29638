"""The side panel of the viewer: class probabilities and metadata of the file."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.gui.kit.number_format import percent
from workbench.gui.kit.plain_text import plain_tip
from workbench.gui.theme import DARK, Tokens

WIDTH = 208  # pixels
LINE, BAR = 20, 34  # heights of a fact and of a class with its bar, in pixels


class Facts(QWidget):
    """Draws bars of probabilities above names and values. Hidden while it is empty."""

    def __init__(self, tokens: Tokens = DARK) -> None:
        super().__init__()
        self._tokens = tokens
        self.likely: list[tuple[str, float]] = []
        self.facts: list[tuple[str, str]] = []
        self.setFixedWidth(WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Facts")
        self.hide()

    def show_facts(self, likely: Sequence[tuple[str, float]], facts: Sequence[tuple[str, str]]) -> None:
        """Show classes with their probabilities, and names with their values."""
        self.likely, self.facts = list(likely), list(facts)
        values = [f"{name}: {value}" for name, value in facts]
        lines = [f"{name} {percent(share, 0)}" for name, share in likely] + values
        self.setAccessibleDescription("; ".join(lines))
        self.setToolTip(plain_tip("\n".join(values)))
        self.setVisible(bool(lines))
        self.update()

    def set_theme(self, tokens: Tokens) -> None:
        """Apply the colours of a theme."""
        self._tokens = tokens
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, LINE + BAR * len(self.likely) + LINE * (len(self.facts) + 2))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, tokens = QPainter(self), self._tokens
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        y = 0.0
        if self.likely:
            self._words(painter, y, "Probabilities", "", QColor(tokens.dim))
            y += LINE
        for name, share in self.likely:
            self._words(painter, y, name, percent(share, 0), QColor(tokens.text))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.raised))
            painter.drawRoundedRect(QRectF(0, y + LINE, WIDTH, 6), 3, 3)
            painter.setBrush(QColor(tokens.accent))
            painter.drawRoundedRect(QRectF(0, y + LINE, max(WIDTH * share, 3), 6), 3, 3)
            y += BAR
        y += LINE / 2 if self.likely else 0
        for name, value in self.facts:
            self._words(painter, y, name, value, QColor(tokens.dim))
            y += LINE

    def _words(self, painter: QPainter, y: float, left: str, right: str, colour: QColor) -> None:
        area = QRectF(0, y, WIDTH, LINE)
        painter.setPen(colour)
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, left)
        painter.setPen(QColor(self._tokens.text))
        room = int(WIDTH - painter.fontMetrics().horizontalAdvance(left) - 12)
        short = painter.fontMetrics().elidedText(right, Qt.TextElideMode.ElideRight, room)
        painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, short)
