"""A ruler over the image of a PictureView: a drag measures pixels of the file."""

import math
from typing import NamedTuple

from PySide6.QtCore import QEvent, QLineF, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPen
from PySide6.QtWidgets import QGraphicsItem, QGraphicsLineItem, QGraphicsView

from workbench.core.view_settings import RulerScale
from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import decimal, grouped
from workbench.gui.theme import DARK, Tokens
from workbench.gui.views.pictures.picture import PictureView


class Measured(NamedTuple):
    """A distance in pixels of the file: `across` to the right and `down`."""

    across: float
    down: float

    @property
    def length(self) -> float:
        """The distance in pixels."""
        return math.hypot(self.across, self.down)

    @property
    def angle(self) -> float:
        """The angle to the horizontal in degrees, counterclockwise, in (−180, 180]."""
        return math.degrees(math.atan2(-self.down, self.across)) if self.length else 0.0

    def text(self, scale: RulerScale) -> str:
        """The measurement in lines."""
        lines = [tr("Length {length} px", length=grouped(self.length, 1))]
        if scale.per_pixel > 0:
            lines[0] += f" = {self.length * scale.per_pixel:,.4g} {scale.unit}".rstrip()
        lines.append(tr("Angle {angle}°", angle=decimal(self.angle, 1)).replace("-", "−"))
        lines.append(
            tr("Δx {across} px, Δy {down} px", across=grouped(self.across, 1), down=grouped(self.down, 1)).replace(
                "-", "−"
            )
        )
        return "\n".join(lines)


class Ruler(QObject):
    """Takes the drags in the view while it is on.

    Signals: measured(Measured): the user measured; emitted while dragging.
    """

    measured = Signal(object)

    def __init__(self, canvas: PictureView) -> None:
        super().__init__(canvas)
        self._canvas, self._on, self._start = canvas, False, QPointF()
        self._pressed = False
        self._wide = 0  # pixels of the file from left to right; 0 if they are those of the shown image
        self._lines = [QGraphicsLineItem(canvas.image_item) for _ in range(2)]  # a dark one below a bright one
        for line in self._lines:
            line.setVisible(False)
            line.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIgnoresParentOpacity)
        self.set_theme(DARK)
        canvas.viewport().installEventFilter(self)

    def set_on(self, on: bool) -> None:
        """Take drags, or leave them to the view, which then pans."""
        self._on = on
        modes = QGraphicsView.DragMode
        self._canvas.setDragMode(modes.NoDrag if on else modes.ScrollHandDrag)
        if on:
            self._canvas.viewport().setCursor(Qt.CursorShape.CrossCursor)
        else:
            self.clear()

    def set_file_width(self, pixels: int) -> None:
        """Set the width of the file, which may be larger than the shown image. Another image has no line."""
        self._wide = pixels
        self.clear()

    def clear(self) -> None:
        """Remove the line."""
        for line in self._lines:
            line.setVisible(False)

    def set_theme(self, tokens: Tokens) -> None:
        """Apply the colours of a theme."""
        for line, colour, width in zip(self._lines, ("#000000", tokens.accent), (4, 2), strict=True):
            pen = QPen(QColor(colour), width)
            pen.setCosmetic(True)
            line.setPen(pen)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not self._on or not isinstance(event, QMouseEvent) or self._canvas.pixmap.isNull():
            return False
        place = self._canvas.mapToScene(event.position().toPoint())
        match event.type():
            case QEvent.Type.MouseButtonPress if event.button() is Qt.MouseButton.LeftButton:
                self._start, self._pressed = place, True
            case QEvent.Type.MouseMove if self._pressed:
                self._measure(place)
            case QEvent.Type.MouseButtonRelease if self._pressed:
                self._pressed = False
                self._measure(place)
            case _:
                return False
        return True

    def _measure(self, end: QPointF) -> None:
        for line in self._lines:
            line.setLine(QLineF(self._start, end))
            line.setVisible(True)
        factor = self._wide / self._canvas.pixmap.width() if self._wide else 1.0
        way = (end - self._start) * factor
        self.measured.emit(Measured(way.x(), way.y()))
