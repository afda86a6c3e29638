"""The thumbnail grid: samples to select, label and open. It handles 100,000 samples."""

from collections.abc import Container, Mapping
from collections.abc import Set as AbstractSet
from itertools import chain

from PySide6.QtCore import QItemSelection, QMimeData, QModelIndex, QPoint, Qt, QUrl, Signal
from PySide6.QtGui import QDrag, QFocusEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QListView, QWidget

from workbench.core.domain import Side
from workbench.core.view_settings import ImageDisplay
from workbench.gui.kit.language import tr
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
    """Arrows move and select; Shift extends, Ctrl toggles, Ctrl+A selects all; Space or a double click opens.

    Dragging a selected sample drags all selected files, dragging another one that file. A drag with Shift or Ctrl,
    or one that begins between samples, selects. Ctrl with +, − or the wheel changes the size. The selection is a set of
    ids: Qt's own selection takes 1.5 s for 10,000 scattered rows. When the user selects in the grid, ids outside the
    grid are removed from the selection.

    Signals:
        selection_changed(Ids): the user changed the selection here; not emitted by `set_selection`.
        opened((Side, path)): the user opened a sample.
        resized(int): the size of thumbnails changed, in pixels.
    """

    selection_changed = Signal(object)
    opened = Signal(object)
    resized = Signal(int)

    def __init__(
        self, tokens: Tokens = DARK, parent: QWidget | None = None, store: ThumbnailStore | None = None
    ) -> None:
        """`store` caches thumbnails on the disk."""
        super().__init__(parent)
        self.samples = GridModel(self)
        self.thumbnails = Thumbnails(self, store=store)
        self._delegate = GridDelegate(self.thumbnails, tokens, self)
        self._anchor, self._resumed = 0, -1  # the row to go on after, if the current sample is gone
        self._dragged, self._anchored = False, True  # whether a drag selects, and whether from the anchor on
        self._lifted: QPoint | None = None  # where a sample was pressed; a drag may begin here
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
        self.setAccessibleName(tr("Images"))
        self.set_thumbnail_size(72)
        self.thumbnails.arrived.connect(self.viewport().update)

    # Contents

    def set_items(self, items: list[GridItem]) -> None:
        """Replace the samples and keep the selection. If the first sample changes, the grid scrolls to the top."""
        current, row, old = self.current(), self.currentIndex().row(), self.samples.items
        now, followed = self.samples.set_items(items, row)
        self._anchor, self._resumed = 0, followed - 1
        self._move_to(now)
        if current is None and [item.id for item in items[:1]] != [item.id for item in old[:1]]:
            self.scrollToTop()

    def ids(self) -> list[Id]:
        """Return the ids of the samples in their order."""
        return [item.id for item in self.samples.items]

    def count(self) -> int:
        """Return the number of samples in the grid."""
        return len(self.samples.items)

    def set_labels(self, labels: Mapping[str, str], unsure: AbstractSet[str] = frozenset()) -> None:
        """Set the labels of target samples by path, and the paths marked as unsure."""
        self.samples.set_labels(labels, unsure)
        self.viewport().update()

    def set_drawn(self, drawn: Container[str]) -> None:
        """Set the paths of the target samples whose labels measure; see `GridModel.set_drawn`."""
        self.samples.set_drawn(drawn)
        self.viewport().update()

    def set_predictions(self, predictions: Mapping[str, tuple[str | None, float]]) -> None:
        """Set the predictions of target samples: path to (class, confidence)."""
        self.samples.set_predictions(predictions)
        self.viewport().update()

    def set_theme(self, tokens: Tokens) -> None:
        """Apply the colours of a theme."""
        self._delegate.tokens = tokens
        self.viewport().update()

    def set_display(self, display: ImageDisplay) -> None:
        """Show the thumbnails in a display."""
        self.thumbnails.set_display(display)
        self.viewport().update()

    def set_thumbnail_size(self, pixels: int) -> None:
        """Set the size of thumbnails, from 40 to 240 pixels."""
        pixels = min(max(pixels, _SMALLEST), _LARGEST)
        if pixels == self._delegate.side and self.gridSize().isValid():
            return
        central = self.indexAt(self.viewport().rect().center())  # stays in view
        self._delegate.side = pixels
        self.setGridSize(self._delegate.cell)
        if central.isValid():
            self.scrollTo(central, QAbstractItemView.ScrollHint.PositionAtCenter)
        self.resized.emit(pixels)

    # Selection

    @property
    def selection(self) -> Ids:
        """The selected ids."""
        return self._delegate.selected

    def set_selection(self, selection: AbstractSet[Id]) -> None:
        """Set the selection and draw rings around it."""
        self._delegate.selected = Ids.of(selection)
        self.viewport().update()

    def dragged_files(self) -> QMimeData:
        """Return the files of the selected samples as the content of a drag and drop."""
        rows = sorted(self.samples.rows[sample] for sample in self._delegate.selected if sample in self.samples.rows)
        content = QMimeData()
        content.setUrls([QUrl.fromLocalFile(self.samples.items[row].file) for row in rows])
        return content

    def current(self) -> Id | None:
        """Return the sample that the keyboard acts on."""
        row = self.currentIndex().row()
        return self.samples.items[row].id if row >= 0 else None

    def focus_next(self, after: str | None = None) -> Id | None:
        """Select the next target sample without a label or mark, after `after` or the current sample.

        The search wraps around at the end. Returns None if every target sample has a label or mark.
        """
        items = self.samples.items
        current = self.currentIndex().row() if self.currentIndex().isValid() else self._resumed
        start = self.samples.rows.get((Side.TARGET, after), -1) if after else current
        row = self.samples.first_open(chain(range(start + 1, len(items)), range(start + 1)))
        if row is None:
            return None
        self._anchor = row
        self._move_to(row)
        self._select(Ids.of([items[row].id]))
        return items[row].id

    def show_current(self, sample: Id) -> None:
        """Make a sample current, if it is in the grid."""
        row = self.samples.rows.get(sample, -1)
        if row >= 0 and row != self.currentIndex().row():
            self._anchor = row
            self._move_to(row)

    def _select(self, selection: Ids) -> None:
        if selection != self._delegate.selected:
            self.set_selection(selection)
            self.selection_changed.emit(selection)

    def _between(self, first: int, second: int) -> Ids:
        low, high = sorted((first, second))
        return Ids.of(item.id for item in self.samples.items[max(low, 0) : high + 1])

    def _choose(self, row: int, modifiers: Qt.KeyboardModifier) -> None:
        """Select a row as a click with the modifiers does."""
        sample = self.samples.items[row].id
        if modifiers & _SHIFT:
            before = self._delegate.selected if modifiers & _CTRL else NONE
            self._select(before | self._between(self._anchor, row))
        elif modifiers & _CTRL:
            self._anchor = row
            self._select(self._delegate.selected ^ Ids.of([sample]))
        else:
            self._anchor = row
            self._select(Ids.of([sample]))
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

    # Qt

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
            event.ignore()  # the window handles class keys and shortcuts

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        row = self.indexAt(event.position().toPoint()).row()
        plain = not event.modifiers() & (_SHIFT | _CTRL)
        self._lifted = event.position().toPoint() if row >= 0 and plain else None
        self._dragged, self._anchored = row < 0 or not plain, row >= 0
        if row >= 0 and plain and self.samples.items[row].id in self._delegate.selected:
            self._move_to(row)
        elif row >= 0:
            self._choose(row, event.modifiers())
        elif plain:
            self._select(NONE)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._lifted is not None:
            if (event.position().toPoint() - self._lifted).manhattanLength() >= QApplication.startDragDistance():
                self._lifted = None
                drag = QDrag(self)
                drag.setMimeData(self.dragged_files())
                drag.exec(Qt.DropAction.CopyAction)
            return
        row = self.indexAt(event.position().toPoint()).row()
        if self._dragged and event.buttons() & Qt.MouseButton.LeftButton and row not in (-1, self.currentIndex().row()):
            self._anchor = self._anchor if self._anchored else row
            self._anchored = True
            self._choose(row, _SHIFT | (event.modifiers() & _CTRL))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._lifted is not None:  # a click without a drag selects the sample alone
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
