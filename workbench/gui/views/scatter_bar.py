"""The bar above the scatter: what colours mean, the lasso, and where in the run the picture is from."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QProgressBar, QPushButton, QSizePolicy, QWidget

_COLOURS = ("domain", "class")


class ScatterBar(QWidget):
    """Signals: colour_chosen("domain" or "class"), lasso_toggled(bool), fit_asked()."""

    colour_chosen = Signal(str)
    lasso_toggled = Signal(bool)
    fit_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.colour = QComboBox()
        self.colour.setAccessibleName("Colour of the points")
        self.colour.addItems([f"Colour: {what}" for what in _COLOURS])
        self.colour.activated.connect(lambda row: self.colour_chosen.emit(_COLOURS[row]))
        self.lasso = QPushButton("Lasso  S")
        self.lasso.setAccessibleName("Lasso")
        self.lasso.setToolTip("Draw around points to select them (S); G to move the picture instead")
        self.lasso.setCheckable(True)
        self.lasso.toggled.connect(self.lasso_toggled)
        self.fit = QPushButton("Fit")
        self.fit.setToolTip("Show all points (Home)")
        self.fit.clicked.connect(self.fit_asked)
        self.step = QLabel()
        self.step.setProperty("role", "dim")
        self.progress = QProgressBar(textVisible=False)
        self.progress.setFixedWidth(120)
        self.progress.setAccessibleName("Progress of the run")
        self.progress.hide()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(8)
        for widget in (self.colour, self.lasso, self.fit):
            widget.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            layout.addWidget(widget)
        layout.addStretch()
        layout.addWidget(self.step)
        layout.addWidget(self.progress)

    def set_step(self, step: int | None) -> None:
        """Say after which step the points were taken; None says nothing."""
        self.step.setText("" if step is None else f"step {step:,}")

    def set_progress(self, step: int, steps: int) -> None:
        """Fill the bar; 0 of 0 hides it."""
        self.progress.setVisible(steps > 0)
        self.progress.setMaximum(max(steps, 1))
        self.progress.setValue(step)

    def set_colour_by(self, what: str) -> None:
        """Show "domain" or "class" as chosen."""
        self.colour.setCurrentIndex(_COLOURS.index(what))

    def set_lasso(self, on: bool) -> None:
        """Press or release the lasso button."""
        self.lasso.setChecked(on)
