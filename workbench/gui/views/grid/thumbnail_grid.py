"""The thumbnail grid: samples as pictures, to select, to name and to open. 100,000 show at once."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from itertools import chain

from PySide6.QtCore import QItemSelection, QMimeData, QModelIndex, QPoint, Qt, QUrl, Signal
from PySide6.QtGui import QDrag, QFocusEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QListView, QWidget

from workbench.core.domain import Side
from workbench.gui.kit.sample_ids import NONE, Id, Ids
from workbench.gui.theme import DARK, Tokens
from workbench.gui.views.grid.grid_delegate import GridDelegate
from workbench.gui.views.grid.grid_model import GridItem, GridModel
from workbench.gui.views.grid.thumbnail_store import ThumbnailStore
from workbench.gui.views.grid.thumbnails import Thumbnails

__all__ = ["GridItem", "Id", "ThumbnailGrid"]

_SHIFT, _CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
_SMALLEST, _LARGEST = 40, 240
_MOVES = {
    Qt.Key.Key_Left: QAbstractItemView.CursorAction.MoveLeft,
    Qt.Key.Key_Right: QAbstractItemView.CursorAction.MoveRight,
    Qt.Key.Key_Up: QAbstractItemView.CursorAction.MoveUp,
    Qt.Key.Key_Down: QAbstractItemView.CursorAction.MoveDown,
    Qt.Key.Key_Home: QAbstractItemView.CursorAction.MoveHome,
    Qt.Key.Key_End: QAbstractItemView.CursorAction.MoveEnd,
    Qt.Key.Key_PageUp: QAbstractItemView.CursorAction.MovePageUp,
    Qt.Key.Key_PageDown: QAbstractItemView.CursorAction.MovePageDown,
}


class ThumbnailGrid(QListView):
    """Arrows move and select; Shift extends, Ctrl toggles, Ctrl+A takes all; Space or a double click opens.

    A selected sample can be dragged away, with all that are selected; a drag that begins elsewhere selects.
    Ctrl with + or − or the wheel changes the size. The selection is a set of ids, not Qt's, which takes a second
    and a half for 10,000 scattered rows; ids that are not in the grid are let go when a person selects here.

    Signals:
        selection_changed(Ids): a person changed it here; not sent by `set_selection`.
        opened((Side, path)): to be seen large.
        resized(int): thumbnails have another size, in pixels.
    """

    selection_changed = Signal(object)
    opened = Signal(object)
    resized = Signal(int)

    def __init__(
        self, tokens: Tokens = DARK, parent: QWidget | None = None, store: ThumbnailStore | None = None
    ) -> None:
        """`store` keeps thumbnails for the next time."""
        super().__init__(parent)
        self.samples = GridModel(self)
        self.thumbnails = Thumbnails(self, store=store)
        self._delegate = GridDelegate(self.thumbnails, tokens, self)
        self._anchor = 0
        self._dragged = False
        self._lifted: QPoint | None = None  # where a press on a selected sample may begin to drag it away
        self.setModel(self.samples)
        self.setItemDelegate(self._delegate)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setViewportMargins(8, 0, 0, 0)
        self.setAccessibleName("Images")
        self.set_thumbnail_size(72)
        self.thumbnails.arrived.connect(self.viewport().update)

    # What is shown

    def set_items(self, items: list[GridItem]) -> None:
        """Show these samples in this order, from the first on where it is another; the selection is kept."""
        current, first = self.current(), [one.id for one in self.samples.items[:1]]
        self.samples.set_items(items)
        self._anchor = 0
        self._move_to(self.samples.rows.get(current, -1) if current else -1)
        if current is None and [one.id for one in items[:1]] != first:
            self.scrollToTop()

    def ids(self) -> list[Id]:
        """The samples in the grid, in their order."""
        return [item.id for item in self.samples.items]

    def count(self) -> int:
        """How many samples are in the grid."""
        return len(self.samples.items)

    def set_labels(self, labels: Mapping[str, str], unsure: AbstractSet[str] = frozenset()) -> None:
        """Show these labels on target samples, by path, and which are marked as unsure."""
        self.samples.set_labels(labels, unsure)
        self.viewport().update()

    def set_predictions(self, predictions: Mapping[str, tuple[str | None, float]]) -> None:
        """Show what a model says of target samples: path to (class, confidence)."""
        self.samples.set_predictions(predictions)
        self.viewport().update()

    def set_theme(self, tokens: Tokens) -> None:
        """Take other colours."""
        self._delegate.tokens = tokens
        self.viewport().update()

    def set_thumbnail_size(self, pixels: int) -> None:
        """The side of a thumbnail, from 40 to 240 pixels."""
        pixels = min(max(pixels, _SMALLEST), _LARGEST)
        if pixels == self._delegate.side and self.gridSize().isValid():
            return
        kept = self.indexAt(self.viewport().rect().center())  # what is in view stays there
        self._delegate.side = pixels
        self.setGridSize(self._delegate.cell)
        if kept.isValid():
            self.scrollTo(kept, QAbstractItemView.ScrollHint.PositionAtCenter)
        self.resized.emit(pixels)

    # Selection

    @property
    def selection(self) -> Ids:
        """What is selected."""
        return self._delegate.selected

    def set_selection(self, selection: AbstractSet[Id]) -> None:
        """Ring these samples."""
        self._delegate.selected = Ids.of(selection)
        self.viewport().update()

    def carried(self) -> QMimeData:
        """The files of the selected samples, as other parts and other programs take them by drag and drop."""
        rows = sorted(self.samples.rows[one] for one in self._delegate.selected if one in self.samples.rows)
        made = QMimeData()
        made.setUrls([QUrl.fromLocalFile(self.samples.items[row].file) for row in rows])
        return made

    def current(self) -> Id | None:
        """The sample that the keyboard acts on."""
        row = self.currentIndex().row()
        return self.samples.items[row].id if row >= 0 else None

    def focus_next(self, after: str | None = None) -> Id | None:
        """Go on to the next target sample without a label or mark, from `after` or the current one, and select it.

        Starts again at the top; None when every target sample here has one.
        """
        items = self.samples.items
        start: int = self.samples.rows.get((Side.TARGET, after), -1) if after else self.currentIndex().row()
        row = self.samples.first_open(chain(range(start + 1, len(items)), range(start + 1)))
        if row is None:
            return None
        self._anchor = row
        self._move_to(row)
        self._select(Ids.of([items[row].id]))
        return items[row].id

    def show_current(self, one: Id) -> None:
        """Go on from this sample with the keyboard, where it is here."""
        row = self.samples.rows.get(one, -1)
        if row >= 0 and row != self.currentIndex().row():
            self._anchor = row
            self._move_to(row)

    def _select(self, selection: Ids) -> None:
        if selection != self._delegate.selected:
            self.set_selection(selection)
            self.selection_changed.emit(selection)

    def _between(self, one: int, other: int) -> Ids:
        low, high = sorted((one, other))
        return Ids.of(item.id for item in self.samples.items[max(low, 0) : high + 1])

    def _choose(self, row: int, modifiers: Qt.KeyboardModifier) -> None:
        """Select a row as a click with these modifiers does."""
        one = self.samples.items[row].id
        if modifiers & _SHIFT:
            kept = self._delegate.selected if modifiers & _CTRL else NONE
            self._select(kept | self._between(self._anchor, row))
        elif modifiers & _CTRL:
            self._anchor = row
            self._select(self._delegate.selected ^ Ids.of([one]))
        else:
            self._anchor = row
            self._select(Ids.of([one]))
        self._move_to(row)

    def _move_to(self, row: int) -> None:
        index = self.samples.index(row) if row >= 0 else QModelIndex()
        self.setCurrentIndex(index)
        if row >= 0:
            self.scrollTo(index)
        self._mark_current()

    def _mark_current(self) -> None:
        self._delegate.current = self.currentIndex().row() if self.hasFocus() else -1
        self.viewport().update()

    # Qt's own

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        row = self.currentIndex().row()
        if key in _MOVES and self.count():
            index = self.moveCursor(_MOVES[key], modifiers) if row >= 0 else self.samples.index(0)
            if modifiers & _CTRL and not modifiers & _SHIFT:
                self._move_to(index.row())  # Ctrl moves without selecting
            elif index.isValid():
                self._choose(index.row(), modifiers & _SHIFT)
        elif key == Qt.Key.Key_A and modifiers & _CTRL:
            self._select(Ids.of(self.samples.rows))
        elif key == Qt.Key.Key_Space and row >= 0 and modifiers & _CTRL:
            self._choose(row, modifiers & ~_SHIFT)
        elif key == Qt.Key.Key_Space and row >= 0:
            self.opened.emit(self.samples.items[row].id)
        elif key == Qt.Key.Key_Escape and self._delegate.selected:
            self._select(NONE)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus) and modifiers & _CTRL:
            self._grow(-1 if key == Qt.Key.Key_Minus else 1)
        else:
            event.ignore()  # naming keys and the like belong to the window

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        row = self.indexAt(event.position().toPoint()).row()
        held = row >= 0 and not event.modifiers() and self.samples.items[row].id in self._delegate.selected
        self._lifted = event.position().toPoint() if held else None
        self._dragged = row >= 0 and not held
        if held:
            self._move_to(row)
        elif row >= 0:
            self._choose(row, event.modifiers())
        elif not event.modifiers() & (_SHIFT | _CTRL):
            self._select(NONE)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._lifted is not None:
            if (event.position().toPoint() - self._lifted).manhattanLength() >= QApplication.startDragDistance():
                self._lifted = None
                drag = QDrag(self)
                drag.setMimeData(self.carried())
                drag.exec(Qt.DropAction.CopyAction)
            return
        row = self.indexAt(event.position().toPoint()).row()
        if self._dragged and event.buttons() & Qt.MouseButton.LeftButton and row not in (-1, self.currentIndex().row()):
            self._choose(row, _SHIFT | (event.modifiers() & _CTRL))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._lifted is not None:  # pressed and let go: chosen alone, as by any click
            self._lifted = None
            self._choose(max(self.currentIndex().row(), 0), event.modifiers())
        self._dragged = False

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        row = self.indexAt(event.position().toPoint()).row()
        if row >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit(self.samples.items[row].id)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & _CTRL:
            self._grow(1 if event.angleDelta().y() > 0 else -1)
        else:
            super().wheelEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._mark_current()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._mark_current()

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Qt's own selection is not used."""

    def _grow(self, by: int) -> None:
        self.set_thumbnail_size(self._delegate.side + 8 * by)
