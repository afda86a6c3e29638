"""The loupe: an image at 100 % while a key or a button is held."""

from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QCursor, QMouseEvent, QTransform
from PySide6.QtWidgets import QLabel

from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import whole
from workbench.gui.views.pictures.picture import PictureLook, PictureView


class Loupe(QObject):
    """Shows the image of a PictureView at 100 %: a pixel of the file is a pixel of the screen.

    The point under the pointer stays there, and the pointer moves through the image. If the pointer is elsewhere, the
    centre is shown.
    """

    def __init__(self, canvas: PictureView) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._before: PictureLook | None = None
        self._to_image = QTransform()  # from places of the widget to pixels of the image, in the view before
        self._file_width = 0
        self.badge = QLabel(canvas, alignment=Qt.AlignmentFlag.AlignCenter)
        self.badge.setProperty("role", "keycap")
        self.badge.hide()
        canvas.viewport().setMouseTracking(True)
        canvas.viewport().installEventFilter(self)

    @property
    def held(self) -> bool:
        """Whether the image is shown at 100 %."""
        return self._before is not None

    def set_file_width(self, pixels: int) -> None:
        """Set the width of the image in its file, which a large image is not shown in; 0 if it is unknown."""
        self._file_width = pixels

    def hold(self, on: bool) -> None:
        """Show the image at 100 %, or return to the view before."""
        canvas = self._canvas
        if on == self.held or (on and canvas.pixmap.isNull()):
            return
        if on:
            self._before, (self._to_image, _) = canvas.look, canvas.viewportTransform().inverted()
            shown = canvas.pixmap.width()
            reduced = self._file_width > shown
            self.badge.setText(
                tr("100 %, from {shown} of {file_width} px", shown=whole(shown), file_width=whole(self._file_width))
                if reduced
                else "100 %"
            )
            self.badge.adjustSize()
            self.badge.move(8, canvas.height() - self.badge.height() - 8)
            place = canvas.viewport().mapFromGlobal(QCursor.pos())
            inside = canvas.viewport().rect().contains(place)
            self._look(QPointF(place if inside else canvas.viewport().rect().center()))
        elif self._before is not None:
            look, self._before = self._before, None
            canvas.restore(look)
        self.badge.setVisible(on)
        canvas.moved.emit()

    def _look(self, place: QPointF) -> None:
        """Show at 100 % what lay at a place of the widget before."""
        file_pixels = max(self._file_width / max(self._canvas.pixmap.width(), 1), 1.0)  # per pixel of the shown image
        scale = file_pixels / self._canvas.devicePixelRatioF()
        self._canvas.show_at(self._to_image.map(place), scale, place)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self.held and isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseMove:
            self._look(event.position())
            self._canvas.moved.emit()
            return True
        return False
