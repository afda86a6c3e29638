"""The bar above the scatter plot: colouring, layout, tools and history of the run."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from workbench.gui.kit.combo_box import ComboBox
from workbench.gui.kit.language import tr
from workbench.gui.kit.plain_text import plain_tip
from workbench.gui.kit.terms import explain_choices
from workbench.gui.kit.widgets import action_button
from workbench.gui.views.charts.history_slider import HistorySlider

TOOLS = (
    (
        "lasso",
        tr("Lasso  S"),
        tr("Draw around points to select them (S). Shift adds, Ctrl removes, both together intersect"),
    ),
    ("rectangle", tr("Box  R"), tr("Draw a box around points to select them (R). Shift adds, Ctrl removes")),
)


class ScatterBar(QWidget):
    """Signals: colour_chosen(str), layout_chosen(str), tool_chosen("lasso", "rectangle" or "pan"), fit_asked(),
    step_chosen(int): the index of an earlier embedding of the run, left(): the user has chosen from a box.
    """

    colour_chosen = Signal(str)
    layout_chosen = Signal(str)
    tool_chosen = Signal(str)
    fit_asked = Signal()
    step_chosen = Signal(int)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.colour = ComboBox()
        self.colour.setAccessibleName(tr("Colour of the points"))
        self.colour.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.colour.activated.connect(lambda row: self.colour_chosen.emit(self.colour.itemData(row)))
        self.layouts = ComboBox()
        self.layouts.setAccessibleName(tr("Layout of the points"))
        self.layouts.setToolTip(tr("PCA preserves distances; t-SNE and UMAP preserve neighbours and are animated"))
        self.layouts.textActivated.connect(self.layout_chosen)
        for box in (self.colour, self.layouts):
            box.activated.connect(lambda _row: self.left.emit())
        self.layouts.hide()
        self.tools = {name: _tool(words, tip) for name, words, tip in TOOLS}
        group = QButtonGroup(self)
        group.setExclusive(False)
        for name, button in self.tools.items():
            group.addButton(button)
            button.clicked.connect(lambda on, name=name: self.tool_chosen.emit(name if on else "pan"))
        self.fit = QPushButton(tr("Fit"))
        self.fit.setToolTip(tr("Show all points (Home)"))
        self.fit.clicked.connect(self.fit_asked)
        self.history_slider = HistorySlider()
        self.history_slider.chosen.connect(self.step_chosen)
        self.play, self.history = self.history_slider.play, self.history_slider.slider
        self.progress = QProgressBar(textVisible=False)
        self.progress.setFixedWidth(120)
        self.progress.setAccessibleName(tr("Progress of the run"))
        self.progress.hide()
        layout = self.layout_ = QHBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(8)
        self.of_points = (self.colour, self.layouts, *self.tools.values(), self.fit)
        for widget in self.of_points:
            widget.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            layout.addWidget(widget)
        layout.addWidget(explain_choices(self.colour, self.layouts))
        layout.addStretch()
        for last in (self.history_slider, self.progress):
            layout.addWidget(last)

    def offer(self, action: QAction) -> None:
        """Add a button for an action at the end of the bar."""
        self.layout_.addWidget(action_button(action))

    def set_usable(self, usable: bool) -> None:
        """Enable what needs points."""
        for widget in (*self.of_points, self.history_slider):
            widget.setEnabled(usable)

    def set_colours(self, options: Sequence[tuple[str, str]], chosen: str) -> None:
        """Set the colourings that can be chosen, by name and title."""
        self.colour.clear()
        for name, title in options:
            self.colour.addItem(tr("Colour: {title}", title=title), name)
        self.set_colour_by(chosen)

    def set_colour_by(self, what: str) -> None:
        """Show a colouring as chosen."""
        self.colour.setCurrentIndex(max(self.colour.findData(what), 0))

    def set_layouts(self, names: Sequence[str], chosen: str) -> None:
        """Set the layouts that can be chosen. The box is hidden if there are fewer than two."""
        self.layouts.clear()
        self.layouts.addItems(list(names))
        self.layouts.setCurrentText(chosen)
        self.layouts.setVisible(len(names) > 1)

    def set_history(self, pictures: int) -> None:
        """Set the number of embeddings in the history. The slider is hidden if there are fewer than two."""
        self.history_slider.set_count(pictures)

    def set_step(self, step: int | None) -> None:
        """Show the step at which the embedding was computed; None shows nothing."""
        self.history_slider.set_step(step)

    def set_progress(self, step: int, steps: int) -> None:
        """Set the progress bar. It is hidden without steps and when the run is complete."""
        self.progress.setVisible(0 < steps != step)
        self.progress.setMaximum(max(steps, 1))
        self.progress.setValue(step)

    def set_tool(self, tool: str) -> None:
        """Check the button of a tool; "pan" unchecks all."""
        for name, button in self.tools.items():
            button.setChecked(name == tool)


def _tool(words: str, tip: str) -> QPushButton:
    button = QPushButton(words)
    button.setAccessibleName(words.split("  ", maxsplit=1)[0])
    button.setToolTip(plain_tip(tip))
    button.setCheckable(True)
    return button
