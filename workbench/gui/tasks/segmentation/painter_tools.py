"""The tools of the painter: a button for each, and switches for what is shown and protected."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QLabel, QPushButton, QSlider, QWidget

from workbench.gui.kit.language import tr
from workbench.gui.kit.plain_text import plain_tip
from workbench.gui.kit.widgets import button, column, label, row
from workbench.gui.views.masks.paint_canvas import Hand

HANDS = {
    Hand.BRUSH: (tr("Brush"), "B", tr("Paint the chosen class. The right button or Alt erases")),
    Hand.ERASER: (tr("Erase"), "E", tr("Remove paint")),
    Hand.POLYGON: (tr("Polygon"), "P", tr("Click the corners; Enter or a double click closes it, Esc cancels it")),
    Hand.EDIT: (tr("Edit"), "V", tr("Drag a corner, an edge or a whole polygon; Alt and a click remove a corner")),
    Hand.WAND: (tr("Wand"), "W", tr("Drag over regions of one look to paint them; the size of the brush sets theirs")),
    Hand.BUCKET: (tr("Fill"), "K", tr("Paint the connected pixels of one class, or without paint")),
    Hand.FILL: (tr("Region"), "F", tr("Accept the predicted region that you click")),
    Hand.MOVE: (tr("Move"), "G", tr("Drag the image; the middle button or Ctrl does this with every tool")),
}
SWITCHES = {
    "prediction": (tr("Prediction"), "O", tr("Shows the prediction faintly under the paint")),
    "uncertainty": (tr("Uncertainty"), "D", tr("Shows where the model is uncertain; paint helps most there")),
    "protected": (tr("Protect"), "L", tr("Tools neither paint over nor erase other classes than the chosen one")),
}
_WIDTH = 120  # pixels


class PainterTools(QWidget):
    """A column of tools. None of them takes the focus, so that keys stay with the image.

    Signals: taken(Hand): a tool was chosen. switched(str, bool): a switch of `SWITCHES` was turned.
    """

    taken = Signal(object)
    switched = Signal(str, bool)

    def __init__(self) -> None:
        super().__init__()
        self.group = QButtonGroup(self)
        self.hands = {hand: self._button(*HANDS[hand]) for hand in Hand}
        for hand, tool in self.hands.items():
            self.group.addButton(tool)
            tool.clicked.connect(partial(self.taken.emit, hand))
        self.hands[Hand.BRUSH].setChecked(True)
        self.switches = {name: self._button(*words) for name, words in SWITCHES.items()}
        for name, switch in self.switches.items():
            switch.toggled.connect(partial(self.switched.emit, name))
        self.setFixedWidth(_WIDTH)
        self.setLayout(column(*self.hands.values(), 8, *self.switches.values(), -1, spacing=4))

    def offer(self, name: str, offered: bool, instead: str) -> None:
        """Enable a switch, or disable it with a reason as its tooltip."""
        self.switches[name].setEnabled(offered)
        self.switches[name].setToolTip(plain_tip(SWITCHES[name][2] if offered else instead))

    def press(self, text: str) -> bool:
        """Use the tool or the switch of a key. Returns whether there is one."""
        for tool, words in (
            *((self.hands[hand], words) for hand, words in HANDS.items()),
            *((self.switches[name], words) for name, words in SWITCHES.items()),
        ):
            if text == words[1].lower():
                tool.click()
                return True
        return False

    @staticmethod
    def _button(title: str, key: str, tip: str) -> QPushButton:
        tool = button(f"{title}  {key}", lambda: None)
        tool.setCheckable(True)
        tool.setProperty("name", True)  # the text begins at the left
        tool.setToolTip(plain_tip(tip))
        tool.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return tool


class NumberSlider(QWidget):
    """A slider with its name on the left and its value on the right.

    Signals: changed(int): the value changed.
    """

    changed = Signal(int)

    def __init__(self, title: str, name: str, low: int, high: int, unit: str) -> None:
        super().__init__()
        self.unit = unit
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(low, high)
        self.slider.setFixedWidth(96)
        self.slider.setAccessibleName(name)
        self.slider.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.number: QLabel = label("", "dim")
        self.number.setMinimumWidth(self.number.fontMetrics().horizontalAdvance(f"{high} {unit}"))
        self.slider.valueChanged.connect(self._tell)
        self.setLayout(row(label(title, "dim"), self.slider, self.number, spacing=6))
        self._tell(low)

    @property
    def value(self) -> int:
        """The value of the slider."""
        return self.slider.value()

    def set_value(self, value: int) -> None:
        """Set the value."""
        self.slider.setValue(value)

    def _tell(self, value: int) -> None:
        self.number.setText(f"{value} {self.unit}")
        self.changed.emit(value)
