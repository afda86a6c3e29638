"""The IoU of each class: a bar for the target, a dot for the source, the worst class first."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.core.masks import Colour
from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import percent
from workbench.gui.theme import DARK, Tokens

HEAD, LINE = 24, 24  # pixels
NAMES, NUMBER = 128, 64


class ClassIouRow(NamedTuple):
    """A class and its IoU on target and source, in [0, 1]; None if unknown."""

    name: str
    colour: Colour
    target: float | None
    source: float | None


class IouTable(QWidget):
    """A list of classes with their IoU. A click or an arrow key chooses a class.

    Signals: chosen(str): a class was chosen, to see its worst images.
    """

    chosen = Signal(str)

    def __init__(self, tokens: Tokens = DARK) -> None:
        super().__init__()
        self._tokens = tokens
        self.rows: list[ClassIouRow] = []
        self.of = ""
        self.current = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("IoU by class"))
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_rows(self, rows: Sequence[ClassIouRow], of: str = "") -> None:
        """Show the classes `of` a run, the worst on the target first; classes that no image has come last."""
        self.of = of
        self.rows = sorted(rows, key=lambda row: (row.target is None, row.target or 0.0))
        self.current = -1
        description = ", ".join(f"{row.name} {percent(row.target)}" for row in self.rows)
        self.setAccessibleDescription(description)
        self.setFixedHeight(HEAD + LINE * len(self.rows))
        self.update()

    def set_theme(self, tokens: Tokens) -> None:
        """Apply the colours of a theme."""
        self._tokens = tokens
        self.update()

    def place(self, row: int) -> QRectF:
        """Return the rectangle of a row."""
        return QRectF(0, HEAD + row * LINE, self.width(), LINE)

    def _choose(self, row: int) -> None:
        self.current = row
        self.update()
        self.chosen.emit(self.rows[row].name)

    def _row_at(self, at: QPointF) -> int | None:
        row = int((at.y() - HEAD) // LINE)
        return row if 0 <= row < len(self.rows) else None

    # -- Qt --------------------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(340, HEAD + LINE * max(len(self.rows), 3))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bars = QRectF(NAMES, 0, self.width() - NAMES - 2 * NUMBER - 8, 0)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.setPen(QColor(self._tokens.dim))
        head = tr("IoU by class") + (f" · {self.of}" if self.of else "")
        painter.drawText(QRectF(0, 0, bars.right(), HEAD), Qt.AlignmentFlag.AlignVCenter, head)
        heads = ((2, "■", tr("target"), self._tokens.target), (1, "●", tr("source"), self._tokens.source))
        for place, sign, word, colour in heads:
            area = QRectF(self.width() - place * NUMBER - 4, 0, NUMBER, HEAD)
            painter.setPen(QColor(self._tokens.dim))
            painter.drawText(area, right, word)
            painter.setPen(QColor(colour))
            wide = painter.fontMetrics().horizontalAdvance(word) + 4
            painter.drawText(area.adjusted(0, 0, -wide, 0), right, sign)
        for row, class_row in enumerate(self.rows):
            area = self.place(row)
            if row == self.current:
                ground = QColor(self._tokens.accent)
                ground.setAlphaF(0.18)
                painter.setPen(QPen(QColor(self._tokens.accent), 1) if self.hasFocus() else Qt.PenStyle.NoPen)
                painter.setBrush(ground)
                painter.drawRoundedRect(area.adjusted(0.5, 1, -0.5, -1), 4, 4)
            self._draw(painter, area, bars, class_row)

    def _draw(self, painter: QPainter, area: QRectF, bars: QRectF, row: ClassIouRow) -> None:
        tokens, middle = self._tokens, area.center().y()
        painter.setPen(QPen(QColor(tokens.line), 1))
        painter.setBrush(QColor(*row.colour))
        painter.drawRoundedRect(QRectF(6, middle - 5, 10, 10), 3, 3)
        painter.setPen(QColor(tokens.text))
        name = painter.fontMetrics().elidedText(row.name, Qt.TextElideMode.ElideRight, NAMES - 30)
        painter.drawText(QRectF(22, area.top(), NAMES - 24, LINE), Qt.AlignmentFlag.AlignVCenter, name)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.line))
        painter.drawRoundedRect(QRectF(bars.left(), middle - 3, bars.width(), 6), 3, 3)
        if row.target:  # an IoU of 0 has no bar
            painter.setBrush(QColor(tokens.target))
            painter.drawRoundedRect(QRectF(bars.left(), middle - 3, max(4.0, bars.width() * row.target), 6), 3, 3)
        if row.source is not None:
            painter.setBrush(QColor(tokens.source))
            painter.setPen(QPen(QColor(tokens.background), 1.5))
            painter.drawEllipse(QPointF(bars.left() + bars.width() * row.source, middle), 4.5, 4.5)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.setPen(QColor(tokens.text))
        painter.drawText(QRectF(self.width() - 2 * NUMBER - 4, area.top(), NUMBER, LINE), right, percent(row.target))
        painter.setPen(QColor(tokens.dim))
        painter.drawText(QRectF(self.width() - NUMBER - 4, area.top(), NUMBER, LINE), right, percent(row.source))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._row_at(event.position()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if (row := self._row_at(event.position())) is not None:
            self._choose(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if by is None or not self.rows:
            super().keyPressEvent(event)
        else:
            self._choose(min(max(self.current + by, 0), len(self.rows) - 1))
