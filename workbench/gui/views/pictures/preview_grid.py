"""Previews of a translation: source, translated, reconstructed and nearest target image of fixed samples."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip, QWidget

from workbench.core.domain import Side
from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import count
from workbench.gui.kit.plain_text import plain_tip
from workbench.gui.theme import DARK, Tokens
from workbench.gui.views.pictures.image_reader import tile
from workbench.gui.views.pictures.sample_row import COLUMNS, SampleRow, picture_of

_LARGEST, _ROOMY = 152, 84  # largest tile, and least tile with several samples in a line, in pixels
_GAP, _BETWEEN, _MARGIN = 4, 20, 12
_HEAD, _WORDS = 26, 22


class _TileLayout(NamedTuple):
    blocks: int  # samples in a line
    side: int  # of a tile, in pixels


class PreviewGrid(QAbstractScrollArea):
    """Arrows move; Space, Enter or a double click opens; a click on a source or nearest target image chooses it.

    Signals:
        opened(str): the path of the source sample that the user opened, to compare before and after.
        chosen((Side, path)): the sample that the user chose.
    """

    opened = Signal(str)
    chosen = Signal(object)

    def __init__(self, tokens: Tokens = DARK, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tokens = tokens
        self.rows: tuple[SampleRow, ...] = ()
        self.columns: list[tuple[str, str]] = []
        self.current = -1
        self._images: list[dict[str, QImage]] = []
        self._tiles: dict[tuple[int, str, int], QPixmap] = {}
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Samples before and after translation"))
        self.viewport().setMouseTracking(True)

    def set_rows(self, rows: Sequence[SampleRow], columns: Sequence[tuple[str, str]] = COLUMNS) -> None:
        """Show samples. `columns` are names and titles; a column without any picture is left out."""
        self.rows = tuple(rows)
        self._images = [{name: picture_of(row, name) for name, _ in columns} for row in rows]
        self.columns = [
            (name, title) for name, title in columns if any(not images[name].isNull() for images in self._images)
        ]
        self._tiles.clear()
        self.current = min(self.current, len(rows) - 1)
        flips = sum(row.careful for row in rows)
        warning = tr(", {flips} predicted as another class", flips=flips) if flips else ""
        self.setAccessibleDescription(f"{count(len(rows), 'sample')}{warning}")
        self._measure()
        self.viewport().update()

    def set_theme(self, tokens: Tokens) -> None:
        """Apply the colours of a theme."""
        self.tokens = tokens
        self.viewport().update()

    def place(self, row: int, name: str) -> QRectF:
        """Return the rectangle of a picture in the viewport."""
        laid = self._tile_layout()
        column = [column_name for column_name, _ in self.columns].index(name)
        line, block = divmod(row, laid.blocks)
        left = _MARGIN + block * (self._block(laid.side) + _BETWEEN) + column * (laid.side + _GAP)
        top = _HEAD + line * (laid.side + _WORDS) - self.verticalScrollBar().value()
        return QRectF(left, top, laid.side, laid.side)

    def _block(self, side: int) -> int:
        count = max(len(self.columns), 1)
        return count * side + (count - 1) * _GAP

    def _tile_layout(self) -> _TileLayout:
        """Return how many samples fit in a line with tiles of at least `_ROOMY` pixels, and the size of a tile."""
        room, count = self.viewport().width() - 2 * _MARGIN, max(len(self.columns), 1)
        blocks = max(1, (room + _BETWEEN) // (self._block(_ROOMY) + _BETWEEN))
        blocks = min(blocks, max(len(self.rows), 1))
        each = (room - (blocks - 1) * _BETWEEN) // blocks
        return _TileLayout(blocks, max(16, min(_LARGEST, (each - (count - 1) * _GAP) // count)))

    def _measure(self) -> None:
        laid = self._tile_layout()
        lines = -(-len(self.rows) // laid.blocks)
        height = _HEAD + lines * (laid.side + _WORDS) + 4
        self.verticalScrollBar().setRange(0, max(0, height - self.viewport().height()))
        self.verticalScrollBar().setPageStep(self.viewport().height())
        self.verticalScrollBar().setSingleStep(24)

    def _tile(self, row: int, name: str, side: int) -> QPixmap:
        ratio = self.devicePixelRatioF()
        key = (row, name, round(side * ratio))
        if key not in self._tiles:
            pixmap = QPixmap.fromImage(tile(self._images[row][name], key[2], radius=4 * ratio))
            pixmap.setDevicePixelRatio(ratio)
            self._tiles[key] = pixmap
        return self._tiles[key]

    def _hit(self, at: QPointF) -> tuple[int, str] | None:
        for row in range(len(self.rows)):
            for name, _ in self.columns:
                if self.place(row, name).contains(at):
                    return row, name
        return None

    def _move_to(self, row: int) -> None:
        if not self.rows:
            return
        self.current = max(0, min(row, len(self.rows) - 1))
        place, bar = self.place(self.current, self.columns[0][0]), self.verticalScrollBar()
        if place.top() < _HEAD:
            bar.setValue(round(bar.value() + place.top() - _HEAD))
        elif place.bottom() + _WORDS > self.viewport().height():
            bar.setValue(round(bar.value() + place.bottom() + _WORDS - self.viewport().height()))
        self.viewport().update()

    # -- Qt --------------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.viewport().rect(), QColor(self.tokens.background))
        for row in range(len(self.rows)):
            if (
                self.place(row, self.columns[0][0]).intersects(QRectF(self.viewport().rect()))
                if self.columns
                else False
            ):
                self._draw(painter, row)
        painter.fillRect(QRectF(0, 0, self.viewport().width(), _HEAD - 2), QColor(self.tokens.background))
        laid = self._tile_layout()
        for block in range(laid.blocks if self.rows else 0):
            for name, title in self.columns:
                at = self.place(block, name)
                area = QRectF(at.left(), 4, laid.side, _HEAD - 8)
                colour = {"source": self.tokens.source, "nearest": self.tokens.target}.get(name, self.tokens.dim)
                sign = {"source": "● ", "nearest": "■ "}.get(name, "")
                self._words(painter, area, sign, title, colour)

    def _words(self, painter: QPainter, area: QRectF, sign: str, title: str, colour: str) -> None:
        metrics = painter.fontMetrics()
        painter.setPen(QColor(colour))
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, sign)
        painter.setPen(QColor(self.tokens.dim))
        rest = area.adjusted(metrics.horizontalAdvance(sign), 0, 0, 0)
        painter.drawText(
            rest,
            Qt.AlignmentFlag.AlignVCenter,
            metrics.elidedText(title, Qt.TextElideMode.ElideRight, int(rest.width())),
        )

    def _draw(self, painter: QPainter, row: int) -> None:
        sample_row, side = self.rows[row], self._tile_layout().side
        for name, _ in self.columns:
            area = self.place(row, name)
            if self._images[row][name].isNull():
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(self.tokens.raised))
                painter.drawRoundedRect(area, 4, 4)
            else:
                painter.drawPixmap(area.topLeft(), self._tile(row, name, side))
        first, last = self.place(row, self.columns[0][0]), self.place(row, self.columns[-1][0])
        words = QRectF(first.left(), first.bottom() + 2, last.right() - first.left(), _WORDS - 6)
        metrics = painter.fontMetrics()
        painter.setPen(QColor(self.tokens.caution if sample_row.careful else self.tokens.dim))
        short = metrics.elidedText(sample_row.sentence, Qt.TextElideMode.ElideRight, int(words.width()))
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, short)
        if row == self.current and self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self.tokens.accent), 1.5))
            painter.drawRoundedRect(first.united(last).adjusted(-2, -2, 2, 2), 6, 6)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if (hit := self._hit(event.position())) is None or event.button() != Qt.MouseButton.LeftButton:
            return
        row, name = hit
        self._move_to(row)
        sample_row = self.rows[row]
        if name == "nearest" and sample_row.nearest_path:
            self.chosen.emit((Side.TARGET, sample_row.nearest_path))
        elif name == "source":
            self.chosen.emit((Side.SOURCE, sample_row.path))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if (hit := self._hit(event.position())) is not None:
            self.opened.emit(self.rows[hit[0]].path)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        blocks = self._tile_layout().blocks
        moves = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -blocks,
            Qt.Key.Key_Down: blocks,
            Qt.Key.Key_Home: -len(self.rows),
            Qt.Key.Key_End: len(self.rows),
        }
        key = Qt.Key(event.key())
        if key in moves:
            self._move_to(self.current + moves[key])
        elif key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current >= 0:
            self.opened.emit(self.rows[self.current].path)
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.current < 0 and self.rows:
            self.current = 0
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and (hit := self._hit(QPointF(event.pos()))) is not None:
            row, name = self.rows[hit[0]], hit[1]
            QToolTip.showText(event.globalPos(), plain_tip(row.nearest_path if name == "nearest" else row.path), self)
            return True
        return super().viewportEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(880, 420)
