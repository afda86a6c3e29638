"""The range of a domain's deep images: a field for each end, and a picture that follows them."""

from pathlib import Path

import numpy as np
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QDoubleSpinBox, QLabel, QWidget

from workbench.core.deep_range import DeepRange, given_range
from workbench.core.domain import Domain
from workbench.gui.kit.form import pad
from workbench.gui.kit.language import tr
from workbench.gui.kit.plain_text import plain_tip
from workbench.gui.kit.widgets import button, column, label, row
from workbench.gui.session.background import Background

SIDE = 160  # pixels of the picture
FARTHEST = 1e9
HELP = tr("Values of deep images (16-bit, 32-bit, float) that are shown, and learned, as black and as white.")


class RangeField(QWidget):
    """Edits the range of a domain. The picture shows one of its images at once; the range is used when it is chosen.

    Signals: chosen(object): the user chose a range; None to estimate it from the images.
    """

    chosen = Signal(object)

    def __init__(self, domain: Domain) -> None:
        super().__init__()
        assert domain.deep is not None
        sample = domain.samples[len(domain.samples) // 2]
        self.file, self.stored = domain.folder / sample.path, domain.deep
        low, high = domain.deep.integers or domain.deep.floats or (0.0, 1.0)
        self.low, self.high = _end(low, high, tr("Black")), _end(high, high, tr("White"))
        self.picture = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self.picture.setAccessibleName(tr("An image in this range"))
        self.picture.setMinimumHeight(SIDE)
        self.use = button(tr("Use this range"), self._choose)
        self.again = button(tr("Estimate"), lambda: self.chosen.emit(None), flat=True)
        ends = row(self.low, label(tr("to"), "dim"), self.high)
        self.setLayout(column(ends, self.picture, row(-1, self.again, self.use)))
        self.background = Background(self)
        self.use.setEnabled(False)
        for end in (self.low, self.high):
            end.valueChanged.connect(self._edited)
        self._draw(self.stored)

    def _edited(self) -> None:
        valid = self.low.value() < self.high.value()
        self.use.setEnabled(valid)
        if valid:
            self._draw(given_range(self.low.value(), self.high.value()))

    def _choose(self) -> None:
        self.use.setEnabled(False)
        self.chosen.emit(given_range(self.low.value(), self.high.value()))

    def _draw(self, deep: DeepRange) -> None:
        self.background.do(lambda: _read(self.file, deep), self._show, lambda _error: self.picture.clear())

    def _show(self, image: QImage | None) -> None:
        if image is None:
            self.picture.clear()
            return
        ratio = self.devicePixelRatioF()
        size = QSize(SIDE, SIDE) * ratio
        mode = Qt.TransformationMode.SmoothTransformation
        pixmap = QPixmap.fromImage(image.scaled(size, Qt.AspectRatioMode.KeepAspectRatio, mode))
        pixmap.setDevicePixelRatio(ratio)
        self.picture.setPixmap(pixmap)


def _end(value: float, scale: float, name: str) -> QDoubleSpinBox:
    field = QDoubleSpinBox()
    field.setRange(-FARTHEST, FARTHEST)
    field.setDecimals(0 if scale > 100 else 4)
    field.setSingleStep(max(abs(scale) / 50, 10.0 ** -field.decimals()))
    field.setGroupSeparatorShown(True)
    field.setKeyboardTracking(False)
    field.setValue(value)
    field.setMinimumWidth(60)  # Qt's is wide enough for the farthest value
    pad(field)
    field.setAccessibleName(name)
    field.setToolTip(plain_tip(HELP))
    return field


def _read(file: Path, deep: DeepRange) -> QImage | None:
    from workbench.data.decode import Unreadable, decode_within  # imported late: most folders have no deep images

    try:
        rgb = np.ascontiguousarray(decode_within(file, 2 * SIDE, deep))  # (H, W, 3)
    except Unreadable:
        return None
    height, width, _ = rgb.shape
    return QImage(rgb.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()  # owns its bytes
