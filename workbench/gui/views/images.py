"""Reading an image file for the screen, in any thread: no larger than needed, upright, small ones without blur."""

from pathlib import Path

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QImage, QImageReader, QPainter, QTransform

_LARGE = 3  # an image that has to grow at least so much keeps its pixels as squares


def read_image(file: str, longest: int) -> QImage | None:
    """The image, at most `longest` pixels on its longer side; None when it can not be read."""
    reader = QImageReader(file)
    reader.setAutoTransform(True)
    reader.setDecideFormatFromContent(True)
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > longest:
        reader.setScaledSize(size.scaled(QSize(longest, longest), Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    return _decoded(file, longest) if image.isNull() else image


def tile(image: QImage, side: int, radius: float) -> QImage:
    """A `side` × `side` picture with the whole image in its middle, corners rounded, transparent around it."""
    grows = side / max(image.width(), image.height(), 1)
    size = image.size().scaled(QSize(side, side), Qt.AspectRatioMode.KeepAspectRatio)
    size = size.expandedTo(QSize(1, 1))
    mode = Qt.TransformationMode.FastTransformation if grows >= _LARGE else Qt.TransformationMode.SmoothTransformation
    scaled = image.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, mode)
    made = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    made.fill(Qt.GlobalColor.transparent)
    left, top = (side - size.width()) // 2, (side - size.height()) // 2
    brush = QBrush(scaled)
    brush.setTransform(QTransform.fromTranslate(left, top))
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(brush)
    painter.drawRoundedRect(QRectF(left, top, size.width(), size.height()), radius, radius)
    painter.end()
    return made


def _decoded(file: str, longest: int) -> QImage | None:
    """What Qt can not read (16-bit TIFF, CMYK, …), decoded as for training."""
    from workbench.data.decode import Unreadable, decode  # imported late: most folders never need it

    try:
        rgb = np.ascontiguousarray(decode(Path(file)))  # (H, W, 3)
    except Unreadable:
        return None
    height, width, _ = rgb.shape
    image = QImage(rgb.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()  # owns its bytes
    if max(width, height) <= longest:
        return image
    return image.scaled(
        longest, longest, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
