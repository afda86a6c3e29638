"""The fields of the heat map: the class, the opacity, and what is known."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QSlider, QWidget

from workbench.gui.kit.combo_box import ComboBox
from workbench.gui.kit.form import form
from workbench.gui.kit.language import tr
from workbench.gui.kit.plain_text import plain_tip
from workbench.gui.kit.widgets import column, label, set_role

PREDICTED = tr("Predicted class")
OPACITY = 60  # per cent at first
HOW = tr("Grad-CAM of the last convolution, or of the last patches of a transformer")


class HeatPanel(QWidget):
    """Chooses the class whose evidence is drawn.

    Signals:
        class_chosen(str): the user chose a class; empty for the predicted one.
        opacity_changed(float): in [0, 1].
    """

    class_chosen = Signal(str)
    opacity_changed = Signal(float)

    def __init__(self) -> None:
        super().__init__()
        self.classes = ComboBox()
        self.classes.addItem(PREDICTED, "")
        self.opacity = QSlider(Qt.Orientation.Horizontal)
        self.opacity.setRange(0, 100)
        self.opacity.setValue(OPACITY)
        self.words = label("", "dim", wrap=True)
        self.words.setToolTip(plain_tip(HOW))
        self.setLayout(column(form((tr("Class"), self.classes), (tr("Opacity"), self.opacity)), self.words))
        self.classes.activated.connect(lambda _row: self.class_chosen.emit(self.chosen))
        self.opacity.valueChanged.connect(lambda value: self.opacity_changed.emit(value / 100))

    @property
    def chosen(self) -> str:
        """The chosen class; empty for the predicted one."""
        return str(self.classes.currentData() or "")

    def offer(self, names: Sequence[str]) -> None:
        """Offer classes. The chosen one stays chosen if it is among them."""
        chosen = self.chosen
        with QSignalBlocker(self.classes):
            self.classes.clear()
            self.classes.addItem(PREDICTED, "")
            for name in names:
                self.classes.addItem(name, name)
            self.classes.setCurrentIndex(max(self.classes.findData(chosen), 0))

    def say(self, text: str, role: str = "dim") -> None:
        """Show a sentence on the state."""
        self.words.setText(text)
        set_role(self.words, role)
