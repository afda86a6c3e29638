"""A gallery: pictures in sections, which the keyboard and the mouse select."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QStyleOptionViewItem, QWidget

from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import whole
from workbench.gui.kit.sample_ids import Id, Ids
from workbench.gui.theme import DARK, Tokens
from workbench.gui.views.grid.gallery_rows import HEAD, GalleryRows, Section
from workbench.gui.views.grid.grid_delegate import GridDelegate
from workbench.gui.views.grid.grid_model import GridItem, GridModel
from workbench.gui.views.grid.thumbnail_store import ThumbnailStore
from workbench.gui.views.grid.thumbnails import Thumbnails

_SIDE, _LEFT = 96, 8  # pixels of a thumbnail, and of the margin
_SHIFT, _CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


class GalleryView(QAbstractScrollArea):
    """Arrows move and select; Shift extends, Ctrl+click toggles; Space or a double click opens.

    Signals:
        selection_changed(Ids): the user changed the selection here.
        opened((Side, path)): the user opened a picture.
        moved(): another picture is the current one, or other pictures are in view.
    """

    selection_changed = Signal(object)
    opened = Signal(object)
    moved = Signal()

    def __init__(self, store: ThumbnailStore | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.samples = GridModel(self)
        self.thumbnails = Thumbnails(self, store=store)
        self.delegate = GridDelegate(self.thumbnails, DARK, self)
        self.delegate.side = _SIDE
        self.rows = GalleryRows()
        self.current = -1  # the place of the picture that the keys act on
        self._anchor = 0
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setAccessibleName(tr("Predictions to review"))
        self.thumbnails.arrived.connect(self.viewport().update)
        self.verticalScrollBar().valueChanged.connect(lambda _value: self._scrolled())

    def show_items(self, items: list[GridItem], sections: Sequence[Section], current: int) -> None:
        """Show pictures, in the order of the sections, and make one of them current without selecting it."""
        self.samples.set_items(items)
        self.rows = GalleryRows(sections, self._width(), self.delegate.cell)
        self.current = self._anchor = current if items else -1
        self._fit()
        if self.current >= 0:
            self._reveal(self.current)
        self._mark()
        self.moved.emit()

    def set_predictions(self, predictions: Mapping[str, tuple[str | None, float]]) -> None:
        """Set class and confidence of the pictures, by path."""
        self.samples.set_predictions(predictions)
        self.viewport().update()

    def set_selection(self, selection: AbstractSet[Id]) -> None:
        """Draw rings around the selected pictures."""
        self.delegate.selected = Ids.of(selection)
        self.viewport().update()

    def set_theme(self, tokens: Tokens) -> None:
        """Apply the colours of a theme."""
        self.delegate.tokens = tokens
        self.viewport().update()

    def set_side(self, pixels: int) -> None:
        """Set the size of thumbnails in pixels."""
        self.delegate.side = pixels
        self.rows = GalleryRows(self.rows.sections, self._width(), self.delegate.cell)
        self._fit()
        if self.current >= 0:
            self._reveal(self.current)
        self.viewport().update()
        self.moved.emit()

    def id_at(self, place: int) -> Id | None:
        """Return the id of a picture; None if there is none."""
        return self.samples.items[place].id if 0 <= place < self.rows.count else None

    def seen(self) -> range:
        """Return the places of the pictures that are wholly in view; those that are cut, if none is."""
        top = self.verticalScrollBar().value()
        bottom = top + self.viewport().height()
        return self.rows.within(top, bottom, whole=True) or self.rows.within(top, bottom)

    def line(self) -> range:
        """Return the places of the line of the current picture."""
        return self.rows.line(self.current) if self.current >= 0 else range(0)

    def section(self) -> range:
        """Return the places of the section of the current picture."""
        if self.current < 0:
            return range(0)
        number = self.rows.section(self.current)
        return range(int(self.rows.starts[number]), int(self.rows.starts[number + 1]))

    def choose(self, place: int) -> None:
        """Make a picture current, and select it alone."""
        if 0 <= place < self.rows.count:
            self._anchor = place
            self._go(place, Qt.KeyboardModifier.NoModifier)

    def make_current(self, place: int) -> None:
        """Make a picture current without selecting it, if it is here."""
        if 0 <= place < self.rows.count and place != self.current:
            self.current = self._anchor = place
            self._reveal(place)
            self._mark()
            self.moved.emit()

    # -- selecting -------------------------------------------------------------------------------------------------

    def _go(self, place: int, modifiers: Qt.KeyboardModifier) -> None:
        """Move to a picture, and select it as a click with the modifiers does."""
        self.current = place
        items = self.samples.items
        if modifiers & _SHIFT:
            low, high = sorted((self._anchor, place))
            chosen = Ids.of(item.id for item in items[low : high + 1])
        elif modifiers & _CTRL:
            self._anchor = place
            chosen = self.delegate.selected ^ Ids.of([items[place].id])
        else:
            self._anchor = place
            chosen = Ids.of([items[place].id])
        self.set_selection(chosen)
        self._reveal(place)
        self._mark()
        self.selection_changed.emit(chosen)
        self.moved.emit()

    def _mark(self) -> None:
        self.delegate.current = self.current if self.hasFocus() else -1
        item = self.samples.item(self.current) if self.current >= 0 else None
        self.setAccessibleDescription(item.sentence() if item else "")
        self.viewport().update()

    def _reveal(self, place: int) -> None:
        area, bar = self.rows.area(place), self.verticalScrollBar()
        top = area.top() - (HEAD if self.rows.line(place)[0] == self.rows.starts[self.rows.section(place)] else 0)
        if top < bar.value():
            bar.setValue(top)
        elif area.bottom() > bar.value() + self.viewport().height():
            bar.setValue(area.bottom() - self.viewport().height() + 1)

    def _scrolled(self) -> None:
        self.viewport().update()
        self.moved.emit()

    def _width(self) -> int:
        return self.viewport().width() - _LEFT

    def _fit(self) -> None:
        bar, room = self.verticalScrollBar(), self.viewport().height()
        bar.setRange(0, max(self.rows.height - room, 0))
        bar.setPageStep(room)
        bar.setSingleStep(self.delegate.cell.height() // 2)

    # -- Qt --------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        if self.current < 0:
            super().keyPressEvent(event)
            return
        rows, page = self.rows, max(self.viewport().height() // self.delegate.cell.height() - 1, 1)
        moves = {
            Qt.Key.Key_Left: max(self.current - 1, 0),
            Qt.Key.Key_Right: min(self.current + 1, rows.count - 1),
            Qt.Key.Key_Up: rows.beside(self.current, -1),
            Qt.Key.Key_Down: rows.beside(self.current, 1),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: rows.count - 1,
            Qt.Key.Key_PageUp: rows.beside(self.current, -page),
            Qt.Key.Key_PageDown: rows.beside(self.current, page),
        }
        if key in moves:
            self._go(moves[key], modifiers & _SHIFT)
        elif key == Qt.Key.Key_Space:
            self.opened.emit(self.id_at(self.current))
        else:
            event.ignore()  # the window handles class keys and shortcuts

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self._place(event)
        if event.button() == Qt.MouseButton.LeftButton and place >= 0:
            self._go(place, event.modifiers())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and (place := self._place(event)) >= 0:
            self.opened.emit(self.id_at(place))

    def _place(self, event: QMouseEvent) -> int:
        return self.rows.at(event.position().toPoint() + QPoint(-_LEFT, self.verticalScrollBar().value()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.rows = GalleryRows(self.rows.sections, self._width(), self.delegate.cell)
        self._fit()
        if self.current >= 0:
            self._reveal(self.current)
        self.moved.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._mark()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._mark()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, top = QPainter(self.viewport()), self.verticalScrollBar().value()
        bottom = top + self.viewport().height()
        painter.fillRect(self.viewport().rect(), QColor(self.delegate.tokens.background))
        for number in self.rows.heads(top, bottom):
            self._paint_head(painter, number, top)
        option = QStyleOptionViewItem()
        for place in self.rows.within(top, bottom):
            option.rect = self.rows.area(place).translated(_LEFT, -top)
            self.delegate.paint(painter, option, self.samples.index(place))

    def _paint_head(self, painter: QPainter, number: int, top: int) -> None:
        section, area = self.rows.sections[number], self.rows.head(number).translated(_LEFT + 4, -top)
        area = QRect(area.topLeft(), area.size()).adjusted(0, 0, self.viewport().width() - area.width() - 16, 0)
        bold, tokens = QFont(self.font()), self.delegate.tokens
        bold.setWeight(QFont.Weight.DemiBold)
        centred = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.setFont(bold)
        painter.setPen(QColor(tokens.text))
        taken = painter.boundingRect(area, centred, section.name)
        painter.drawText(area, centred, section.name)
        painter.setFont(self.font())
        painter.setPen(QColor(tokens.dim))
        rest = f"{section.part} · {whole(section.number)}" if section.part else whole(section.number)
        painter.drawText(area.adjusted(taken.width() + 8, 0, 0, 0), centred, rest)
