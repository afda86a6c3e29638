"""Class numbers drawn over an image as colours. Only the part that changed is redrawn."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from workbench.core.masks import Colour
from workbench.data.regions import Mask, Window
from workbench.gui.theme import Tokens

Palette = NDArray[np.uint32]  # (256,) premultiplied 0xAARRGGBB for each number; 0 shows the image below

RIGHT, WRONG, LEFT_OUT = 0, 1, 2  # the numbers of a difference
_EMPTY: Mask = np.zeros((0, 0), np.uint8)


class MaskLayer(QGraphicsItem):
    """Draws a mask in the colours of a palette. Its pixels are not smoothed at any scale."""

    def __init__(self, palette: Palette | None = None) -> None:
        super().__init__()
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)  # sets exposedRect
        self._palette = np.zeros(256, np.uint32) if palette is None else palette
        self.mask = _EMPTY
        self._colours = np.zeros((0, 0), np.uint32)  # memory of the image
        self._image = QImage()

    def set_palette(self, palette: Palette) -> None:
        """Replace the palette."""
        if not np.array_equal(palette, self._palette):
            self._palette = palette
            self.set_mask(self.mask)

    def set_mask(self, mask: Mask | None) -> None:
        """Show an (H, W) mask; None shows none. The mask may be changed in place: call `refresh` afterwards."""
        self.prepareGeometryChange()
        self.mask = _EMPTY if mask is None else mask
        height, width = self.mask.shape
        self._colours = self._palette[self.mask]
        form = QImage.Format.Format_ARGB32_Premultiplied
        self._image = QImage(self._colours.data, width, height, 4 * width, form) if self.mask.size else QImage()
        self.update()

    def fit_width(self, width: float, drawn: bool) -> None:
        """Scale the mask to an image of this width in the scene. Without a mask, or a drawn image, it is hidden."""
        own = self.mask.shape[1]
        self.setVisible(bool(own) and drawn)
        if own and width:
            self.setScale(width / own)

    def refresh(self, window: Window) -> None:
        """Redraw a part of the mask that changed."""
        left, top, right, bottom = window
        if left < right and top < bottom:
            self._colours[top:bottom, left:right] = self._palette[self.mask[top:bottom, left:right]]
            self.update(QRectF(left, top, right - left, bottom - top))

    # -- Qt --------------------------------------------------------------------------------------------------------

    def boundingRect(self) -> QRectF:
        return QRectF(0, 0, self.mask.shape[1], self.mask.shape[0])

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        exposed = option.exposedRect.toAlignedRect().intersected(self._image.rect())
        if not exposed.isEmpty():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
            painter.drawImage(QRectF(exposed), self._image, QRectF(exposed))


def class_palette(colours: Sequence[Colour]) -> Palette:
    """Return the palette of classes; all other numbers are transparent."""
    return _palette([QColor(*colour) for colour in colours])


def uncertainty_palette() -> Palette:
    """Return a palette for uncertainty: dark where the model is certain, transparent where it is not.

    Shades of black are used because any tint may be the colour of a class.
    """
    shares = np.linspace(0, 1, 256)
    return np.array([_premultiplied(QColor(0, 0, 0, round(215 * (1 - share) ** 1.5))) for share in shares], np.uint32)


def difference_palette(tokens: Tokens) -> Palette:
    """Return a palette with faint correct pixels, opaque wrong ones and grey ignored ones.

    The opacities differ, so that colour is not the only cue.
    """
    right, wrong, aside = QColor(tokens.good), QColor(tokens.bad), QColor(tokens.faint)
    right.setAlphaF(0.35)
    wrong.setAlphaF(0.92)
    aside.setAlphaF(0.75)
    return _palette([right, wrong, aside])


def difference(predicted: Mask, truth: Mask, ignored: int) -> Mask:
    """Compare a prediction with the truth: RIGHT, WRONG, or LEFT_OUT where the truth is `ignored`."""
    result: Mask = np.where(predicted == truth, np.uint8(RIGHT), np.uint8(WRONG))
    result[truth == ignored] = LEFT_OUT
    return result


def _palette(colours: Sequence[QColor]) -> Palette:
    palette = np.zeros(256, np.uint32)
    palette[: len(colours)] = [_premultiplied(colour) for colour in colours]
    return palette


def _premultiplied(colour: QColor) -> int:
    alpha = colour.alpha()
    red, green, blue = (round(part * alpha / 255) for part in (colour.red(), colour.green(), colour.blue()))
    return alpha << 24 | red << 16 | green << 8 | blue


def tinted(photo: QImage, mask: Mask, palette: Palette, opacity: float) -> QImage:
    """Return a copy of an image with a mask drawn over it, scaled to the image. Works in any thread."""
    image = photo.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
    height, width = mask.shape
    colours = palette[mask]
    form = QImage.Format.Format_ARGB32_Premultiplied
    over = QImage(colours.data, width, height, 4 * width, form)
    painter = QPainter(image)
    painter.setOpacity(opacity)
    painter.drawImage(QRectF(image.rect()), over, QRectF(over.rect()))
    painter.end()
    return image
