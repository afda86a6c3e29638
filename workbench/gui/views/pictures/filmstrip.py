"""A strip of the images around the shown one, in the order of the grid."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import whole
from workbench.gui.theme import DARK, Tokens
from workbench.gui.views.grid.grid_model import GridItem
from workbench.gui.views.grid.thumbnails import Thumbnails

SIDE, GAP, FRAME = 52, 6, 3  # pixels of an image, between two images, and around the shown one


class Filmstrip(QWidget):
    """The shown image is framed in the centre. Only thumbnails that are visible are requested.

    Signals: chosen(int): the row of the image that was clicked.
    """

    chosen = Signal(int)

    def __init__(self, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._tokens = DARK
        self.items: Sequence[GridItem] = ()
        self.row = -1
        self._room = True
        thumbnails.arrived.connect(self.update)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(tr("Filmstrip"))
        self.setToolTip(tr("Images in the order of the grid; a click shows one"))
        self.hide()

    def show_items(self, items: Sequence[GridItem], row: int) -> None:
        """Show the images around a row; a row of −1, or a single image, hides the strip."""
        self.items, self.row = items, row
        place = tr("Image {row} of {items}", row=whole(row + 1), items=whole(len(items)))
        self.setAccessibleDescription(place)
        self._appear()
        self.update()

    def set_room(self, room: bool) -> None:
        """Hide the strip while there is no room for it."""
        self._room = room
        self._appear()

    def _appear(self) -> None:
        self.setVisible(self._room and self.row >= 0 and len(self.items) > 1)

    def set_theme(self, tokens: Tokens) -> None:
        """Apply the colours of a theme."""
        self._tokens = tokens
        self.update()

    def place(self, row: int) -> QRectF:
        """Return the rectangle of an image, which may lie outside the strip."""
        left = (self.width() - SIDE) // 2 + (row - self.row) * (SIDE + GAP)
        return QRectF(left, FRAME, SIDE, SIDE)

    def visible_rows(self) -> Iterator[int]:
        """Yield the rows that can be seen, the farthest from the shown one first."""
        around = self.width() // (2 * (SIDE + GAP)) + 1
        for away in range(around, 0, -1):
            for row in (self.row + away, self.row - away):
                if 0 <= row < len(self.items):
                    yield row
        if 0 <= self.row < len(self.items):
            yield self.row

    def sizeHint(self) -> QSize:
        return QSize(400, SIDE + 2 * FRAME)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        hit = next((row for row in self.visible_rows() if self.place(row).contains(event.position())), None)
        if hit is not None and event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(hit)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for row in self.visible_rows():  # the newest request is read first: that of the nearest image
            area = self.place(row)
            file, side = self.items[row].file, round(SIDE * self.devicePixelRatioF())
            known, pixmap = self._thumbnails.get(file, side)
            pixmap = pixmap or self._thumbnails.former(file, side)
            if pixmap is None:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(self._tokens.raised))
                painter.drawRoundedRect(area, 6, 6)
                if known:  # it cannot be read
                    painter.setPen(QColor(self._tokens.dim))
                    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, "×")
            else:
                painter.drawPixmap(area, pixmap, QRectF(pixmap.rect()))
            if row == self.row:
                painter.setPen(QPen(QColor(self._tokens.accent), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(area.adjusted(-2, -2, 2, 2), 7, 7)
