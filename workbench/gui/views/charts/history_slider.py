"""A slider over the saved embeddings or previews of a run, with a button that plays them."""

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSlider, QWidget

from workbench.gui.kit.language import tr
from workbench.gui.kit.number_format import whole

_PLAY = 160  # ms for each position


class HistorySlider(QWidget):
    """Follows the run while the slider is at its end. The slider is hidden with fewer than two positions.

    Signals: chosen(int): the index of the position that was chosen.
    """

    chosen = Signal(int)

    def __init__(self, width: int = 120, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.play = QPushButton("▶")
        self.play.setAccessibleName(tr("Play the run"))
        self.play.setToolTip(tr("Play the run from its first saved step"))
        self.play.setCheckable(True)
        self.play.setFixedWidth(40)
        self.play.toggled.connect(self._play)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setAccessibleName(tr("Moment of the run"))
        self.slider.setFixedWidth(width)
        self.slider.valueChanged.connect(self.chosen)
        self.step = QLabel()
        self.step.setProperty("role", "dim")
        self.timer = QTimer(self, interval=_PLAY)
        self.timer.timeout.connect(self._next)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for widget in (self.step, self.play, self.slider):
            layout.addWidget(widget)
        self.set_count(0)

    @property
    def at_end(self) -> bool:
        """Whether the slider is at its last position."""
        return self.slider.value() == self.slider.maximum()

    def set_count(self, pictures: int) -> None:
        """Set the number of positions. A slider at its end stays at the end."""
        at_end = self.at_end
        with QSignalBlocker(self.slider):
            self.slider.setRange(0, max(pictures - 1, 0))
            if at_end or pictures < 2:
                self.slider.setValue(max(pictures - 1, 0))
        for widget in (self.slider, self.play):
            widget.setVisible(pictures > 1)
        if pictures < 2:
            self.play.setChecked(False)

    def set_step(self, step: int | None) -> None:
        """Show the training step of the position; None shows nothing."""
        self.step.setText("" if step is None else tr("step {step}", step=whole(step)))

    def _play(self, on: bool) -> None:
        if on and self.at_end:
            self.slider.setValue(0)
        self.timer.start() if on else self.timer.stop()

    def _next(self) -> None:
        if self.at_end:
            self.play.setChecked(False)
        else:
            self.slider.setValue(self.slider.value() + 1)
