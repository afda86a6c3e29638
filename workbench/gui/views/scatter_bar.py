"""The bar above the scatter: what colours mean, the layout, the tools, and where in the run the picture is from."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QSlider,
    QWidget,
)

_PLAY = 160  # ms a picture
TOOLS = (
    (
        "lasso",
        "Lasso  S",
        "Draw around points to select them (S). Shift adds, Ctrl takes away, both keep what is in both",
    ),
    ("rectangle", "Box  R", "Draw a box around points to select them (R). Shift adds, Ctrl takes away"),
)


class ScatterBar(QWidget):
    """Signals: colour_chosen(str), layout_chosen(str), tool_chosen("lasso", "rectangle" or "pan"), fit_asked(),
    step_chosen(int): a picture of the run's past, by its place.
    """

    colour_chosen = Signal(str)
    layout_chosen = Signal(str)
    tool_chosen = Signal(str)
    fit_asked = Signal()
    step_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.colour = QComboBox()
        self.colour.setAccessibleName("Colour of the points")
        self.colour.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.colour.activated.connect(lambda row: self.colour_chosen.emit(self.colour.itemData(row)))
        self.layouts = QComboBox()
        self.layouts.setAccessibleName("Layout of the points")
        self.layouts.setToolTip("PCA keeps distances; t-SNE and UMAP keep neighbours, and move there frame by frame")
        self.layouts.textActivated.connect(self.layout_chosen)
        self.layouts.hide()
        self.tools = {name: _tool(words, tip) for name, words, tip in TOOLS}
        group = QButtonGroup(self)
        group.setExclusive(False)
        for name, made in self.tools.items():
            group.addButton(made)
            made.clicked.connect(lambda on, name=name: self.tool_chosen.emit(name if on else "pan"))
        self.fit = QPushButton("Fit")
        self.fit.setToolTip("Show all points (Home)")
        self.fit.clicked.connect(self.fit_asked)
        self.play = QPushButton("▶")
        self.play.setAccessibleName("Play the run back")
        self.play.setToolTip("Play the run back")
        self.play.setCheckable(True)
        self.play.toggled.connect(self._play)
        self.history = QSlider(Qt.Orientation.Horizontal)
        self.history.setAccessibleName("Moment of the run")
        self.history.setFixedWidth(120)
        self.history.valueChanged.connect(self.step_chosen)
        self.timer = QTimer(self, interval=_PLAY)
        self.timer.timeout.connect(self._next)
        self.step = QLabel()
        self.step.setProperty("role", "dim")
        self.progress = QProgressBar(textVisible=False)
        self.progress.setFixedWidth(120)
        self.progress.setAccessibleName("Progress of the run")
        self.progress.hide()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(8)
        for widget in (self.colour, self.layouts, *self.tools.values(), self.fit):
            widget.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            layout.addWidget(widget)
        layout.addStretch()
        for last in (self.step, self.play, self.history, self.progress):
            layout.addWidget(last)
        self.set_history(0)

    def set_colours(self, options: Sequence[tuple[str, str]], chosen: str) -> None:
        """Offer these ways to colour, by name and title."""
        self.colour.clear()
        for name, title in options:
            self.colour.addItem(f"Colour: {title}", name)
        self.set_colour_by(chosen)

    def set_colour_by(self, what: str) -> None:
        """Show this way as chosen."""
        self.colour.setCurrentIndex(max(self.colour.findData(what), 0))

    def set_layouts(self, names: Sequence[str], chosen: str) -> None:
        """Offer these layouts; with fewer than two, no choice is shown."""
        self.layouts.clear()
        self.layouts.addItems(list(names))
        self.layouts.setCurrentText(chosen)
        self.layouts.setVisible(len(names) > 1)

    def set_history(self, pictures: int) -> None:
        """So many pictures of the run's past can be looked at; the last is shown. Fewer than two offer nothing."""
        at_end = self.history.value() == self.history.maximum()
        with QSignalBlocker(self.history):
            self.history.setRange(0, max(pictures - 1, 0))
            if at_end or pictures < 2:
                self.history.setValue(max(pictures - 1, 0))
        for widget in (self.history, self.play):
            widget.setVisible(pictures > 1)
        if pictures < 2:
            self.play.setChecked(False)

    def set_step(self, step: int | None) -> None:
        """Say after which step the points were taken; None says nothing."""
        self.step.setText("" if step is None else f"step {step:,}")

    def set_progress(self, step: int, steps: int) -> None:
        """Fill the bar; 0 of 0, and a run that is done, hide it."""
        self.progress.setVisible(0 < steps != step)
        self.progress.setMaximum(max(steps, 1))
        self.progress.setValue(step)

    def set_tool(self, tool: str) -> None:
        """Press the button of a tool; “pan” releases all."""
        for name, made in self.tools.items():
            made.setChecked(name == tool)

    def _play(self, on: bool) -> None:
        if on and self.history.value() == self.history.maximum():
            self.history.setValue(0)
        self.timer.start() if on else self.timer.stop()

    def _next(self) -> None:
        if self.history.value() >= self.history.maximum():
            self.play.setChecked(False)
        else:
            self.history.setValue(self.history.value() + 1)


def _tool(words: str, tip: str) -> QPushButton:
    made = QPushButton(words)
    made.setAccessibleName(words.split("  ", maxsplit=1)[0])
    made.setToolTip(tip)
    made.setCheckable(True)
    return made
