"""Images in the display that a person chose, in any thread."""

from functools import lru_cache
from pathlib import Path

import msgspec
import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter

from workbench.core.deep_range import DeepRange
from workbench.core.view_settings import Channel, ImageDisplay
from workbench.gui.views.pictures.deep_ranges import displayed_range
from workbench.gui.views.pictures.image_reader import read_image
from workbench.gui.views.pictures.local_contrast import equalised

DARKEST, BRIGHTEST = 0.005, 0.995  # the quantiles that automatic limits show as black and as white
LUMA = (299, 587, 114)  # thousandths of red, green and blue in a grey; ITU-R BT.601
PLANES = {Channel.RED: 0, Channel.GREEN: 1, Channel.BLUE: 2}

Colours = NDArray[np.uint8]  # (H, W, 3)
Greys = NDArray[np.uint8]  # (H, W)


def read_displayed(file: str, longest: int, display: ImageDisplay) -> QImage | None:
    """As `read_image`, in a display. The limits of a deep image apply to its own values, not to those in 8 bits."""
    deep = _narrowed(file, display) if display.limited else None
    image = read_image(file, longest, deep)
    if deep is not None:
        display = msgspec.structs.replace(display, automatic=False, low=0.0, high=1.0)
    return image and adjusted(image, display)


def adjusted(image: QImage, display: ImageDisplay) -> QImage:
    """An image of 8 bits in a display. Transparent pixels are blended with white, as for a model."""
    if not display.altered:
        return image
    pixels = pixels_of(image)
    plain = display.channel is Channel.ALL and not is_grey(pixels)
    greys = None if plain else _plane(pixels, display.channel)
    shown = _toned(pixels if greys is None else greys, display)
    if display.local > 0:
        shown = _locally(shown, display.local)
    if shown.ndim == 2:
        shown = colour_table(display.colours)[shown]
    height, width, _ = shown.shape
    shown = np.ascontiguousarray(shown)
    return QImage(shown.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()  # owns its bytes


def pixels_of(image: QImage) -> Colours:
    """The pixels of an image, uint8 (H, W, 3)."""
    if image.hasAlphaChannel():
        opaque = QImage(image.size(), QImage.Format.Format_RGB32)
        opaque.fill(Qt.GlobalColor.white)
        painter = QPainter(opaque)
        painter.drawImage(0, 0, image)
        painter.end()
        image = opaque
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    lines = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return lines[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()


def is_grey(pixels: Colours) -> bool:
    """Whether pixels (H, W, 3) have no colour."""
    return bool((pixels[..., 0] == pixels[..., 1]).all() and (pixels[..., 1] == pixels[..., 2]).all())


def limits_of(values: NDArray[np.uint8]) -> tuple[float, float]:
    """The automatic limits of values of 8 bits, as shares of 255."""
    shares = np.cumsum(np.bincount(values.ravel(), minlength=256)) / max(values.size, 1)
    low, high = (int(np.searchsorted(shares, quantile)) for quantile in (DARKEST, BRIGHTEST))
    return (low / 255, high / 255) if low < high else (0.0, 1.0)


@lru_cache(maxsize=16)
def colour_table(name: str) -> Colours:
    """The colours (256, 3) of a map of pyqtgraph; greys for an empty name or an unknown one."""
    known = name in pg.colormap.listMaps()
    map_ = pg.colormap.get(name).getLookupTable(nPts=256, alpha=False) if name and known else None
    greys = np.repeat(np.arange(256, dtype=np.uint8)[:, None], 3, axis=1)
    return greys if map_ is None else np.asarray(map_, np.uint8)


def _narrowed(file: str, display: ImageDisplay) -> DeepRange | None:
    """The range of a deep image's own values that is shown; None for other images."""
    from workbench.data.deep import deep_kind, sampled  # imported late: most folders never need it

    range_ = displayed_range(file)
    if range_ is None:
        return None
    try:
        with Image.open(Path(file)) as image:
            kind = deep_kind(image.mode)
            if not kind or (not display.automatic and range_.bounds_of(kind) is None):
                return None
            if not display.automatic:
                return display.within(range_)
            low, high = (float(bound) for bound in np.quantile(sampled(image).values, (DARKEST, BRIGHTEST)))
    except Exception:  # Pillow raises errors of many types; `read_image` finds out again that the file is unreadable
        return None
    return DeepRange((low, high), (low, high)) if low < high else None


def _plane(pixels: Colours, channel: Channel) -> Greys:
    if channel in PLANES:
        return pixels[..., PLANES[channel]]
    return _luma(pixels)


def _luma(pixels: Colours) -> Greys:
    red, green, blue = (weight * pixels[..., at].astype(np.uint32) for at, weight in enumerate(LUMA))
    luma: Greys = ((red + green + blue + 500) // 1000).astype(np.uint8)
    return luma


def _toned(values: NDArray[np.uint8], display: ImageDisplay) -> NDArray[np.uint8]:
    """Apply limits and gamma to values of 8 bits of any shape."""
    low, high = limits_of(values) if display.automatic else (display.low, display.high)
    shares = ((np.arange(256) / 255 - low) / (high - low)).clip(0, 1) ** display.gamma
    toned: NDArray[np.uint8] = (255 * shares).round().astype(np.uint8)[values]
    return toned


def _locally(shown: NDArray[np.uint8], limit: float) -> NDArray[np.uint8]:
    """Equalise greys (H, W), or the luma of colours (H, W, 3), whose hues stay."""
    if shown.ndim == 2:
        return equalised(shown, limit)
    before = _luma(shown)
    change = equalised(before, limit).astype(np.int16) - before
    return (shown + change[..., None]).clip(0, 255).astype(np.uint8)
