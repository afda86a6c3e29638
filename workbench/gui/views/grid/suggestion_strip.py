"""A row of suggested images, each with the reason for the suggestion below it."""

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QListView, QSizePolicy, QWidget

from workbench.gui.kit.language import tr
from workbench.gui.theme import DARK, Tokens
from workbench.gui.views.grid.thumbnail_grid import GridItem, ThumbnailGrid
from workbench.gui.views.grid.thumbnail_store import ThumbnailStore

_ROOM = 46  # height of a caption of three lines in pixels
_SIDES = (64, 120)  # smallest and largest size of a thumbnail in pixels


class SuggestionStrip(ThumbnailGrid):
    """A row of thumbnails that fills the width. Arrows, Space and class keys work as in the grid."""

    def __init__(
        self, tokens: Tokens = DARK, parent: QWidget | None = None, store: ThumbnailStore | None = None
    ) -> None:
        super().__init__(tokens, parent, store)
        self._delegate.room = _ROOM
        self.setAccessibleName(tr("Suggested images"))
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.set_thumbnail_size(88)

    def show_batch(self, items: list[GridItem], captions: Mapping[str, str]) -> None:
        """Show samples with a caption for each path."""
        self._delegate.captions = self.samples.notes = captions
        self.set_items(items)
        self._fit()

    # Qt

    def sizeHint(self) -> QSize:
        return QSize(600, self._delegate.cell.height() + 12)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Make the thumbnails as large as the width and height allow."""
        count = max(self.count(), 1)
        gap = self._delegate.cell.width() - self._delegate.side
        wide = (self.viewport().width() - 8) // count - gap
        high = self.viewport().height() - _ROOM - gap
        self.set_thumbnail_size(min(max(min(wide, high), _SIDES[0]), _SIDES[1]))
