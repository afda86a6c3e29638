"""A card beside the cursor that shows the image of the point below it."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from workbench.gui.kit.language import tr
from workbench.gui.kit.sample_ids import Id
from workbench.gui.views.grid.thumbnails import Thumbnails

SIDE = 112  # pixels of the image
AWAY = 14  # distance from the cursor in pixels


class HoverCard(QFrame):
    """A thumbnail above one sentence. The card ignores the mouse and reads files in the background."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self.over = over
        self.setProperty("sheet", True)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.picture, self.words = QLabel(), QLabel()
        self.picture.setFixedSize(SIDE, SIDE)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.words.setFixedWidth(SIDE)
        self.words.setProperty("role", "dim")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(6)
        layout.addWidget(self.picture)
        layout.addWidget(self.words)
        self.file_of: Callable[[Id], str] | None = None
        self.thumbnails = Thumbnails(self)
        self.thumbnails.arrived.connect(self._draw)
        self.file = ""
        self.hide()

    def show_sample(self, sample: Id, words: str, at: QPoint) -> None:
        """Show a sample beside the pixel `at` of the widget below. Does nothing until `file_of` is set."""
        if self.file_of is None:
            return
        self.file = self.file_of(sample)
        self.words.setText(words)
        self._draw()
        self.adjustSize()
        over = self.over.rect()
        right, below = at.x() + AWAY, at.y() + AWAY
        x = right if right + self.width() <= over.width() else at.x() - AWAY - self.width()
        y = below if below + self.height() <= over.height() else at.y() - AWAY - self.height()
        self.move(max(x, 0), max(y, 0))
        self.show()
        self.raise_()

    def _draw(self) -> None:
        if not self.file:
            return
        known, pixmap = self.thumbnails.get(self.file, round(SIDE * self.devicePixelRatioF()))
        if pixmap is not None:
            pixmap.setDevicePixelRatio(self.devicePixelRatioF())
            self.picture.setPixmap(pixmap)
        else:
            self.picture.setText(tr("unreadable") if known else "")
