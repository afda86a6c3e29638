"""Reads image files for the screen, in any thread: scaled down, upright, and small images without blur."""

from pathlib import Path

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QImage, QImageIOHandler, QImageReader, QPainter, QTransform

from workbench.core.deep_range import DeepRange
from workbench.gui.views.pictures.deep_ranges import displayed_range

_LARGE = 3  # images enlarged by at least this factor are not smoothed
_HEAVY = 600_000  # pixels; Qt holds the GIL while it decodes, so larger images use a decoder that releases it


def load_image_plugins() -> None:
    """Load Qt's image plugins. Call it in the GUI thread, before other threads read images.

    Qt loads them under a lock at the first use; a thread that waits for it with the GIL held stops the program.
    """
    QImageReader.supportedImageFormats()


def read_image(file: str, longest: int, deep: DeepRange | None = None) -> QImage | None:
    """Return the image, at most `longest` pixels on its longer side; None if it cannot be read.

    Images of a folder with deep images are displayed in its range, or in the range `deep`.
    """
    reader = QImageReader(file)
    reader.setAutoTransform(True)
    reader.setDecideFormatFromContent(True)
    size = reader.size()
    deep = deep or displayed_range(file)
    if size.isValid() and (deep is not None or size.width() * size.height() > _HEAVY):
        turned = bool(reader.transformation() & QImageIOHandler.Transformation.TransformationRotate90)
        return _decoded(file, longest, size.transposed() if turned else size, deep)
    if size.isValid() and max(size.width(), size.height()) > longest:
        reader.setScaledSize(size.scaled(QSize(longest, longest), Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    return _decoded(file, longest, QSize(), deep) if image.isNull() else image


def tile(image: QImage, side: int, radius: float) -> QImage:
    """Return a `side` × `side` picture with the image at its centre, rounded corners and a transparent background."""
    grows = side / max(image.width(), image.height(), 1)
    size = image.size().scaled(QSize(side, side), Qt.AspectRatioMode.KeepAspectRatio)
    size = size.expandedTo(QSize(1, 1))
    mode = Qt.TransformationMode.FastTransformation if grows >= _LARGE else Qt.TransformationMode.SmoothTransformation
    scaled = image.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, mode)
    picture = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    picture.fill(Qt.GlobalColor.transparent)
    left, top = (side - size.width()) // 2, (side - size.height()) // 2
    brush = QBrush(scaled)
    brush.setTransform(QTransform.fromTranslate(left, top))
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(brush)
    painter.drawRoundedRect(QRectF(left, top, size.width(), size.height()), radius, radius)
    painter.end()
    return picture


def _decoded(file: str, longest: int, size: QSize, deep: DeepRange | None = None) -> QImage | None:
    """Decode as for training, including formats that Qt cannot read. `size` is upright; it is invalid if unknown."""
    from workbench.data.decode import Unreadable, decode  # imported late: many folders never need it

    smaller = size.isValid() and max(size.width(), size.height()) > longest
    try:
        rgb = np.ascontiguousarray(decode(Path(file), longest if smaller else None, deep))  # square if smaller
    except Unreadable:
        return None
    height, width, _ = rgb.shape
    image = QImage(rgb.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()  # owns its bytes
    if not smaller and max(width, height) <= longest:
        return image
    shape = size if smaller else image.size()
    fitted = shape.scaled(QSize(longest, longest), Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1))
    return image.scaled(fitted, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
