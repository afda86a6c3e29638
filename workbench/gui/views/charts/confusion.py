"""A confusion matrix as a heat map: rows are true classes, columns predicted ones."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import percent, whole
from workbench.gui.kit.plain_text import plain_tip
from workbench.gui.theme import DARK, Tokens

NAMES, TOP = 112, 20  # pixels for the names of classes
READABLE = 14  # least size of a cell in pixels, so that its row has a name; larger maps scroll
NUMBERED = 26  # from this size on, a cell shows its count
LARGEST = 44

Cell = tuple[int, int]


class ConfusionMap(QWidget):
    """Shows counts by true and predicted class. A click or an arrow key chooses a cell.

    Signals: chosen(int, int): row and column of the cell that was chosen.
    """

    chosen = Signal(int, int)

    def __init__(self, tokens: Tokens = DARK) -> None:
        super().__init__()
        self._tokens = tokens
        self.truths: tuple[str, ...] = ()
        self.predictions: tuple[str, ...] = ()
        self.counts: Sequence[Sequence[int]] = ()
        self.current: Cell | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Confusion matrix"))
        self.setMinimumSize(160, 96)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_counts(self, truths: Sequence[str], predictions: Sequence[str], counts: Sequence[Sequence[int]]) -> None:
        """Show a matrix: `counts[i][j]` samples of class `truths[i]` were predicted as `predictions[j]`."""
        self.truths, self.predictions, self.counts = tuple(truths), tuple(predictions), counts
        self.current = None
        self.setMinimumSize(NAMES + READABLE * len(self.predictions), TOP + READABLE * len(self.truths))
        self.update()

    def set_theme(self, tokens: Tokens) -> None:
        """Apply the colours of a theme."""
        self._tokens = tokens
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(NAMES + 24 * max(len(self.predictions), 4), TOP + 24 * max(len(self.truths), 4))

    # -- geometry --------------------------------------------------------------------------------------------------

    def _cell_size(self) -> float:
        rows, columns = max(len(self.truths), 1), max(len(self.predictions), 1)
        return min((self.width() - NAMES) / columns, (self.height() - TOP) / rows, LARGEST)

    def cell_at(self, at: QPointF) -> Cell | None:
        """Return the row and column at a point of the widget, or None outside the cells."""
        size = self._cell_size()
        column, row = int((at.x() - NAMES) // size), int((at.y() - TOP) // size)
        inside = 0 <= row < len(self.truths) and 0 <= column < len(self.predictions)
        return (row, column) if inside else None

    def centre(self, row: int, column: int) -> QPoint:
        """Return the centre of a cell."""
        size = self._cell_size()
        return QPointF(NAMES + (column + 0.5) * size, TOP + (row + 0.5) * size).toPoint()

    def sentence(self, row: int, column: int) -> str:
        """Describe a cell in a sentence."""
        counts = self.counts[row]
        cell, total = counts[column], sum(counts)
        share = f" ({percent(cell / total, 0)})" if total else ""
        truth, predicted = self.truths[row], self.predictions[column]
        return tr(
            "{cell} of {total} “{truth}”{share} are predicted “{predicted}”",
            cell=whole(cell),
            total=whole(total),
            truth=truth,
            share=share,
            predicted=predicted,
        )

    # -- Qt --------------------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        size = self._cell_size()
        tokens = self._tokens
        ground, right, wrong = QColor(tokens.raised), QColor(tokens.good), QColor(tokens.bad)
        gap = 1.0 if size >= 6 else 0.0
        font = painter.font()
        font.setPixelSize(11)
        painter.setFont(font)
        for row, counts in enumerate(self.counts):
            total = max(sum(counts), 1)
            for column, cell in enumerate(counts):
                same = self.truths[row] == self.predictions[column]
                colour = _mixed(ground, right if same else wrong, (cell / total) ** 0.6)
                place = QRectF(NAMES + column * size, TOP + row * size, size - gap, size - gap)
                painter.fillRect(place, colour)
                if size >= NUMBERED and cell:
                    painter.setPen(QColor(self._tokens.text))
                    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, f"{cell}")
        self._name(painter, size)
        if self.current is not None:
            painter.setPen(QPen(QColor(self._tokens.accent), 2 if self.hasFocus() else 1))
            row, column = self.current
            painter.drawRect(QRectF(NAMES + column * size, TOP + row * size, size - gap, size - gap))

    def _name(self, painter: QPainter, size: float) -> None:
        painter.setPen(QColor(self._tokens.dim))
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(NAMES, 0, self.width() - NAMES, TOP), left, tr("predicted →"))
        painter.drawText(QRectF(0, 0, NAMES, TOP), left, tr("true ↓"))
        for row, name in enumerate(self.truths):
            short = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, NAMES - 8)
            painter.drawText(QRectF(0, TOP + row * size, NAMES - 8, size), left, short)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self.cell_at(event.position())
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        cell = self.cell_at(event.position())
        if cell is not None:
            self._choose(cell)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = {
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
        }.get(Qt.Key(event.key()))
        if by is None or not self.truths:
            super().keyPressEvent(event)
            return
        row, column = self.current or (0, 0)
        row, column = row + by[0], column + by[1]
        self._choose((max(0, min(row, len(self.truths) - 1)), max(0, min(column, len(self.predictions) - 1))))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            cell = self.cell_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), plain_tip(self.sentence(*cell) if cell else ""), self)
            return True
        return super().event(event)

    def _choose(self, cell: Cell) -> None:
        self.current = cell
        self.update()
        self.chosen.emit(*cell)


def _mixed(low: QColor, high: QColor, share: float) -> QColor:
    def between(a: int, b: int) -> int:
        return round((1 - share) * a + share * b)

    return QColor(between(low.red(), high.red()), between(low.green(), high.green()), between(low.blue(), high.blue()))
