"""The fields of an image's display: limits, gamma, local contrast, channel and false colours."""

import math

import msgspec
from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDoubleSpinBox, QMenu, QSlider, QToolButton, QWidget, QWidgetAction

from workbench.core.view_settings import (
    AS_IS,
    LARGEST_GAMMA,
    LARGEST_LOCAL,
    Channel,
    ImageDisplay,
)
from workbench.gui.kit.combo_box import ComboBox
from workbench.gui.kit.form import form, pad
from workbench.gui.kit.inspector import offer
from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import decimal
from workbench.gui.kit.plain_text import plain_tip
from workbench.gui.kit.widgets import button, column, label, row
from workbench.gui.theme import Tokens
from workbench.gui.views.grid.thumbnails import Thumbnails
from workbench.gui.views.pictures.displayed import is_grey, limits_of, pixels_of
from workbench.gui.views.pictures.value_histogram import ValueHistogram

CHANNELS = (
    (tr("All"), Channel.ALL),
    (tr("Grey"), Channel.GREY),
    (tr("Red"), Channel.RED),
    (tr("Green"), Channel.GREEN),
    (tr("Blue"), Channel.BLUE),
)
COLOURS = (
    (tr("Grey"), ""),
    *((name.capitalize(), name) for name in ("viridis", "cividis", "inferno", "magma", "turbo")),
)
MENU = 264  # width in pixels
STEPS = 40  # of each slider, from the middle or from zero
GAMMA_TIP = tr("A value v in 0–1 is shown as v to the power of gamma: below 1, dark parts become brighter")
LOCAL_TIP = tr("Equalises the contrast of each part of the image (CLAHE); the number is the clip limit")
COLOURS_TIP = tr("Of grey images and single channels. Viridis, Cividis, Inferno and Magma suit colour-blind persons")


