"""Draws a thumbnail: the image, the sign of its domain, its label or prediction, and a ring if it is selected."""

from collections.abc import Mapping

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from workbench.core.domain import Side
from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import decimal
from workbench.gui.kit.sample_ids import NONE
from workbench.gui.theme import Tokens
from workbench.gui.views.grid.grid_model import GridItem
from workbench.gui.views.grid.thumbnails import Thumbnails

GAP = 8  # pixels between thumbnails
_RING = 2.0
_SHADE = QColor(14, 16, 20, 200)  # background of text on an image
_ON_SHADE = QColor("#f2f4f6")
_INK = QColor("#14161a")  # on the caution colour of either theme
_SIGN, _SIGN_AWAY = 12, 3  # size of a domain's sign and its distance from the corner, in pixels


class GridDelegate(QStyledItemDelegate):
    """Draws the samples of a grid. `selected` holds the selected ids; `current` is the row with the keyboard focus."""

    def __init__(self, thumbnails: Thumbnails, tokens: Tokens, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.thumbnails, self._tokens = thumbnails, tokens
        self.side = 72
        self.room = 0  # pixels below each thumbnail, for its caption
        self.captions: Mapping[str, str] = {}  # by path
        self.selected = NONE
        self.current = -1
        self._font = QFont()
        self._font.setPixelSize(11)
        self._plain = QFont(self._font)
        self._font.setWeight(QFont.Weight.DemiBold)
        self._drawn: dict[tuple[str, int, float], QPixmap] = {}  # backgrounds and signs, by name, size and pixel ratio

    @property
    def tokens(self) -> Tokens:
        """The colours of the theme."""
        return self._tokens

    @tokens.setter
    def tokens(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._drawn.clear()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return self.cell

    @property
    def cell(self) -> QSize:
        """The size of a thumbnail with its gap and caption."""
        return QSize(self.side + GAP, self.side + GAP + self.room)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        item: GridItem = index.data(Qt.ItemDataRole.UserRole)
        ratio = painter.device().devicePixelRatioF()
        left, top = option.rect.x() + GAP // 2, option.rect.y() + GAP // 2
        painter.drawPixmap(left, top, self._ground(ratio))
        known, pixmap = self.thumbnails.get(item.file, round(self.side * ratio))
        area = QRectF(left, top, self.side, self.side)
        if not known:
            pixmap = self.thumbnails.former(item.file, round(self.side * ratio))
        if pixmap is not None:
            painter.drawPixmap(area, pixmap, QRectF(pixmap.rect()))
        painter.drawPixmap(left + _SIGN_AWAY, top + _SIGN_AWAY, self._sign(item.side, ratio))
        if self.room and (caption := self.captions.get(item.path)):
            painter.setPen(QColor(self.tokens.dim))
            painter.setFont(self._plain)
            below = QRectF(left, top + self.side + 4, self.side, self.room - 4)
            painter.drawText(below, Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap, caption)
        unreadable = known and pixmap is None
        ringed = index.row() == self.current or item.path in self.selected.paths(item.side)
        has_badge = (item.label, item.predicted, item.confidence) != (None, None, None)
        if item.measures:
            painter.drawPixmap(left + self.side - _SIGN - _SIGN_AWAY, top + self.side - _SIGN - 6, self._target(ratio))
        if unreadable or ringed or item.unsure or has_badge:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(self._font)
            if unreadable:
                painter.setPen(QColor(self.tokens.dim))
                painter.drawText(area, Qt.AlignmentFlag.AlignCenter, tr("unreadable"))
            self._badges(painter, area, item)
            self._ring(painter, area, item, index.row())
            painter.restore()

    def _ground(self, ratio: float) -> QPixmap:
        """Return the background of an image, which is also its placeholder until it is read."""
        key = ("ground", self.side, ratio)
        if key not in self._drawn:
            painter, self._drawn[key] = _transparent(self.side, ratio)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self.tokens.raised))
            painter.drawRoundedRect(QRectF(0, 0, self.side, self.side), 6, 6)
            painter.end()
        return self._drawn[key]

    def _sign(self, side: Side, ratio: float) -> QPixmap:
        """Return the sign of a domain: a circle for the source, a square for the target."""
        key = (side.value, _SIGN, ratio)
        if key not in self._drawn:
            painter, self._drawn[key] = _transparent(_SIGN, ratio)
            painter.setPen(QPen(_SHADE, 1.5))
            if side is Side.SOURCE:
                painter.setBrush(QColor(self.tokens.source))
                painter.drawEllipse(QPointF(_SIGN / 2, _SIGN / 2), 4, 4)
            else:
                painter.setBrush(QColor(self.tokens.target))
                painter.drawRect(QRectF(_SIGN / 2 - 3.5, _SIGN / 2 - 3.5, 7, 7))
            painter.end()
        return self._drawn[key]

    def _target(self, ratio: float) -> QPixmap:
        """Return the mark of a sample that measures: a ring around a dot."""
        key = (tr("measures"), _SIGN, ratio)
        if key not in self._drawn:
            painter, self._drawn[key] = _transparent(_SIGN, ratio)
            painter.setPen(QPen(_SHADE, 4))
            painter.drawEllipse(QPointF(_SIGN / 2, _SIGN / 2), 4, 4)
            painter.setPen(QPen(_ON_SHADE, 1.5))
            painter.setBrush(_SHADE)
            painter.drawEllipse(QPointF(_SIGN / 2, _SIGN / 2), 4, 4)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(_ON_SHADE)
            painter.drawEllipse(QPointF(_SIGN / 2, _SIGN / 2), 1.5, 1.5)
            painter.end()
        return self._drawn[key]

    def _badges(self, painter: QPainter, area: QRectF, item: GridItem) -> None:
        """Draw the badges of a sample.

        Bottom: the label (in the accent colour if the user gave it), “unsure”, or the prediction. Top: the confidence,
        or the prediction if it differs from the label.
        """
        if item.label is not None:
            own = item.side is Side.TARGET or item.given is not None
            ground = QColor(self.tokens.accent) if own else _SHADE
            self._badge(painter, area, item.label, ground, QColor(self.tokens.on_accent) if own else _ON_SHADE)
            if item.predicted not in (None, item.label):
                sure = "" if item.confidence is None else f" {decimal(item.confidence, 2)}"
                caution = QColor(self.tokens.caution)
                self._badge(painter, area, f"{item.predicted}{sure}", caution, _INK, above=True)
            return
        if item.unsure:
            self._badge(painter, area, tr("? unsure"), QColor(self.tokens.caution), _INK)
            return
        if item.predicted is not None:
            self._badge(painter, area, item.predicted, _SHADE, _ON_SHADE)
        if item.confidence is not None:
            self._badge(painter, area, decimal(item.confidence, 2), _SHADE, _ON_SHADE, above=True)

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


def _transparent(side: int, ratio: float) -> tuple[QPainter, QPixmap]:
    """Return a painter on a transparent pixmap, and the pixmap. `side` is in device-independent pixels."""
    pixels = round(side * ratio)
    pixmap = QPixmap(pixels, pixels)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return painter, pixmap
