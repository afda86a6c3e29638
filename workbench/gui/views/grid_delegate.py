"""Drawing one thumbnail: the image, its domain's shape, its label or prediction, a ring when it is selected."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from workbench.core.domain import Side
from workbench.gui.theme import Tokens
from workbench.gui.views.grid_model import GridItem
from workbench.gui.views.ids import NONE
from workbench.gui.views.thumbnails import Thumbnails

GAP = 8  # pixels between thumbnails
_RING = 2.0
_SHADE = QColor(14, 16, 20, 200)  # behind text on an image, whatever the image is
_ON_SHADE = QColor("#f2f4f6")


class GridDelegate(QStyledItemDelegate):
    """`selected` is the grid's own set of ids; `current` its row with the keyboard's attention."""

    def __init__(self, thumbnails: Thumbnails, tokens: Tokens, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.thumbnails, self.tokens = thumbnails, tokens
        self.side = 72
        self.selected = NONE
        self.current = -1
        self._font = QFont()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(self.side + GAP, self.side + GAP)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        item: GridItem = index.data(Qt.ItemDataRole.UserRole)
        cell = QRectF(option.rect)
        area = QRectF(cell.x() + GAP / 2, cell.y() + GAP / 2, self.side, self.side)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._font = QFont(painter.font())
        self._font.setPixelSize(11)
        self._font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(self._font)
        self._image(painter, area, item)
        self._marker(painter, area, item.side)
        self._badges(painter, area, item)
        self._ring(painter, area, item, index.row())
        painter.restore()

    def _image(self, painter: QPainter, area: QRectF, item: GridItem) -> None:
        ratio = painter.device().devicePixelRatioF()
        known, pixmap = self.thumbnails.get(item.file, round(self.side * ratio))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.tokens.raised))
        painter.drawRoundedRect(area, 6, 6)
        if pixmap is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(area, pixmap, QRectF(pixmap.rect()))
            return
        if known:
            painter.setPen(QColor(self.tokens.dim))
            quiet = QFont(self._font)
            quiet.setWeight(QFont.Weight.Normal)
            painter.setFont(quiet)
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, "unreadable")
            painter.setFont(self._font)

    def _marker(self, painter: QPainter, area: QRectF, side: Side) -> None:
        middle = QPointF(area.left() + 9, area.top() + 9)
        painter.setPen(QPen(_SHADE, 1.5))
        if side is Side.SOURCE:
            painter.setBrush(QColor(self.tokens.source))
            painter.drawEllipse(middle, 4, 4)
        else:
            painter.setBrush(QColor(self.tokens.target))
            painter.drawRect(QRectF(middle.x() - 3.5, middle.y() - 3.5, 7, 7))

    def _badges(self, painter: QPainter, area: QRectF, item: GridItem) -> None:
        """Below the label, on the accent if a person gave it (a shot), else the prediction; its confidence above."""
        if item.label is not None:
            shot = item.side is Side.TARGET
            ground = QColor(self.tokens.accent) if shot else _SHADE
            self._badge(painter, area, item.label, ground, QColor(self.tokens.on_accent) if shot else _ON_SHADE)
            return
        if item.predicted is not None:
            self._badge(painter, area, item.predicted, _SHADE, _ON_SHADE)
        if item.confidence is not None:
            self._badge(painter, area, f"{item.confidence:.2f}", _SHADE, _ON_SHADE, above=True)

    def _badge(
        self, painter: QPainter, area: QRectF, text: str, ground: QColor, ink: QColor, above: bool = False
    ) -> None:
        metrics = QFontMetricsF(self._font)
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width() - 16)
        width = max(metrics.horizontalAdvance(text) + 8, 18.0)
        box = QRectF(area.left() + 4, area.bottom() - 20, width, 16)
        if above:
            box.moveTo(area.right() - 3 - width, area.top() + 3)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(ink)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _ring(self, painter: QPainter, area: QRectF, item: GridItem, row: int) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        around = area.adjusted(-2, -2, 2, 2)
        if (item.side, item.path) in self.selected:
            painter.setPen(QPen(QColor(self.tokens.accent), _RING))
            painter.drawRoundedRect(around, 8, 8)
        elif row == self.current:
            painter.setPen(QPen(QColor(self.tokens.dim), 1.0))
            painter.drawRoundedRect(around, 8, 8)