class ContrastPanel(QWidget):
    """Edits a display. With a file, it shows the histogram of its values.

    Signals: changed(ImageDisplay): the user changed the display.
    """

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.display, self._bounds, self._file = AS_IS, (0.0, 255.0), ""
        self.histogram = ValueHistogram()
        self.histogram.hide()
        self.low, self.high = _limit(tr("Black")), _limit(tr("White"))
        self.automatic = QCheckBox(tr("Auto"))
        self.automatic.setToolTip(tr("Show the darkest and the brightest 0.5 % of each image as black and as white"))
        self.gamma, self.gamma_value = _slider(-STEPS, STEPS, tr("Gamma"), GAMMA_TIP), label("", "dim")
        self.local, self.local_value = _slider(0, STEPS, tr("Local contrast"), LOCAL_TIP), label("", "dim")
        self.channel, self.colours = ComboBox(), ComboBox()
        offer(self.channel, CHANNELS)
        offer(self.colours, COLOURS)
        self.colours.setToolTip(plain_tip(COLOURS_TIP))
        self.reset = button(tr("Reset"), lambda: self.choose(AS_IS), flat=True)
        for value in (self.gamma_value, self.local_value):
            value.setMinimumWidth(32)
        self.setLayout(
            column(
                self.histogram,
                row(self.low, label(tr("to"), "dim"), self.high, self.automatic, spacing=6),
                form(
                    (tr("Gamma"), _beside(self.gamma, self.gamma_value)),
                    (tr("Local"), _beside(self.local, self.local_value)),
                    (tr("Channel"), self.channel),
                    (tr("Colours"), self.colours),
                ),
                row(label(tr("Display only"), "faint"), -1, self.reset),
            )
        )
        self._images = Thumbnails(self, render=lambda image, _side: image)
        self._images.arrived.connect(self._draw_histogram)
        self.histogram.limits_moved.connect(self._limits_moved)
        for limit in (self.low, self.high):
            limit.valueChanged.connect(lambda _value: self._read_limits())
        for signal in (self.gamma.valueChanged, self.local.valueChanged):
            signal.connect(lambda _value: self._read())
        for signal in (self.channel.activated, self.colours.activated, self.automatic.clicked):
            signal.connect(lambda _value: self._read())
        self.show_display(AS_IS)

    def show_display(self, display: ImageDisplay) -> None:
        """Show a display in the fields."""
        self.display = display
        fields = (self.low, self.high, self.automatic, self.gamma, self.local, self.channel, self.colours)
        blockers = [QSignalBlocker(field) for field in fields]
        black, white = self._bounds
        self.low.setValue(black + display.low * (white - black))
        self.high.setValue(black + display.high * (white - black))
        self.automatic.setChecked(display.automatic)
        self.gamma.setValue(round(STEPS * math.log(display.gamma) / math.log(LARGEST_GAMMA)))
        self.local.setValue(round(STEPS * display.local / LARGEST_LOCAL))
        self.channel.setCurrentIndex(max(self.channel.findData(display.channel), 0))
        self.colours.setCurrentIndex(max(self.colours.findData(display.colours), 0))
        del blockers
        self.gamma_value.setText(decimal(display.gamma, 2))
        self.local_value.setText(decimal(display.local, 1) if display.local else tr("off"))
        self.reset.setEnabled(display.altered)
        for limit in (self.low, self.high):
            limit.setEnabled(not display.automatic)
        self._draw_histogram()

    def show_file(self, file: str, bounds: tuple[float, float] = (0.0, 255.0)) -> None:
        """Show the histogram of an image. `bounds`: the values that are black and white without limits."""
        self._file, self._bounds = file, bounds
        wide = bounds[1] - bounds[0]
        blockers = [QSignalBlocker(limit) for limit in (self.low, self.high)]
        for limit in (self.low, self.high):
            limit.setDecimals(0 if wide > 100 else 4)
            limit.setRange(*bounds)
            limit.setSingleStep(wide / 255)
        del blockers
        self.histogram.setVisible(bool(file))
        self.show_display(self.display)

    def set_theme(self, tokens: Tokens) -> None:
        """Apply the colours of a theme."""
        self.histogram.set_theme(tokens)

    def _draw_histogram(self) -> None:
        if not self._file or self.histogram.isHidden():
            return
        _, pixmap = self._images.get(self._file, 512)
        if pixmap is None:
            return
        pixels = pixels_of(pixmap.toImage())
        self.histogram.show_values(pixels)
        self.histogram.set_limits(*(limits_of(pixels) if self.display.automatic else self._limits()))
        single = self.display.channel is not Channel.ALL or is_grey(pixels)
        self.colours.setEnabled(single)

    def _limits(self) -> tuple[float, float]:
        return self.display.low, self.display.high

    def _limits_moved(self, low: float, high: float) -> None:
        self.choose(msgspec.structs.replace(self.display, low=low, high=high, automatic=False))

    def _read_limits(self) -> None:
        black, white = self._bounds
        low, high = ((limit.value() - black) / (white - black) for limit in (self.low, self.high))
        if low < high:
            self.choose(msgspec.structs.replace(self.display, low=low, high=high))

    def _read(self) -> None:
        self.choose(
            msgspec.structs.replace(
                self.display,
                automatic=self.automatic.isChecked(),
                gamma=LARGEST_GAMMA ** (self.gamma.value() / STEPS),
                local=LARGEST_LOCAL * self.local.value() / STEPS,
                channel=Channel(self.channel.currentData()),
                colours=self.colours.currentData(),
            )
        )

    def choose(self, display: ImageDisplay) -> None:
        """Show a display as one that the user chose."""
        self.show_display(display)
        self.changed.emit(display)


def menu_button(panel: ContrastPanel, tip: str) -> QToolButton:
    """Return a button that opens the panel as a menu."""
    opens = QToolButton()
    menu = QMenu(opens)
    action = QWidgetAction(menu)
    inside = QWidget()
    inside.setLayout(column(panel, margin=12))
    inside.setFixedWidth(MENU)
    action.setDefaultWidget(inside)
    menu.addAction(action)
    opens.setText(tr("Contrast"))
    opens.setAccessibleName(tr("Contrast"))
    opens.setToolTip(plain_tip(tip))
    opens.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    opens.setMenu(menu)
    return opens


def _limit(name: str) -> QDoubleSpinBox:
    field = QDoubleSpinBox()
    field.setRange(0, 255)
    field.setDecimals(0)
    field.setKeyboardTracking(False)
    field.setMinimumWidth(56)
    field.setAccessibleName(tr("Value shown as {name}", name=name.lower()))
    field.setToolTip(plain_tip(tr("The value that is shown as {name}", name=name.lower())))
    pad(field)
    return field


def _slider(low: int, high: int, name: str, tip: str) -> QSlider:
    slider = QSlider(Qt.Orientation.Horizontal)
    slider.setRange(low, high)
    slider.setAccessibleName(name)
    slider.setToolTip(plain_tip(tip))
    return slider


def _beside(slider: QSlider, value: QWidget) -> QWidget:
    widget = QWidget()
    widget.setLayout(row(slider, value))
    return widget
