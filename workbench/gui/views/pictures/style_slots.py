"""Slots for one to five style images, which can be dropped from the grid or a file manager."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.gui.kit.language import tr
from workbench.gui.theme import DARK, Tokens
from workbench.gui.views.grid.thumbnails import Thumbnails

SLOTS = 5
_SIDE, _GAP = 44, 6  # pixels


class StyleSlots(QWidget):
    """A click on an image, or Delete on the current one, removes it. A click on an empty slot asks for files.

    Signals:
        changed(): the images changed.
        files_wanted(): the user clicked an empty slot.
        left_out(int): so many images were refused, because no slot is free. Emitted after `changed`.
    """

    changed = Signal()
    files_wanted = Signal()
    left_out = Signal(int)

    def __init__(self, tokens: Tokens = DARK, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tokens = tokens
        self.files: tuple[str, ...] = ()
        self.current = 0
        self.dragged_over = False
        self.images = Thumbnails(self)
        self.images.arrived.connect(self.update)
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(tr("Style images"))
        self.setToolTip(tr("Drop target images from the grid or image files here; a click removes an image"))

    def set_files(self, files: Sequence[str]) -> None:
        """Replace the images by the first five of `files`; the others are refused."""
        wanted = tuple(dict.fromkeys(files))
        images = wanted[:SLOTS]
        if images != self.files:
            self.files = images
            self.current = min(self.current, max(len(images) - 1, 0))
            self.setAccessibleDescription(", ".join(Path(file).name for file in images) or tr("none"))
            self.update()
            self.changed.emit()
        if len(wanted) > SLOTS:
            self.left_out.emit(len(wanted) - SLOTS)

    def add_files(self, files: Sequence[str]) -> None:
        """Add images behind the present ones. Those for which no slot is free are refused."""
        self.set_files([*self.files, *files])

    def take_out(self, place: int) -> None:
        """Remove an image."""
        self.set_files([file for index, file in enumerate(self.files) if index != place])

    def set_theme(self, tokens: Tokens) -> None:
        """Apply the colours of a theme."""
        self.tokens = tokens
        self.update()

    def place(self, index: int) -> QRectF:
        """Return the rectangle of a slot."""
        return QRectF(1 + index * (_SIDE + _GAP), 1, _SIDE, _SIDE)

    # -- Qt --------------------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(SLOTS * (_SIDE + _GAP), _SIDE + 2)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index in range(SLOTS):
            area = self.place(index)
            filled = index < len(self.files)
            line = QColor(self.tokens.accent if self.dragged_over else self.tokens.faint)
            painter.setPen(Qt.PenStyle.NoPen if filled else QPen(line, 1, Qt.PenStyle.DashLine))
            painter.setBrush(QColor(self.tokens.raised) if filled else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area, 6, 6)
            if filled:
                _, pixmap = self.images.get(self.files[index], round(_SIDE * self.devicePixelRatioF()))
                if pixmap is not None:
                    painter.drawPixmap(area, pixmap, QRectF(pixmap.rect()))
            elif index == len(self.files):
                painter.setPen(QColor(self.tokens.dim))
                painter.drawText(area, Qt.AlignmentFlag.AlignCenter, "+")
            if self.hasFocus() and index == self.current:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(QColor(self.tokens.accent), 1.5))
                painter.drawRoundedRect(area, 6, 6)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        hit = next((index for index in range(SLOTS) if self.place(index).contains(event.position())), None)
        if hit is not None:
            self._act(hit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.current = (self.current + (1 if key == Qt.Key.Key_Right else -1)) % SLOTS
            self.update()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.take_out(self.current)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._act(self.current)
        else:
            super().keyPressEvent(event)

    def _act(self, place: int) -> None:
        if place < len(self.files):
            self.take_out(place)
        else:
            self.files_wanted.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped(event.mimeData()):
            self.dragged_over = True
            event.acceptProposedAction()
            self.update()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.dragged_over = False
        self.update()

    def dropEvent(self, event: QDropEvent) -> None:
        self.dragged_over = False
        if files := dropped(event.mimeData()):
            event.acceptProposedAction()
            self.add_files(files)
        self.update()


def dropped(content: QMimeData) -> list[str]:
    """Return the local files of a drag and drop."""
    paths = [url.toLocalFile() for url in content.urls() if url.isLocalFile()]
    return [path for path in paths if Path(path).is_file()]
