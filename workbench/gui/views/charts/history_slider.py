"""A slider through what was kept of a run, with a button that plays it back."""

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSlider, QWidget

_PLAY = 160  # ms a picture


class HistorySlider(QWidget):
    """Follows a run while it stands at the end; fewer than two pictures offer nothing.

    Signals: chosen(int): a picture of the run's past, by its place.
    """

    chosen = Signal(int)

    def __init__(self, width: int = 120, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.play = QPushButton("▶")
        self.play.setAccessibleName("Play the run back")
        self.play.setToolTip("Play the run back")
        self.play.setCheckable(True)
        self.play.setFixedWidth(40)
        self.play.toggled.connect(self._play)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setAccessibleName("Moment of the run")
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
        """Whether the latest picture is looked at."""
        return self.slider.value() == self.slider.maximum()

    def set_count(self, pictures: int) -> None:
        """So many pictures of the run's past can be looked at; the last is shown to those who stood at the last."""
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
        """Say after which step the picture was taken; None says nothing."""
        self.step.setText("" if step is None else f"step {step:,}")

    def _play(self, on: bool) -> None:
        if on and self.at_end:
            self.slider.setValue(0)
        self.timer.start() if on else self.timer.stop()

    def _next(self) -> None:
        if self.at_end:
            self.play.setChecked(False)
        else:
            self.slider.setValue(self.slider.value() + 1)
