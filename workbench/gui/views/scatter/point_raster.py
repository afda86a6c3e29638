"""Draws up to a million points: numpy writes them into an image; fewer points are drawn with antialiasing."""

import numpy as np
from numpy.typing import NDArray
from pyqtgraph.Qt.internals import PrimitiveArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from workbench.core.domain import Side
from workbench.gui.views.scatter.colour_scales import Colours
from workbench.gui.views.scatter.markers import stamp

_SMOOTH = 6000  # up to so many points are drawn with antialiasing
_PARTS = 8  # the domains are drawn alternately in so many parts, so that neither hides the other
_NOWHERE = np.zeros((0, 2), np.float32)
_NO_COLOURS = np.zeros(0, np.uint32)


class PointRaster(QGraphicsItem):
    """Circles (source) and squares (target), each with its own colour, `size` pixels wide at any zoom.

    Points that are not finite are not drawn.
    """

    def __init__(self) -> None:
        super().__init__()
        self._xy = dict.fromkeys(Side, _NOWHERE)
        self._colours = dict.fromkeys(Side, _NO_COLOURS)
        self._shown = set(Side)
        self._size = 7.0
        self._extent = QRectF()
        self._atlases: dict[tuple[Side, float, bytes], QPixmap] = {}
        self._fragments = {side: PrimitiveArray(QPainter.PixmapFragment, 10) for side in Side}

    def place(self, xy: dict[Side, NDArray[np.float32]], size: float) -> None:
        """Set the points of both sides, (N, 2) and (M, 2). If their number changes, `paint_in` must be called again."""
        self.prepareGeometryChange()
        self._xy, self._size = xy, size
        for side, points in xy.items():
            if len(self._colours[side]) != len(points):
                self._colours[side] = np.full(len(points), 0xFF808080, np.uint32)
        known = [part[np.isfinite(part[:, 0]) & np.isfinite(part[:, 1])] for part in xy.values()]
        every = np.concatenate(known)
        if len(every):
            (left, bottom), (right, top) = every.min(axis=0).tolist(), every.max(axis=0).tolist()
            margin = 0.1 * max(right - left, top - bottom, 1e-6)  # markers extend beyond their points
            self._extent = QRectF(left, bottom, right - left, top - bottom).adjusted(-margin, -margin, margin, margin)
        else:
            self._extent = QRectF()
        self.update()

    def paint_in(self, colours: dict[Side, Colours]) -> None:
        """Set the colours of the points of both sides, (N,) and (M,)."""
        self._colours = colours
        self.update()

    def show_sides(self, shown: set[Side]) -> None:
        """Show only the points of these sides."""
        self._shown = set(shown)
        self.update()

    def boundingRect(self) -> QRectF:
        return self._extent

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        ratio = widget.devicePixelRatioF() if widget else 1.0
        to_screen, area = painter.transform(), painter.viewport()
        shown: dict[Side, tuple[NDArray[np.float32], NDArray[np.float32], Colours]] = {}
        reach = self._size * ratio
        for side in (each for each in Side if each in self._shown):
            xy = self._xy[side]
            across = np.float32(to_screen.m11()) * xy[:, 0] + np.float32(to_screen.dx())
            down = np.float32(to_screen.m22()) * xy[:, 1] + np.float32(to_screen.dy())
            with np.errstate(invalid="ignore"):
                visible = (across > -reach) & (down > -reach) & (across < area.right() + reach)
                visible &= down < area.bottom() + reach
            shown[side] = across[visible], down[visible], self._colours[side][visible]
        painter.save()
        painter.resetTransform()
        if sum(len(across) for across, _, _ in shown.values()) <= _SMOOTH:
            for side, part in shown.items():
                self._draw_smooth(painter, side, *part, ratio)
        else:
            image = self._stamped(shown, round((area.right() + 1) * ratio), round((area.bottom() + 1) * ratio), ratio)
            painter.drawImage(0, 0, image)
        painter.restore()

    def _draw_smooth(
        self,
        painter: QPainter,
        side: Side,
        across: NDArray[np.float32],
        down: NDArray[np.float32],
        colours: Colours,
        ratio: float,
    ) -> None:
        if not len(across):
            return
        present, kind = np.unique(colours, return_inverse=True)
        atlas, pitch = self._atlas(side, present, ratio)
        fragments = self._fragments[side]
        fragments.resize(len(across))
        rows = fragments.ndarray()
        rows[:, 0], rows[:, 1] = across, down
        rows[:, 2] = kind * pitch
        rows[:, 3:10] = (0, pitch, pitch, 1 / ratio, 1 / ratio, 0, 1)
        pointers, count = fragments.drawargs()
        painter.drawPixmapFragments(pointers, count, atlas)

    def _atlas(self, side: Side, colours: Colours, ratio: float) -> tuple[QPixmap, int]:
        """Return a pixmap with one marker of each colour side by side, and the width of each in screen pixels."""
        pitch = stamp(side, QColor(0), self._size, False, ratio).width()
        key = (side, self._size * ratio, colours.tobytes())
        if key not in self._atlases:
            atlas = QPixmap(pitch * len(colours), pitch)
            atlas.fill(Qt.GlobalColor.transparent)
            painter = QPainter(atlas)
            for index, colour in enumerate(colours.tolist()):
                marker = stamp(side, QColor.fromRgba(colour), self._size, False, ratio)
                marker.setDevicePixelRatio(1.0)
                painter.drawPixmap(index * pitch, 0, marker)
            painter.end()
            atlas.setDevicePixelRatio(ratio)
            if len(self._atlases) > 16:
                self._atlases.clear()
            self._atlases[key] = atlas
        return self._atlases[key], pitch

    def _stamped(
        self,
        shown: dict[Side, tuple[NDArray[np.float32], NDArray[np.float32], Colours]],
        width: int,
        height: int,
        ratio: float,
    ) -> QImage:
        """Return an image with all points. They are drawn on a larger canvas, which is then cropped."""
        pixels, scale = max(1, round(self._size * ratio)), np.float32(ratio)
        stride = width + 2 * pixels
        canvas = np.zeros((height + 2 * pixels, stride), np.uint32)
        flat = canvas.ravel()
        for part in range(_PARTS):
            for side in list(shown)[:: 1 if part % 2 else -1]:  # each side is on top equally often
                across, down, colours = shown[side]
                turn = slice(part, None, _PARTS)
                x = np.clip((across[turn] * scale).astype(np.int64) + pixels // 2, 0, width + pixels - 1)
                y = np.clip((down[turn] * scale).astype(np.int64) + pixels // 2, 0, height + pixels - 1)
                at, of = y * stride + x, colours[turn]
                for offset in _offsets(side, pixels, stride):
                    flat[at + offset] = of
        inside = np.ascontiguousarray(canvas[pixels : pixels + height, pixels : pixels + width])
        format_ = QImage.Format.Format_ARGB32_Premultiplied
        image = QImage(inside.data, width, height, 4 * width, format_).copy()  # owns its bytes
        image.setDevicePixelRatio(ratio)
        return image


def _offsets(side: Side, pixels: int, stride: int) -> list[int]:
    """Return the offsets of a marker's pixels from its upper left corner: a full square, or the disc inside it."""
    middle = (pixels - 1) / 2
    rows, columns = np.mgrid[0:pixels, 0:pixels]
    inside = np.ones((pixels, pixels), bool)
    if side is Side.SOURCE and pixels > 2:
        inside = (rows - middle) ** 2 + (columns - middle) ** 2 <= (pixels / 2) ** 2 - 0.2
    offsets: list[int] = (rows[inside] * stride + columns[inside]).tolist()
    return offsets
