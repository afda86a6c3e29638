"""The fields of the ruler: the last measurement, and the scale."""

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QDoubleSpinBox, QLineEdit, QWidget

from workbench.core.view_settings import RulerScale
from workbench.gui.kit.form import form, pad
from workbench.gui.kit.language import tr
from workbench.gui.kit.widgets import column, label
from workbench.gui.views.pictures.ruler import Measured

EMPTY = tr("Drag over the image to measure. R ends it.")
LONGEST_UNIT = 12  # characters


class RulerPanel(QWidget):
    """Shows lengths in pixels and, with a scale, in its unit.

    Signals: scale_changed(RulerScale): the user changed the scale.
    """

    scale_changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.scale, self.last = RulerScale(), Measured(0.0, 0.0)
        self.words = label(EMPTY, "dim", wrap=True)
        self.per_pixel = QDoubleSpinBox()
        self.per_pixel.setRange(0, 1e6)
        self.per_pixel.setDecimals(6)
        self.per_pixel.setSpecialValueText(tr("unknown"))
        self.per_pixel.setKeyboardTracking(False)
        self.per_pixel.setToolTip(tr("The size of a pixel in the unit below. The project keeps it"))
        pad(self.per_pixel)
        self.unit = QLineEdit()
        self.unit.setMaxLength(LONGEST_UNIT)
        self.setLayout(column(self.words, form((tr("One pixel"), self.per_pixel), (tr("Unit"), self.unit))))
        self.per_pixel.valueChanged.connect(lambda _value: self._read())
        self.unit.editingFinished.connect(self._read)
        self.show_scale(self.scale)

    def show_scale(self, scale: RulerScale) -> None:
        """Show a scale in the fields."""
        self.scale = scale
        with QSignalBlocker(self.per_pixel):
            self.per_pixel.setValue(scale.per_pixel)
        self.unit.setText(scale.unit)
        self._say()

    def show_measured(self, measured: Measured) -> None:
        """Show a measurement; one of no length clears it."""
        self.last = measured
        self._say()

    def _say(self) -> None:
        self.words.setText(self.last.text(self.scale) if self.last.length else EMPTY)

    def _read(self) -> None:
        scale = RulerScale(self.per_pixel.value(), self.unit.text().strip())
        if scale != self.scale:
            self.show_scale(scale)
            self.scale_changed.emit(scale)
